/** Scores to weights in one dispatch, and two ways to fill a square from rows. */
import { registerOwn } from './program.ts';

const noneVisible = '-3.0e38';

/**
 * [head, query, key] scores, bias of the same shape or none → softmax over the visible keys.
 * A row without a visible key is zeros; one with a
 * visible logit that is NaN or +∞ is NaN where keys are visible.
 */
export function registerSoftmax(): void {
  registerOwn('MaskedSoftmax', ({ scores, bias }, attributes) => {
    const { scale, causal, window, visible, temperature } = attributes;
    if (!scores) throw new Error('MaskedSoftmax: needs scores');
    const length = scores.shape[2] ?? 0;
    const hard = Number(temperature) === 0;
    return {
      inputs: bias ? [scores, bias] : [scores],
      names: bias ? ['scores', 'bias'] : ['scores'],
      outputShape: [...scores.shape],
      uniforms: [
        { name: 'rows', type: 'int32', value: (scores.shape[0] ?? 0) * (scores.shape[1] ?? 0) },
        { name: 'length', type: 'int32', value: length },
        { name: 'scale', type: 'float32', value: Number(scale) },
        { name: 'window', type: 'int32', value: Number(window) },
        { name: 'visible', type: 'int32', value: Number(visible) },
        { name: 'coldness', type: 'float32', value: hard ? 1 : 1 / Number(temperature) },
      ],
      variant: `${bias ? 'biased' : 'plain'}_${causal ? 'causal' : 'open'}_${hard ? 'hard' : 'soft'}`,
      per: 'row',
      depth: length / 16,
      declarations: /* wgsl */ `
        var<workgroup> shares : array<f32, 64>;
        var<workgroup> spoilt : atomic<u32>;
        // Told by their bits: WGSL may assume that there is neither NaN nor infinity.
        fn isBad(value : f32) -> bool {
          let bits = bitcast<u32>(value);
          return (bits & 0x7f800000u) == 0x7f800000u && bits != 0xff800000u;
        }
        fn logitAt(row : i32, key : i32) -> f32 {
          let cell = row * uniforms.length + key;
          let query = row % uniforms.length;
          if (key >= uniforms.visible) { return ${noneVisible}; }
          if (uniforms.window > 0 && query - key >= uniforms.window) { return ${noneVisible}; }
          ${causal ? `if (key > query) { return ${noneVisible}; }` : ''}
          ${
            bias
              ? `// Minus infinity is told by its bits: WGSL may assume there is none.
          if (bitcast<u32>(bias[cell]) == 0xff800000u) { return ${noneVisible}; }
          return scores[cell] * uniforms.scale + bias[cell];`
              : 'return scores[cell] * uniforms.scale;'
          }
        }
        fn shareOf(logit : f32, largest : f32) -> f32 {
          return ${hard ? 'select(0.0, 1.0, logit == largest)' : 'exp((logit - largest) * uniforms.coldness)'};
        }`,
      body: /* wgsl */ `
        if (lane == 0) { atomicStore(&spoilt, 0u); }
        workgroupBarrier();
        var largest = ${noneVisible};
        for (var key = lane; key < uniforms.length; key += 64) {
          let logit = logitAt(row, key);
          if (isBad(logit)) { atomicStore(&spoilt, 1u); }
          largest = max(largest, logit);
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
          if (logit > ${noneVisible}) { total += shareOf(logit, largest); }
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
          if (logit > ${noneVisible}) { weight = shareOf(logit, largest) / total; }
          // One bad logit spoils its row; what is masked stays 0.
          if (atomicLoad(&spoilt) == 1u && (isBad(logit) || logit > ${noneVisible})) {
            weight = bitcast<f32>(0x7fc00000u + u32(uniforms.rows - uniforms.rows));
          }
          result[row * uniforms.length + key] = weight;
        }`,
    };
  });
}

/** [head, query, key] scores, bias of the same shape or none → logits, −∞ where a key is hidden. */
export function registerLogits(): void {
  registerOwn('MaskedLogits', ({ scores, bias }, { scale, causal, window, visible }) => {
    if (!scores) throw new Error('MaskedLogits: needs scores');
    return {
      inputs: bias ? [scores, bias] : [scores],
      names: bias ? ['scores', 'bias'] : ['scores'],
      outputShape: [...scores.shape],
      uniforms: [
        { name: 'length', type: 'int32', value: scores.shape[2] ?? 0 },
        { name: 'scale', type: 'float32', value: Number(scale) },
        { name: 'window', type: 'int32', value: Number(window) },
        { name: 'visible', type: 'int32', value: Number(visible) },
      ],
      variant: `${bias ? 'biased' : 'plain'}_${causal ? 'causal' : 'open'}`,
      per: 'cell',
      body: /* wgsl */ `
        let key = index % uniforms.length;
        let query = (index / uniforms.length) % uniforms.length;
        let far = uniforms.window > 0 && query - key >= uniforms.window;
        let hidden = key >= uniforms.visible || far ${causal ? '|| key > query' : ''};
        // WGSL has no infinity of its own, and sees through a constant one.
        let none = bitcast<f32>(0xff800000u + u32(uniforms.length - uniforms.length));
        let logit = scores[index] * uniforms.scale ${bias ? '+ bias[index]' : ''};
        result[index] = select(logit, none, hidden);`,
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

/** Queries and keys of content and of position, [2, row, dHead] each → the four terms, [4, row, row]. */
export function registerTerms(): void {
  registerOwn('Terms', ({ content, position }, { scale, length }) => {
    if (!content || !position) throw new Error('Terms: needs content and position');
    const rows = Number(length);
    const size = content.shape.reduce((product, side) => product * side, 1);
    const reader = (name: string, array: string) => /* wgsl */ `
      fn ${name}(side : i32, row : i32, channel : i32) -> f32 {
        return ${array}[(side * uniforms.length + row) * uniforms.dHead + channel];
      }`;
    return {
      inputs: [content, position],
      names: ['content', 'place'],
      outputShape: [4, rows, rows],
      uniforms: [
        { name: 'length', type: 'int32', value: rows },
        { name: 'dHead', type: 'int32', value: size / (2 * rows) },
        { name: 'scale', type: 'float32', value: Number(scale) },
      ],
      per: 'cell',
      depth: size / (2 * rows),
      declarations: reader('contentAt', 'content') + reader('placeAt', 'place'),
      body: /* wgsl */ `
        let square = uniforms.length * uniforms.length;
        let term = index / square;
        let row = index % square / uniforms.length;
        let other = index % uniforms.length;
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
  });
}
