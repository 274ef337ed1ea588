/**
 * Rows times matrices (attention/dense.ts). A lane takes four rows and four columns, so that what
 * is fetched serves several products. Of the 64 lanes of a workgroup so many lie side by side as
 * there are columns for; the others lie below them.
 */
import { float, int, type Kernel, registerWgsl, wordOf } from './program.ts';

const lanes = 64;

/** How many lanes lie side by side, and how many workgroups there are along each side. */
function tiling(rows: number, columns: number) {
  const across = columns > 128 ? lanes : columns > 64 ? lanes / 2 : lanes / 4;
  return {
    across,
    right: Math.ceil(columns / (4 * across)),
    down: Math.ceil(rows / (4 * (lanes / across))),
  };
}

/** Where the lane is, and sums of its rows of x with four columns of the matrix. */
const tileWgsl = /* wgsl */ `
  fn topOf(down : i32, lane : i32) -> i32 {
    return 4 * (down * (${lanes} / uniforms.across) + lane / uniforms.across);
  }
  fn columnsOf(right : i32, lane : i32) -> vec4<i32> {
    return 4 * uniforms.across * right + lane % uniforms.across
        + uniforms.across * vec4<i32>(0, 1, 2, 3);
  }
  // A column of four rows for each of four columns, which begin at the cells at of the matrix.
  fn tileOf(top : i32, at : vec4<i32>) -> mat4x4<f32> {
    let rows = uniforms.first
        + uniforms.width * min(top + vec4<i32>(0, 1, 2, 3), vec4<i32>(uniforms.rows - 1));
    var sums = mat4x4<f32>();
    var cells = at;
    for (var i = 0; i < uniforms.width; i++) {
      let four = vec4<f32>(x[rows.x + i], x[rows.y + i], x[rows.z + i], x[rows.w + i]);
      sums[0] += four * matrix[cells.x];
      sums[1] += four * matrix[cells.y];
      sums[2] += four * matrix[cells.z];
      sums[3] += four * matrix[cells.w];
      cells += vec4<i32>(uniforms.columns);
    }
    return sums;
  }`;

/** What sums become (attention/dense.ts). */
const activations: Readonly<Record<string, string>> = {
  linear: 'fn activated(x : vec4<f32>) -> vec4<f32> { return x; }',
  // Not max, which may take a NaN for 0.
  relu: /* wgsl */ `
    fn activated(x : vec4<f32>) -> vec4<f32> { return select(x, vec4<f32>(0.0), x < vec4<f32>(0.0)); }`,
  // The error function within 1.5e-7: Abramowitz and Stegun 1964, 7.1.26.
  gelu: /* wgsl */ `
    fn activated(x : vec4<f32>) -> vec4<f32> {
      let far = abs(x) * ${Math.SQRT1_2};
      let t = 1.0 / (1.0 + 0.3275911 * far);
      let series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
      return 0.5 * x * (1.0 + sign(x) * (1.0 - series * exp(-far * far)));
    }`,
  // Not tanh, which is NaN for large numbers on some devices.
  'gelu-tanh': /* wgsl */ `
    fn activated(x : vec4<f32>) -> vec4<f32> {
      let bent = ${Math.sqrt(2 / Math.PI)} * x * (1.0 + 0.044715 * x * x);
      let power = exp(-2.0 * abs(bent));
      return 0.5 * x * (1.0 + sign(bent) * (1.0 - power) / (1.0 + power));
    }`,
  // Bounded, since exp of more than 88 has no float32.
  silu: /* wgsl */ `
    fn activated(x : vec4<f32>) -> vec4<f32> { return x / (1.0 + exp(min(-x, vec4<f32>(80.0)))); }`,
};

/** `activated`, by the name of an activation. */
export function activationWgsl(activation: string): string {
  return activations[activation] ?? '';
}

/** The mean of the row that begins at a cell, 0 for an RMS norm, and the inverse of its deviation. */
const momentsWgsl = (source: string, kind: string) => /* wgsl */ `
  fn momentsOf(start : i32) -> vec2<f32> {
    var mean = 0.0;
    ${
      kind === 'rms'
        ? ''
        : `for (var i = 0; i < uniforms.columns; i++) { mean += ${source}[start + i]; }
    mean /= f32(uniforms.columns);`
    }
    var variance = 0.0;
    for (var i = 0; i < uniforms.columns; i++) {
      let apart = ${source}[start + i] - mean;
      variance += apart * apart;
    }
    return vec2<f32>(mean, inverseSqrt(variance / f32(uniforms.columns) + uniforms.epsilon));
  }`;

/**
 * x from a cell on, [matrix, width, column], bias or none → [matrix, head, row, dHead]; gated, one
 * matrix of two.
 */
