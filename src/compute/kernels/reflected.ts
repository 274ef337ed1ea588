/** Scores through a chain of reflections (encodings/reflected.ts), a query of a head per thread. */
import { float, int, registerWgsl } from './program.ts';

/** Queries, keys, directions [head, position, dHead], strengths → the squares, then what became of each query. */
export function registerReflectedScores(): void {
  registerWgsl(
    'ReflectedScores',
    ['query', 'key', 'direction', 'strength'],
    ({ query, key, direction, strength }, { scale }) => {
      const [heads = 0, length = 0, dHead = 0] = query.shape;
      return {
        inputs: { query, key, direction, strength },
        outputShape: [heads * length * (length + dHead)],
        uniforms: [
          int('threads', heads * length),
          int('length', length),
          int('dHead', dHead),
          float('scale', scale),
        ],
        per: 'thread',
        depth: 3 * length * dHead,
        body: /* wgsl */ `
          let place = index % uniforms.length;
          let first = index - place;
          let start = index * uniforms.length;
          let asked = index * uniforms.dHead;
          let moved = uniforms.threads * uniforms.length + asked;
          for (var channel = 0; channel < uniforms.dHead; channel++) { result[moved + channel] = 0.0; }
          for (var other = place; other >= 0; other--) {
            let at = (first + other) * uniforms.dHead;
            var added = 0.0;
            var along = 0.0;
            for (var channel = 0; channel < uniforms.dHead; channel++) {
              let by = result[moved + channel];
              added += key[at + channel] * by;
              along += direction[at + channel] * (query[asked + channel] + by);
            }
            result[start + other] = added * uniforms.scale;
            let step = strength[first + other] * along;
            for (var channel = 0; channel < uniforms.dHead; channel++) {
              result[moved + channel] -= step * direction[at + channel];
            }
          }
          for (var other = place + 1; other < uniforms.length; other++) { result[start + other] = 0.0; }`,
      };
    },
  );
}
