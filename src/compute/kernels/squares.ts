/** Two ways to fill a square from rows, and what scores are made of. */
import { float, int, registerWgsl } from './program.ts';

/** [row, channel] → [row, row] of dot products times scale, or of cosines; 0 for a zero row. */
export function registerGram(): void {
  registerWgsl('Gram', ['vectors'], ({ vectors }, { scale, cosine }) => {
    const [rows = 0, width = 0] = vectors.shape;
    return {
      inputs: { vectors },
      outputShape: [rows, rows],
      uniforms: [int('length', rows), int('width', width), float('scale', scale)],
      variant: cosine ? 'cosine' : 'dot',
      per: 'cell',
      depth: width,
      body: /* wgsl */ `
        let a = (index / uniforms.length) * uniforms.width;
        let b = (index % uniforms.length) * uniforms.width;
        var ab = 0.0; var aa = 0.0; var bb = 0.0;
        for (var channel = 0; channel < uniforms.width; channel++) {
          let left = vectors[a + channel];
          let right = vectors[b + channel];
          ab += left * right;
          ${cosine ? 'aa += left * left; bb += right * right;' : ''}
        }
        ${
          cosine
            ? `let norms = aa * bb;
        let cosine = select(0.0, ab / sqrt(max(norms, 1.0e-37)), norms > 0.0);
        let bad = (bitcast<u32>(norms) & 0x7f800000u) == 0x7f800000u;
        let none = bitcast<f32>(0x7fc00000u + u32(uniforms.width - uniforms.width));
        result[index] = select(cosine, none, bad);`
            : 'result[index] = ab * uniforms.scale;'
        }`,
    };
  });
}

/** [head, 2·length − 1] by offset → [head, query, key]. */
export function registerToeplitz(): void {
  registerWgsl('Toeplitz', ['curve'], ({ curve }, { first, count }) => {
    const offsets = curve.shape[1] ?? 1;
    const length = (offsets + 1) / 2;
    return {
      inputs: { curve },
      outputShape: [Number(count), length, length],
      uniforms: [int('length', length), int('first', first)],
      per: 'cell',
      body: /* wgsl */ `
        let key = index % uniforms.length;
        let query = (index / uniforms.length) % uniforms.length;
        let head = uniforms.first + index / (uniforms.length * uniforms.length);
        result[index] = curve[head * (2 * uniforms.length - 1) + key - query + uniforms.length - 1];`,
    };
  });
}

/** Queries and keys of content and of position, [2, head, row, dHead] each → [term, head, row, row]. */
export function registerTerms(): void {
  registerWgsl(
    'Terms',
    ['content', 'position'],
    ({ content, position }, { scale, length, heads }) => {
      const rows = Number(heads) * Number(length);
      const size = content.shape.reduce((product, side) => product * side, 1);
      const reader = (name: string, array: string) => /* wgsl */ `
      fn ${name}(side : i32, row : i32, channel : i32) -> f32 {
        return ${array}[(side * uniforms.rows + row) * uniforms.dHead + channel];
      }`;
      return {
        inputs: { content, place: position },
        outputShape: [4, Number(heads), Number(length), Number(length)],
        uniforms: [
          int('rows', rows),
          int('length', length),
          int('dHead', size / (2 * rows)),
          float('scale', scale),
        ],
        per: 'cell',
        depth: size / (2 * rows),
        declarations: reader('contentAt', 'content') + reader('placeAt', 'place'),
        body: /* wgsl */ `
        let term = index / (uniforms.rows * uniforms.length);
        let row = index / uniforms.length % uniforms.rows;
        let other = row - row % uniforms.length + index % uniforms.length;
        var sum = 0.0;
        for (var channel = 0; channel < uniforms.dHead; channel++) {
          var query = 0.0;
          var key = 0.0;
          if (term < 2) { query = contentAt(0, row, channel); }
          else { query = placeAt(0, row, channel); }
          if (term % 2 == 0) { key = contentAt(1, other, channel); }
          else { key = placeAt(1, other, channel); }
          sum += query * key;
        }
        result[index] = sum * uniforms.scale;`,
      };
    },
  );
}
