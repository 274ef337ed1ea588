/** All that attention does from queries, keys and values on, for all heads (attention/dotProduct.ts). */
import { float, int, registerWgsl, wordOf } from './program.ts';

const noneVisible = '-3.0e38';

/** The steps of a cell of the head shown. */
const shownWgsl = /* wgsl */ `
  if (isShown) {
    let cell = scores + place * uniforms.length + other;
    result[cell] = score;
    result[cell + square] = select(ofBits(0xff800000u), logit, seen && logit != ${noneVisible});
  }`;

/** The keys from one place to another: what is done with each, `other`, and its `score`. */
const scoredWgsl = (from: string, to: string, each: string) => /* wgsl */ `
  for (var four = ${from}; four < ${to}; four += 4) {
    let scored = scoresOf(row, served * uniforms.room, four);
    for (var k = 0; k < min(4, ${to} - four); k++) {
      let other = four + k;
      let score = scored[k];
      ${each}
    }
  }`;

/** weights · V of a query, four channels at a time. */
const mixWgsl = (some: boolean) => /* wgsl */ `
  for (var channel = 0; channel < uniforms.dHead; channel += 4) {
    var sums = vec4<f32>(0.0);
    for (var other = begin; other < end; other++) {
      let at = uniforms.valueFrom + (served * uniforms.room + other) * uniforms.dHead + channel;
      sums += result[start + other] * vec4<f32>(value[at], value[at + 1], value[at + 2], value[at + 3]);
    }
    for (var i = 0; i < min(4, uniforms.dHead - channel); i++) {
      result[joined + (place * uniforms.heads + head) * uniforms.dHead + channel + i] = sums[i];
      ${
        some
          ? `if (isShown) {
        result[scores + 2 * square + place * uniforms.dHead + channel + i] = sums[i];
      }`
          : ''
      }
    }
  }`;

/** The weights of a query: logits where the weights will be, their largest and their sum, and its share of it. */
const softmaxWgsl = (some: boolean) => /* wgsl */ `
  let square = uniforms.queries * uniforms.length;
  let joined = uniforms.heads * square;
  let scores = joined + uniforms.heads * uniforms.queries * uniforms.dHead;
  let isShown = head == uniforms.shown;
  var largest = ${noneVisible};
  var spoilt = false;
  let least = select(begin, 0, isShown);
  let most = select(end, uniforms.length, isShown);
  ${scoredWgsl(
    'least',
    'most',
    `let logit = logitOf(score, start + other);
    let seen = other >= begin && other < end;
    if (seen) {
      result[start + other] = logit;
      spoilt = spoilt || isBad(logit);
      largest = max(largest, logit);
    }
    ${some ? shownWgsl : ''}`,
  )}
  var total = 0.0;
  for (var other = begin; other < end; other++) {
    let logit = result[start + other];
    if (logit > ${noneVisible}) { total += shareOf(logit, largest); }
  }
  for (var other = 0; other < uniforms.length; other++) {
    let seen = other >= begin && other < end;
    var logit = ${noneVisible};
    if (seen) { logit = result[start + other]; }
    var weight = 0.0;
    if (logit > ${noneVisible}) { weight = shareOf(logit, largest) / total; }
    // One bad logit spoils its row; what is masked stays 0.
    if (spoilt && seen && (isBad(logit) || logit > ${noneVisible})) {
      weight = ofBits(0x7fc00000u);
    }
    result[start + other] = weight;
  }`;

/** Scores, or logits, in place of all the rest. */
const squareWgsl = (scores: boolean) =>
  scoredWgsl(
    '0',
    'uniforms.length',
    scores
      ? 'result[start + other] = score;'
      : `let logit = logitOf(score, start + other);
    let seen = other >= begin && other < end && logit != ${noneVisible};
    result[start + other] = select(ofBits(0xff800000u), logit, seen);`,
  );

/**
 * Queries of the last positions, keys and values or none, [head · position, dHead] from a cell of theirs
 * on, and the bias of some heads or none, [head, query, key] → the scores, logits or weights of these heads; with
 * values, weights, the heads joined, and of the one shown scores, logits and weights · V.
 *
 * A thread takes a query of a head, and sees the keys in the order in which its neighbours do.
 */
