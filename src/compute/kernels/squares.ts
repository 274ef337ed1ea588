/** Two ways to fill a square from rows, and what scores are made of. */
import { float, int, registerWgsl } from './program.ts';

/**
 * [row, channel] → [row, row] of dot products times scale, or of cosines; 0 for a zero row.
 *
 * A thread takes four rows and four others, so that what is fetched serves several products, and
 * writes each product in both of its places.
 */
export function registerGram(): void {
  registerWgsl('Gram', ['vectors'], ({ vectors }, { scale, cosine }) => {
    const [rows = 0, width = 0] = vectors.shape;
    return {
      inputs: { vectors },
      outputShape: [rows, rows],
      uniforms: [
        int('threads', Math.ceil(rows / 4) ** 2),
        int('length', rows),
        int('width', width),
        float('scale', scale),
      ],
      variant: cosine ? 'cosine' : 'dot',
      per: 'thread',
      depth: 4 * width,
      declarations: /* wgsl */ `
        fn fourAt(cells : vec4<i32>) -> vec4<f32> {
          return vec4<f32>(vectors[cells.x], vectors[cells.y], vectors[cells.z], vectors[cells.w]);
        }
        ${
          cosine
            ? `fn shownOf(product : f32, norms : f32) -> f32 {
          let cosine = select(0.0, product / sqrt(max(norms, 1.0e-37)), norms > 0.0);
          let bad = (bitcast<u32>(norms) & 0x7f800000u) == 0x7f800000u;
          return select(cosine, bitcast<f32>(0x7fc00000u + u32(uniforms.width - uniforms.width)), bad);
        }`
            : ''
        }`,
      body: /* wgsl */ `
        let tiles = (uniforms.length + 3) / 4;
        let top = 4 * (index / tiles);
        let left = 4 * (index % tiles);
        if (left < top) { return; }
        let steps = vec4<i32>(0, 1, 2, 3);
        var a = uniforms.width * min(top + steps, vec4<i32>(uniforms.length - 1));
        var b = uniforms.width * min(left + steps, vec4<i32>(uniforms.length - 1));
        // One vector for each of four others, with four rows in it.
        var first = vec4<f32>(0.0); var second = first; var third = first; var fourth = first;
        ${cosine ? 'var aa = first; var bb = first;' : ''}
        for (var channel = 0; channel < uniforms.width; channel++) {
          let rows = fourAt(a);
          let others = fourAt(b);
          first += rows * others.x;
          second += rows * others.y;
          third += rows * others.z;
          fourth += rows * others.w;
          ${cosine ? 'aa += rows * rows; bb += others * others;' : ''}
          a += vec4<i32>(1);
          b += vec4<i32>(1);
        }
        let products = mat4x4<f32>(first, second, third, fourth);
        for (var k = 0; k < min(4, uniforms.length - left); k++) {
          for (var i = 0; i < min(4, uniforms.length - top); i++) {
            let shown = ${cosine ? 'shownOf(products[k][i], aa[i] * bb[k])' : 'products[k][i] * uniforms.scale'};
            result[(top + i) * uniforms.length + left + k] = shown;
            result[(left + k) * uniforms.length + top + i] = shown;
          }
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
