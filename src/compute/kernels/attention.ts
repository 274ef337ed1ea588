/** Scores to weights in one dispatch, and two ways to fill a square from rows. */
import { registerOwn } from './program.ts';

const noneVisible = '-3.0e38';

/**
 * [head, query, key] scores, bias of the same shape or none → softmax over the visible keys.
 * A row without a visible key is zeros.
 */
export function registerSoftmax(): void {
  registerOwn('MaskedSoftmax', ({ scores, bias }, { scale, causal }) => {
    if (!scores) throw new Error('MaskedSoftmax: needs scores');
    const length = scores.shape[2] ?? 0;
    return {
      inputs: bias ? [scores, bias] : [scores],
      names: bias ? ['scores', 'bias'] : ['scores'],
      outputShape: [...scores.shape],
      uniforms: [
        { name: 'rows', type: 'int32', value: (scores.shape[0] ?? 0) * (scores.shape[1] ?? 0) },
        { name: 'length', type: 'int32', value: length },
        { name: 'scale', type: 'float32', value: Number(scale) },
      ],
      variant: `${bias ? 'biased' : 'plain'}_${causal ? 'causal' : 'open'}`,
      per: 'row',
      declarations: /* wgsl */ `
        var<workgroup> shares : array<f32, 64>;
        fn logitAt(row : i32, key : i32) -> f32 {
          let cell = row * uniforms.length + key;
          ${causal ? `if (key > row % uniforms.length) { return ${noneVisible}; }` : ''}
          ${
            bias
              ? `// Minus infinity is told by its bits: WGSL may assume there is none.
          if (bitcast<u32>(bias[cell]) == 0xff800000u) { return ${noneVisible}; }
          return scores[cell] * uniforms.scale + bias[cell];`
              : 'return scores[cell] * uniforms.scale;'
          }
        }`,
      body: /* wgsl */ `
        var largest = ${noneVisible};
        for (var key = lane; key < uniforms.length; key += 64) {
          largest = max(largest, logitAt(row, key));
        }
        shares[lane] = largest;
        workgroupBarrier();
        for (var half = 32; half > 0; half /= 2) {
          if (lane < half) { shares[lane] = max(shares[lane], shares[lane + half]); }
          workgroupBarrier();
        }
        largest = shares[0];
        workgroupBarrier();
        var total = 0.0;
        for (var key = lane; key < uniforms.length; key += 64) {
          let logit = logitAt(row, key);
          if (logit > ${noneVisible}) { total += exp(logit - largest); }
        }
        shares[lane] = total;
        workgroupBarrier();
        for (var half = 32; half > 0; half /= 2) {
          if (lane < half) { shares[lane] += shares[lane + half]; }
          workgroupBarrier();
        }
        total = shares[0];
        for (var key = lane; key < uniforms.length; key += 64) {
          let logit = logitAt(row, key);
          var weight = 0.0;
          if (logit > ${noneVisible}) { weight = exp(logit - largest) / total; }
          result[row * uniforms.length + key] = weight;
        }`,
    };
  });
}

/** [row, channel] → [row, row] of dot products times scale, or of cosines; 0 for a zero row. */
export function registerGram(): void {
  registerOwn('Gram', ({ vectors }, { scale, cosine }) => {
    if (!vectors) throw new Error('Gram: needs vectors');
    const [rows = 0, width = 0] = vectors.shape;
    return {
      inputs: [vectors],
      names: ['vectors'],
      outputShape: [rows, rows],
      uniforms: [
        { name: 'length', type: 'int32', value: rows },
        { name: 'width', type: 'int32', value: width },
        { name: 'scale', type: 'float32', value: Number(scale) },
      ],
      variant: cosine ? 'cosine' : 'dot',
      per: 'cell',
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
        result[index] = select(0.0, ab / sqrt(max(norms, 1.0e-37)), norms > 0.0);`
            : 'result[index] = ab * uniforms.scale;'
        }`,
    };
  });
}

/** [head, 2·length − 1] by offset → [head, query, key]. */
export function registerToeplitz(): void {
  registerOwn('Toeplitz', ({ curve }, { first, count }) => {
    if (!curve) throw new Error('Toeplitz: needs curve');
    const offsets = curve.shape[1] ?? 1;
    const length = (offsets + 1) / 2;
    return {
      inputs: [curve],
      names: ['curve'],
      outputShape: [Number(count), length, length],
      uniforms: [
        { name: 'length', type: 'int32', value: length },
        { name: 'first', type: 'int32', value: Number(first) },
      ],
      per: 'cell',
      body: /* wgsl */ `
        let key = index % uniforms.length;
        let query = (index / uniforms.length) % uniforms.length;
        let head = uniforms.first + index / (uniforms.length * uniforms.length);
        result[index] = curve[head * (2 * uniforms.length - 1) + key - query + uniforms.length - 1];`,
    };
  });
}
