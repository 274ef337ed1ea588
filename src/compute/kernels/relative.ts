/** Between the rows of a relative table and the square of queries and keys (encodings/relative.ts). */
import { int, registerWgsl } from './program.ts';

/** [head, position, row], rows by offset [2n − 1] → [head, query, key]. */
export function registerPickRelative(): void {
  registerWgsl('PickRelative', ['scores', 'picks'], ({ scores, picks }, { by }) => {
    const [heads = 0, length = 0, rows = 0] = scores.shape;
    return {
      inputs: { scores, picks },
      outputShape: [heads, length, length],
      uniforms: [int('length', length), int('rows', rows)],
      variant: by === 'query' ? 'query' : 'key',
      per: 'cell',
      body: /* wgsl */ `
        let key = index % uniforms.length;
        let query = (index / uniforms.length) % uniforms.length;
        let head = index / (uniforms.length * uniforms.length);
        let position = head * uniforms.length + ${by === 'query' ? 'query' : 'key'};
        let row = picks[key - query + uniforms.length - 1];
        result[index] = scores[position * uniforms.rows + row];`,
    };
  });
}

/** [head, query, key], first offset of each row [rows + 1] → [head, query, row], summed. */
export function registerSumRelative(): void {
  registerWgsl('SumRelative', ['weights', 'starts'], ({ weights, starts }) => {
    const [heads = 0, length = 0] = weights.shape;
    const rows = (starts.shape[0] ?? 1) - 1;
    return {
      inputs: { weights, starts },
      outputShape: [heads, length, rows],
      uniforms: [int('length', length), int('rows', rows)],
      per: 'cell',
      depth: Math.ceil((2 * length) / rows),
      body: /* wgsl */ `
        let row = index % uniforms.rows;
        let position = index / uniforms.rows;
        let zero = position % uniforms.length - uniforms.length + 1;
        let first = max(0, starts[row] + zero);
        let end = min(uniforms.length, starts[row + 1] + zero);
        var total = 0.0;
        for (var key = first; key < end; key++) {
          total += weights[position * uniforms.length + key];
        }
        result[index] = total;`,
    };
  });
}