export function registerAttendHeads(): void {
  registerWgsl('AttendHeads', ['query', 'key'], ({ query, key, value, bias }, attributes) => {
    const of = (name: string) => Number(attributes[name]);
    const [heads, length, dHead] = [of('heads'), of('length'), of('dHead')];
    const queries = of('queries');
    const some = of('shown') >= 0;
    const hard = of('temperature') === 0;
    const { causal } = attributes;
    const makes = wordOf(attributes, 'makes');
    const [square, rows] = [queries * length, queries * dHead];
    return {
      inputs: { query, key, value, bias },
      outputShape: [heads * (square + (value ? rows : 0)) + (some ? 2 * square + rows : 0)],
      uniforms: [
        int('threads', heads * queries),
        int('queryFrom', of('queryFrom')),
        int('keyFrom', of('keyFrom')),
        int('valueFrom', of('valueFrom')),
        int('served', of('served')),
        int('first', of('first')),
        int('heads', heads),
        int('length', length),
        int('queries', queries),
        int('room', of('room')),
        int('width', of('width')),
        int('dHead', dHead),
        int('shown', of('shown')),
        float('scale', of('scale')),
        int('window', of('window')),
        int('visible', of('visible')),
        float('coldness', hard ? 1 : 1 / of('temperature')),
      ],
      variant: [
        bias ? 'biased' : 'plain',
        causal ? 'causal' : 'open',
        hard ? 'hard' : 'soft',
        some ? 'shown' : 'all',
        value ? 'mixed' : makes,
      ].join('_'),
      per: 'thread',
      depth: length * (of('width') + dHead + 8),
      declarations: /* wgsl */ `
        // Told by their bits: WGSL may assume that there is neither NaN nor infinity.
        fn isBad(logit : f32) -> bool {
          let bits = bitcast<u32>(logit);
          return (bits & 0x7f800000u) == 0x7f800000u && bits != 0xff800000u;
        }
        fn ofBits(bits : u32) -> f32 {
          return bitcast<f32>(bits + u32(uniforms.heads - uniforms.heads));
        }
        // With four keys at once, so that what is fetched of the query serves all of them.
        fn scoresOf(row : i32, keys : i32, first : i32) -> vec4<f32> {
          let a = uniforms.queryFrom + row * uniforms.width;
          let others = min(first + vec4<i32>(0, 1, 2, 3), vec4<i32>(uniforms.length - 1));
          var b = uniforms.keyFrom + (keys + others) * uniforms.width;
          var sums = vec4<f32>(0.0);
          for (var channel = 0; channel < uniforms.width; channel++) {
            sums += query[a + channel] * vec4<f32>(key[b.x], key[b.y], key[b.z], key[b.w]);
            b += vec4<i32>(1);
          }
          return sums * uniforms.scale;
        }
        fn logitOf(score : f32, cell : i32) -> f32 {
          ${
            bias
              ? `if (bitcast<u32>(bias[cell]) == 0xff800000u) { return ${noneVisible}; }
          return score + bias[cell];`
              : 'return score;'
          }
        }
        fn shareOf(logit : f32, largest : f32) -> f32 {
          return ${hard ? 'select(0.0, 1.0, logit == largest)' : 'exp((logit - largest) * uniforms.coldness)'};
        }`,
      body: /* wgsl */ `
        let head = index / uniforms.queries;
        let place = index % uniforms.queries;
        let start = index * uniforms.length;
        let row = uniforms.first * uniforms.queries + index;
        let own = place + uniforms.length - uniforms.queries;
        // The head of keys and values that serves it.
        let served = (uniforms.first + head) / uniforms.served;
        // The keys that the mask leaves.
        let begin = select(0, max(own - uniforms.window + 1, 0), uniforms.window > 0);
        let end = min(uniforms.visible, ${causal ? 'own + 1' : 'uniforms.length'});
        ${makes === 'weights' ? softmaxWgsl(some) : squareWgsl(makes === 'scores')}
        ${value ? mixWgsl(some) : ''}`,
    };
  });
}
