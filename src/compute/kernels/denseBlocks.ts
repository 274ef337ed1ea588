/**
 * Rows times a matrix that stays as it lies in its file (attention/dense.ts). A lane takes one column of
 * the result, which is one row of blocks; it decodes each weight once and multiplies it with up to
 * sixteen rows.
 */

import { type BlockFormat, blockFormats, bytesWgsl } from './blockFormats.ts';
import { activationWgsl } from './dense.ts';
import { int, type Kernel, registerWgsl, wordOf } from './program.ts';

const lanes = 64;

/** Sums of some rows of x, four numbers at a time, with the weights of a row of blocks. */
function tileWgsl({ bytes, parts, values, scale, levels }: BlockFormat, together: number): string {
  const rows = Array.from({ length: together }, (_, row) => row);
  const column = (t: number) => {
    const sums = [0, 1, 2, 3].map((row) => (4 * t + row < together ? `sum${4 * t + row}` : '0.0'));
    return `vec4<f32>(${sums.join(', ')})`;
  };
  const lines = (line: (row: number) => string) => rows.map(line).join('\n');
  return /* wgsl */ `
  fn scaleOf(at : i32, part : i32) -> vec2<f32> { return ${scale}; }
  fn levelsOf(at : i32, part : i32, k : i32) -> vec4<f32> { ${levels} }
  fn tileOf(top : i32, row : i32) -> mat4x4<f32> {
    let wide = uniforms.width / 4;
    ${lines((row) => `let row${row} = uniforms.first / 4 + wide * min(top + ${row}, uniforms.rows - 1); var sum${row} = 0.0;`)}
    var at = row * uniforms.blocks * ${bytes};
    var i = 0;
    for (var block = 0; block < uniforms.blocks; block++) {
      for (var part = 0; part < ${parts}; part++) {
        let own = scaleOf(at, part);
        for (var k = 0; k < ${values / 4}; k++) {
          let weights = own.x * levelsOf(at, part, k) + own.y;
          ${lines((row) => `sum${row} += dot(x[row${row} + i], weights);`)}
          i++;
        }
      }
      at += ${bytes};
    }
    return mat4x4<f32>(${[0, 1, 2, 3].map(column).join(', ')});
  }`;
}

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
    const right = Math.ceil(columns / lanes);
    const fours = Math.min(Math.ceil(rows / 4), 4);
    // One row alone is a token that follows others.
    const together = rows === 1 ? 1 : 4 * fours;
    return {
      inputs: { x, words, bias },
      fourfold: ['x'],
      outputShape: [rows * columns],
      uniforms: [
        int('groups', right * Math.ceil(rows / together)),
        int('right', right),
        int('first', attributes['from']),
        int('rows', rows),
        int('width', width),
        int('columns', columns),
        int('blocks', width / (format.parts * format.values)),
        int('dHead', columns / Number(attributes['heads'])),
      ],
      variant: `${name}_${together}_${bias ? 'biased' : 'plain'}_${activation}_${gated ? 'gated' : 'alone'}`,
      per: 'group',
      depth: (gated ? 2 : 1) * together * width,
      declarations:
        bytesWgsl(format.bytes % 4 === 0) + tileWgsl(format, together) + activationWgsl(activation),
      body: /* wgsl */ `
        let top = ${together} * (group / uniforms.right);
        let column = ${lanes} * (group % uniforms.right) + lane;
        if (column >= uniforms.columns) { return; }
        let tile = tileOf(top, column);
        ${gated ? 'let other = tileOf(top, column + uniforms.columns);' : ''}
        // All columns before this head's have all their rows before this one's.
        let channel = column % uniforms.dHead;
        let before = (column - channel) * uniforms.rows + channel;
        for (var t = 0; t < ${fours}; t++) {
          var sums = tile[t];
          ${bias ? 'sums += bias[column];' : ''}
          sums = activated(sums);
          ${gated ? `sums *= other[t]${bias ? ' + bias[uniforms.columns + column]' : ''};` : ''}
          let row = top + 4 * t;
          for (var i = 0; i < min(4, uniforms.rows - row); i++) {
            result[before + (row + i) * uniforms.dHead] = sums[i];
          }
        }`,
    };
  });
}
