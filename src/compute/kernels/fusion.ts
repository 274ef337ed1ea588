/** Tokens and table fused in one dispatch (attention/fusion.ts). */
import { float, int, registerWgsl, wordOf } from './program.ts';

const fromBoth = /* wgsl */ `
  let token = tokens[uniforms.first + cell];
  let place = uniforms.gain * places[cell];`;

const sideBySide = /* wgsl */ `
  let column = cell % (2 * uniforms.width);
  let own = cell / (2 * uniforms.width) * uniforms.width + column % uniforms.width;
  if (column < uniforms.width) { result[index] = tokens[uniforms.first + own]; }
  else { result[index] = uniforms.gain * places[own]; }`;

/** What `result[index]` is, where it is cell `cell` of the input. */
const bodies: Readonly<Record<string, string>> = {
  add: `${fromBoth} result[index] = token + place;`,
  'query-key': `${fromBoth} result[index] = token + place;`,
  multiply: `${fromBoth} result[index] = token * place;`,
  concat: sideBySide,
};

/** [position, dModel] twice, the tokens from a cell on → the table times its gain, then the input. */
export function registerFusion(): void {
  registerWgsl('Fuse', ['tokens', 'table'], ({ tokens, table }, attributes) => {
    const [rows = 0, width = 0] = table.shape;
    const fusion = wordOf(attributes, 'fusion');
    const size = rows * width;
    return {
      inputs: { tokens, places: table },
      outputShape: [fusion === 'concat' ? 3 * size : 2 * size],
      uniforms: [
        int('first', attributes['from']),
        int('cells', size),
        int('width', width),
        float('gain', attributes['gain']),
      ],
      variant: fusion,
      per: 'cell',
      body: /* wgsl */ `
        if (index < uniforms.cells) {
          result[index] = uniforms.gain * places[index];
          return;
        }
        let cell = index - uniforms.cells;
        ${bodies[fusion]}`,
    };
  });
}
