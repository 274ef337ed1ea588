/**
 * Rows times matrices (attention/dense.ts). A workgroup takes four rows, so that a weight is
 * fetched once for all of them; a lane takes a column.
 */
import { type Kernel, registerOwn } from './program.ts';

const rowsAtOnce = 4;

/** Four rows of x times one column: from the cells `xs` and `w` on, the latter `step` apart. */
const columnWgsl = /* wgsl */ `
  fn fourRows(top : i32, first : i32, step : i32) -> vec4<f32> {
    let last = uniforms.rows - 1;
    let a = uniforms.first + min(top, last) * uniforms.width;
    let b = uniforms.first + min(top + 1, last) * uniforms.width;
    let c = uniforms.first + min(top + 2, last) * uniforms.width;
    let d = uniforms.first + min(top + 3, last) * uniforms.width;
    var sums = vec4<f32>(0.0);
    var weight = first;
    for (var i = 0; i < uniforms.width; i++) {
      sums += matrix[weight] * vec4<f32>(x[a + i], x[b + i], x[c + i], x[d + i]);
      weight += step;
    }
    return sums;
  }`;

/** Not max, which may take a NaN for 0. */
const rectifiedWgsl = 'sums = select(sums, vec4<f32>(0.0), sums < vec4<f32>(0.0));';

/** The mean of the row that begins at a cell, and the inverse of its deviation. */
const momentsWgsl = (source: string) => /* wgsl */ `
  fn momentsOf(start : i32) -> vec2<f32> {
    var mean = 0.0;
    for (var i = 0; i < uniforms.columns; i++) { mean += ${source}[start + i]; }
    mean /= f32(uniforms.columns);
    var variance = 0.0;
    for (var i = 0; i < uniforms.columns; i++) {
      let apart = ${source}[start + i] - mean;
      variance += apart * apart;
    }
    return vec2<f32>(mean, inverseSqrt(variance / f32(uniforms.columns) + uniforms.epsilon));
  }`;

const int = (name: string, value: unknown) =>
  ({ name, type: 'int32', value: Number(value) }) as const;

/** x from a cell on, [matrix, width, column], bias or none → [matrix, head, row, dHead]. */
export function registerDense(): void {
  registerOwn('Dense', ({ x, matrix, bias }, attributes): Kernel => {
    if (!x || !matrix) throw new Error('Dense: needs x and matrix');
    const rows = Number(attributes['rows']);
    const columns = Number(attributes['columns']);
    const all = Number(attributes['count']) * columns;
    return {
      inputs: bias ? [x, matrix, bias] : [x, matrix],
      names: bias ? ['x', 'matrix', 'bias'] : ['x', 'matrix'],
      outputShape: [rows * all],
      uniforms: [
        int('groups', Math.ceil(rows / rowsAtOnce) * Math.ceil(all / 64)),
        int('first', attributes['from']),
        int('rows', rows),
        int('width', attributes['width']),
        int('columns', columns),
        int('all', all),
        int('dHead', columns / Number(attributes['heads'])),
      ],
      variant: `${bias ? 'biased' : 'plain'}_${attributes['rectified'] ? 'relu' : 'linear'}`,
      per: 'group',
      declarations: columnWgsl,
      body: /* wgsl */ `
        let chunks = (uniforms.all + 63) / 64;
        let top = group / chunks * ${rowsAtOnce};
        let column = group % chunks * 64 + lane;
        if (column >= uniforms.all) { return; }
        let own = column % uniforms.columns;
        let stack = column - own;
        var sums = fourRows(top, stack * uniforms.width + own, uniforms.columns);
        ${bias ? 'sums += bias[column];' : ''}
        ${attributes['rectified'] ? rectifiedWgsl : ''}
        // All columns before this head's have all their rows before this one's.
        let channel = own % uniforms.dHead;
        let before = (column - channel) * uniforms.rows + channel;
        for (var i = 0; i < min(${rowsAtOnce}, uniforms.rows - top); i++) {
          result[before + (top + i) * uniforms.dHead] = sums[i];
        }`,
    };
  });
}

