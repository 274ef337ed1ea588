/**
 * Rows times a matrix that stays as it lies in its file (attention/dense.ts). A lane takes four columns of
 * the result, which are rows of blocks, and four rows, or the one there is: what it fetches and what it
 * decodes serves several products.
 */

import { type BlockFormat, blockFormats, bytesWgsl } from './blockFormats.ts';
import { activationWgsl } from './dense.ts';
import { int, type Kernel, registerWgsl, wordOf } from './program.ts';

const lanes = 64;

/** Sums of some rows of x, four numbers at a time, with the weights of four rows of blocks. */
function tileWgsl({ bytes, parts, values, scale, levels }: BlockFormat, together: number): string {
  const four = [0, 1, 2, 3];
  const rows = four.slice(0, together);
  const lines = (of: readonly number[], line: (at: number) => string) => of.map(line).join('\n');
  return /* wgsl */ `
  fn scaleOf(at : i32, part : i32) -> vec2<f32> { return ${scale}; }
  fn levelsOf(at : i32, part : i32, k : i32) -> vec4<f32> { ${levels} }
  // Four columns of each of the rows from top on.
  fn tileOf(top : i32, columns : vec4<i32>) -> array<vec4<f32>, ${together}> {
    let wide = uniforms.width / 4;
    ${lines(rows, (row) => `let row${row} = uniforms.first / 4 + wide * min(top + ${row}, uniforms.rows - 1); var sums${row} = vec4<f32>();`)}
    var at = columns * uniforms.blocks * ${bytes};
    var i = 0;
    for (var block = 0; block < uniforms.blocks; block++) {
      for (var part = 0; part < ${parts}; part++) {
        ${lines(four, (column) => `let own${column} = scaleOf(at[${column}], part);`)}
        for (var k = 0; k < ${values / 4}; k++) {
          let weights = mat4x4<f32>(${four.map((column) => `own${column}.x * levelsOf(at[${column}], part, k) + own${column}.y`).join(', ')});
          ${lines(rows, (row) => `sums${row} += x[row${row} + i] * weights;`)}
          i++;
        }
      }
      at += ${bytes};
    }
    return array<vec4<f32>, ${together}>(${rows.map((row) => `sums${row}`).join(', ')});
  }`;
}

const biasWgsl = /* wgsl */ `
  fn biasOf(at : vec4<i32>) -> vec4<f32> { return vec4<f32>(bias[at.x], bias[at.y], bias[at.z], bias[at.w]); }`;

/** x from a cell on that is a multiple of 4, words of [column, width] → [head, row, dHead]; gated, half as many columns. */
export function registerDenseBlocks(): void {
  registerWgsl('DenseBlocks', ['x', 'words'], ({ x, words, bias }, attributes): Kernel => {
    const [rows, width] = [Number(attributes['rows']), Number(attributes['width'])];
    const name = wordOf(attributes, 'format');
    const format = blockFormats[name];
    if (!format) throw new Error(`DenseBlocks: no format ${name}`);
    const activation = wordOf(attributes, 'activation');
    const { gated } = attributes;
    const columns = Number(attributes['columns']) / (gated ? 2 : 1);
    const across = Math.ceil(columns / 4);
    const right = Math.ceil(across / lanes);
    // One row alone is a token that follows others.
    const together = rows === 1 ? 1 : 4;
    return {
      inputs: { x, words, bias },
      fourfold: ['x'],
      outputShape: [rows * columns],
      uniforms: [
        int('groups', right * Math.ceil(rows / together)),
        int('right', right),
        int('across', across),
        int('first', attributes['from']),
        int('rows', rows),
        int('width', width),
        int('columns', columns),
        int('blocks', width / (format.parts * format.values)),
        int('dHead', columns / Number(attributes['heads'])),
      ],
      variant: `${name}_${together}_${bias ? 'biased' : 'plain'}_${activation}_${gated ? 'gated' : 'alone'}`,
      per: 'group',
      depth: (gated ? 8 : 4) * together * width,
      declarations:
        bytesWgsl(format.bytes % 4 === 0) +
        tileWgsl(format, together) +
        activationWgsl(activation) +
        (bias ? biasWgsl : ''),
      body: /* wgsl */ `
        let top = ${together} * (group / uniforms.right);
        let first = ${lanes} * (group % uniforms.right) + lane;
        if (first >= uniforms.across) { return; }
        let columns = first + uniforms.across * vec4<i32>(0, 1, 2, 3);
        let some = min(columns, vec4<i32>(uniforms.columns - 1));
        var tile = tileOf(top, some);
        ${gated ? 'var other = tileOf(top, some + uniforms.columns);' : ''}
        // All columns before this head's have all their rows before this one's.
        let channels = some % uniforms.dHead;
        let before = (some - channels) * uniforms.rows + channels;
        for (var i = 0; i < min(${together}, uniforms.rows - top); i++) {
          var sums = tile[i];
          ${bias ? 'sums += biasOf(some);' : ''}
          sums = activated(sums);
          ${gated ? `sums *= other[i]${bias ? ' + biasOf(some + uniforms.columns)' : ''};` : ''}
          for (var k = 0; k < 4; k++) {
            if (columns[k] >= uniforms.columns) { break; }
            result[before[k] + (top + i) * uniforms.dHead] = sums[k];
          }
        }`,
    };
  });
}