export function registerDense(): void {
  registerWgsl('Dense', ['x', 'matrix'], ({ x, matrix, bias }, attributes): Kernel => {
    const rows = Number(attributes['rows']);
    const columns = Number(attributes['columns']);
    const all = Number(attributes['count']) * columns;
    const activation = wordOf(attributes, 'activation');
    const { gated } = attributes;
    const { across, right, down } = tiling(rows, all);
    return {
      inputs: { x, matrix, bias },
      outputShape: [rows * all],
      uniforms: [
        int('groups', down * right),
        int('across', across),
        int('right', right),
        int('first', attributes['from']),
        int('rows', rows),
        int('width', attributes['width']),
        int('columns', columns),
        int('all', all),
        int('dHead', columns / Number(attributes['heads'])),
      ],
      variant: `${bias ? 'biased' : 'plain'}_${activation}_${gated ? 'gated' : 'alone'}`,
      per: 'group',
      depth: (gated ? 8 : 4) * Number(attributes['width']),
      declarations: tileWgsl + activationWgsl(activation),
      body: /* wgsl */ `
        let top = topOf(group / uniforms.right, lane);
        let columns = columnsOf(group % uniforms.right, lane);
        if (top >= uniforms.rows || columns.x >= uniforms.all) { return; }
        let some = min(columns, vec4<i32>(uniforms.all - 1));
        let own = some % uniforms.columns;
        let at = (some - own) * uniforms.width + own;
        let tile = tileOf(top, at);
        ${gated ? 'let other = tileOf(top, at + uniforms.width * uniforms.all);' : ''}
        for (var k = 0; k < 4; k++) {
          let column = columns[k];
          if (column >= uniforms.all) { return; }
          var sums = tile[k];
          ${bias ? 'sums += bias[column];' : ''}
          sums = activated(sums);
          ${gated ? `sums *= other[k]${bias ? ' + bias[uniforms.all + column]' : ''};` : ''}
          // All columns before this head's have all their rows before this one's.
          let channel = own[k] % uniforms.dHead;
          let before = (column - channel) * uniforms.rows + channel;
          for (var i = 0; i < min(4, uniforms.rows - top); i++) {
            result[before + (top + i) * uniforms.dHead] = sums[i];
          }
        }`,
    };
  });
}

/** x from a cell on, [width, column], carried from a cell on → product, sum and normed sum. */
export function registerDenseNorm(): void {
  registerWgsl(
    'DenseNorm',
    ['x', 'matrix', 'carried'],
    ({ x, matrix, carried, bias, scale, shift }, attributes): Kernel => {
      const rows = Number(attributes['rows']);
      const columns = Number(attributes['columns']);
      const { across, right, down } = tiling(rows, columns);
      const kind = wordOf(attributes, 'kind');
      return {
        inputs: { x, matrix, carried, bias, scale, shift },
        outputShape: [3 * rows * columns],
        uniforms: [
          int('groups', down),
          int('across', across),
          int('right', right),
          int('first', attributes['from']),
          int('carriedFirst', attributes['carriedFrom']),
          int('rows', rows),
          int('width', attributes['width']),
          int('columns', columns),
          float('epsilon', attributes['epsilon']),
        ],
        variant: [kind, bias ? 'biased' : '', scale ? 'scaled' : '', shift ? 'shifted' : ''].join(
          '_',
        ),
        per: 'group',
        depth: 4 * right * Number(attributes['width']),
        declarations: `${tileWgsl} ${momentsWgsl('result', kind)}
        var<workgroup> moments : array<vec2<f32>, 16>;`,
        // The sums lie in the output until all lanes have theirs; then one lane a row takes its mean.
        body: /* wgsl */ `
        let top = topOf(group, lane);
        let size = uniforms.rows * uniforms.columns;
        for (var right = 0; right < uniforms.right; right++) {
          let columns = columnsOf(right, lane);
          if (top >= uniforms.rows || columns.x >= uniforms.columns) { break; }
          let tile = tileOf(top, min(columns, vec4<i32>(uniforms.columns - 1)));
          for (var k = 0; k < 4; k++) {
            let column = columns[k];
            if (column >= uniforms.columns) { break; }
            var sums = tile[k];
            ${bias ? 'sums += bias[column];' : ''}
            for (var i = 0; i < min(4, uniforms.rows - top); i++) {
              let cell = (top + i) * uniforms.columns + column;
              result[cell] = sums[i];
              result[size + cell] = carried[uniforms.carriedFirst + cell] + sums[i];
            }
          }
        }
        storageBarrier();
        let first = topOf(group, 0);
        let count = min(4 * ${lanes} / uniforms.across, uniforms.rows - first);
        if (lane < count) { moments[lane] = momentsOf(size + (first + lane) * uniforms.columns); }
        workgroupBarrier();
        for (var i = lane; i < count * uniforms.columns; i += ${lanes}) {
          let cell = size + first * uniforms.columns + i;
          let moment = moments[i / uniforms.columns];
          let unit = (result[cell] - moment.x) * moment.y;
          let column = i % uniforms.columns;
          result[size + cell] = unit${scale ? ' * scale[column]' : ''}${shift ? ' + shift[column]' : ''};
        }`,
      };
    },
  );
}

/** Rows of x from a cell on → each normed, [row, column]. */
export function registerNorm(): void {
  registerWgsl('Norm', ['x'], ({ x, scale, shift }, attributes): Kernel => {
    const [rows, columns] = [Number(attributes['rows']), Number(attributes['columns'])];
    const kind = wordOf(attributes, 'kind');
    return {
      inputs: { x, scale, shift },
      outputShape: [rows, columns],
      uniforms: [
        int('groups', Math.ceil(rows / 4)),
        int('first', attributes['from']),
        int('rows', rows),
        int('columns', columns),
        float('epsilon', attributes['epsilon']),
      ],
      variant: [kind, scale ? 'scaled' : '', shift ? 'shifted' : ''].join('_'),
      per: 'group',
      depth: columns,
      declarations: momentsWgsl('x', kind),
      body: /* wgsl */ `
        let row = group * 4 + lane / 16;
        if (row >= uniforms.rows) { return; }
        let start = uniforms.first + row * uniforms.columns;
        let moments = momentsOf(start);
        for (var i = lane % 16; i < uniforms.columns; i += 16) {
          let unit = (x[start + i] - moments.x) * moments.y;
          result[row * uniforms.columns + i] = unit${scale ? ' * scale[i]' : ''}${shift ? ' + shift[i]' : ''};
        }`,
    };
  });
}
