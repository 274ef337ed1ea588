/** A network of one hidden layer over every cell of a matrix, in one dispatch (encodings/network.ts). */
import { int, registerWgsl } from './program.ts';

/** [row, column], w1 and b1 [unit, 1], w2 [head, unit], b2 [head, 1] → [head, row, column]. */
export function registerNetworkOver(): void {
  registerWgsl('NetworkOver', ['x', 'w1', 'b1', 'w2', 'b2'], ({ x, w1, b1, w2, b2 }) => {
    const [rows = 0, columns = 0] = x.shape;
    const [heads = 0, units = 0] = w2.shape;
    return {
      inputs: { x, w1, b1, w2, b2 },
      outputShape: [heads, rows, columns],
      uniforms: [int('cells', rows * columns), int('units', units)],
      per: 'cell',
      depth: units,
      body: /* wgsl */ `
        let head = index / uniforms.cells;
        let value = x[index % uniforms.cells];
        var sum = b2[head];
        for (var unit = 0; unit < uniforms.units; unit++) {
          sum += w2[head * uniforms.units + unit] * max(0.0, w1[unit] * value + b1[unit]);
        }
        result[index] = sum;`,
    };
  });
}