/** x from a cell on, [width, column], carried from a cell on → product, sum and normed sum. */
export function registerDenseNorm(): void {
  registerOwn('DenseNorm', ({ x, matrix, carried, bias, scale, shift }, attributes): Kernel => {
    if (!x || !matrix || !carried) throw new Error('DenseNorm: needs x, matrix and carried');
    const rows = Number(attributes['rows']);
    const columns = Number(attributes['columns']);
    const learned = scale && shift;
    return {
      inputs: [x, matrix, carried, ...(bias ? [bias] : []), ...(learned ? [scale, shift] : [])],
      names: [
        'x',
        'matrix',
        'carried',
        ...(bias ? ['bias'] : []),
        ...(learned ? ['scale', 'shift'] : []),
      ],
      outputShape: [3 * rows * columns],
      uniforms: [
        int('groups', Math.ceil(rows / rowsAtOnce)),
        int('first', attributes['from']),
        int('carriedFirst', attributes['carriedFrom']),
        int('rows', rows),
        int('width', attributes['width']),
        int('columns', columns),
        { name: 'epsilon', type: 'float32', value: Number(attributes['epsilon']) },
      ],
      variant: `${bias ? 'biased' : 'plain'}_${learned ? 'learned' : 'unit'}`,
      per: 'group',
      declarations: columnWgsl + momentsWgsl('result'),
      // The sums of a row lie in the output until all lanes have theirs; then sixteen of them norm it.
      body: /* wgsl */ `
        let top = group * ${rowsAtOnce};
        let size = uniforms.rows * uniforms.columns;
        for (var column = lane; column < uniforms.columns; column += 64) {
          var sums = fourRows(top, column, uniforms.columns);
          ${bias ? 'sums += bias[column];' : ''}
          for (var i = 0; i < min(${rowsAtOnce}, uniforms.rows - top); i++) {
            let cell = (top + i) * uniforms.columns + column;
            result[cell] = sums[i];
            result[size + cell] = carried[uniforms.carriedFirst + cell] + sums[i];
          }
        }
        storageBarrier();
        let row = top + lane / 16;
        if (row < uniforms.rows) {
          let start = size + row * uniforms.columns;
          let moments = momentsOf(start);
          for (var i = lane % 16; i < uniforms.columns; i += 16) {
            let unit = (result[start + i] - moments.x) * moments.y;
            result[size + start + i] = ${learned ? 'unit * scale[i] + shift[i]' : 'unit'};
          }
        }`,
    };
  });
}

/** Rows of x from a cell on → each normed, [row, column]. */
export function registerNorm(): void {
  registerOwn('Norm', ({ x, scale, shift }, attributes): Kernel => {
    if (!x) throw new Error('Norm: needs x');
    const [rows, columns] = [Number(attributes['rows']), Number(attributes['columns'])];
    const learned = scale && shift;
    return {
      inputs: learned ? [x, scale, shift] : [x],
      names: learned ? ['x', 'scale', 'shift'] : ['x'],
      outputShape: [rows, columns],
      uniforms: [
        int('groups', Math.ceil(rows / rowsAtOnce)),
        int('first', attributes['from']),
        int('rows', rows),
        int('columns', columns),
        { name: 'epsilon', type: 'float32', value: Number(attributes['epsilon']) },
      ],
      variant: learned ? 'learned' : 'unit',
      per: 'group',
      declarations: momentsWgsl('x'),
      body: /* wgsl */ `
        let row = group * ${rowsAtOnce} + lane / 16;
        if (row >= uniforms.rows) { return; }
        let start = uniforms.first + row * uniforms.columns;
        let moments = momentsOf(start);
        for (var i = lane % 16; i < uniforms.columns; i += 16) {
          let unit = (x[start + i] - moments.x) * moments.y;
          result[row * uniforms.columns + i] = ${learned ? 'unit * scale[i] + shift[i]' : 'unit'};
        }`,
    };
  });
}
