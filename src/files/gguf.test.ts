import { describe, expect, it } from 'vitest';
import { decoded } from '../bytes/dtype.ts';
import golden from '../golden/gguf_blocks.json';
import { ggufBytes } from '../testing/gguf.ts';
import { locales } from '../text/locale.ts';
import { ggufIn } from './gguf.ts';
import { Refusal } from './refusal.ts';
import { float32, madeSource, memorySource, refused, tensorsIn } from './testing.ts';

const open = (bytes: Uint8Array<ArrayBuffer>) => tensorsIn(memorySource(bytes));
const counted = (count: number) => Array.from({ length: count }, (_, i) => i);
const packed = (size: number) => Uint8Array.from({ length: size }, (_, i) => (i * 37) & 63);

const small = ggufBytes({
  metadata: {
    'general.architecture': 'llama',
    'llama.block_count': 2,
    'llama.rope.freq_base': 10_000.5,
    'llama.attention.causal': true,
    'tokenizer.ggml.tokens': ['a', 'b', 'ab'],
    'per.layer': [3, 3],
  },
  tensors: {
    'position_embd.weight': float32([4, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
    packed: { dtype: 'Q4_1', shape: [3, 64], bytes: packed(120) },
    unknown: { dtype: '16', shape: [256], bytes: packed(66) },
  },
});

describe('a GGUF file', () => {
  it.each([2, 3])('of version %i tells its metadata and tensors', async (version) => {
    const bytes = small.slice();
    bytes[4] = version;
    const file = await open(bytes);
    expect(file.format).toBe('gguf');
    expect(Object.fromEntries(file.metadata)).toEqual({
      'general.architecture': 'llama',
      'llama.block_count': 2,
      'llama.rope.freq_base': 10_000.5,
      'llama.attention.causal': true,
      'tokenizer.ggml.tokens': ['a', 'b', 'ab'],
      'per.layer': [3, 3],
    });
    expect(file.tensors.map(({ name, dtype, shape }) => [name, dtype, shape])).toEqual([
      ['position_embd.weight', 'F32', [4, 2]],
      ['packed', 'Q4_1', [3, 64]],
      ['unknown', 'IQ2_XXS', [256]],
    ]);
    expect([...(await file.read('position_embd.weight'))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('has its table of positions found', async () => {
    const [table] = (await open(small)).tables;
    expect(table).toMatchObject({ family: 'GPT-2', rows: 4, columns: 2, firstRow: 0 });
  });

  it('gives rows of packed weights, block by block', async () => {
    const all = [...decoded(packed(120), 'Q4_1', true)];
    const file = await open(small);
    expect([...(await file.read('packed'))]).toEqual(all);
    expect([...(await file.read('packed', { rows: [1, 2] }))]).toEqual(all.slice(64, 128));
    expect(await refused(file.read('unknown'))).toEqual({
      key: 'files.dtype',
      said: '“unknown” is stored as IQ2_XXS, a type that this page does not read.',
    });
  });

  it('is read from the front until the header ends, and a long list is only counted', async () => {
    const tokens = counted(1100).map((i) => `${i}`.padEnd(1000));
    const bytes = ggufBytes({
      metadata: { 'tokenizer.ggml.tokens': tokens, 'tokenizer.ggml.scores': counted(2000) },
      tensors: { x: float32([1, 2], [1, 2]) },
    });
    // As if gigabytes of weights followed.
    const source = madeSource(2 ** 33, (from, to) => bytes.slice(from, to));
    const file = await tensorsIn(source);
    expect(file.metadata.get('tokenizer.ggml.tokens')).toEqual({ count: 1100 });
    expect(file.metadata.get('tokenizer.ggml.scores')).toEqual({ count: 2000 });
    expect([...(await file.read('x'))]).toEqual([1, 2]);
    expect(bytes.length).toBeGreaterThan(2 ** 20);
    expect(source.bytesRead).toBeLessThan(2 * bytes.length);
    const whole = ggufIn(bytes, bytes.length, ['tokenizer.ggml.tokens']);
    const { metadata } = { metadata: null, ...whole };
    expect(metadata?.get('tokenizer.ggml.tokens')).toEqual(tokens);
  });

  it('may have no tensors, as files of a vocabulary alone', async () => {
    expect((await open(ggufBytes({ metadata: { a: 1 } }))).tensors).toEqual([]);
  });
});

it.each(golden.cases)('$type decodes to the values of gguf-py', async (block) => {
  const { type, id, bytes, values } = block;
  const data = Uint8Array.from(bytes.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const tensors = { x: { dtype: String(id), shape: [2, values.length / 2], bytes: data } };
  const file = await open(ggufBytes({ tensors }));
  expect(file.find('x')?.dtype).toBe(type);
  expect([...(await file.read('x'))]).toEqual(values);
  expect([...(await file.read('x', { rows: [1, 2] }))]).toEqual(values.slice(values.length / 2));
});

/** The file with a little-endian number put in. */
function withNumber(at: number, bytes: 4 | 8, value: number): Uint8Array<ArrayBuffer> {
  const file = small.slice();
  const view = new DataView(file.buffer);
  if (bytes === 4) view.setUint32(at, value, true);
  else view.setBigUint64(at, BigInt(value), true);
  return file;
}
const placeOf = (text: string) =>
  String.fromCharCode(...small).indexOf(text) + new TextEncoder().encode(text).length;

describe('is refused with a sentence', () => {
  const nested = ggufBytes({ metadata: { list: [1] } });
  new DataView(nested.buffer).setUint32(24 + 8 + 4 + 4, 9, true);
  const alone = (metadata: Record<string, string | number>) => ggufBytes({ metadata });
  const one = { x: float32([2], [1, 2]) };

  it.each([
    ['version 1', withNumber(4, 4, 1), 'version 1 of the GGUF format'],
    ['big-endian', withNumber(4, 4, 3 << 24), 'big-endian'],
    ['a billion keys', withNumber(16, 8, 1e9), 'has 1,000,000,000 keys; at most 16,384'],
    ['a billion tensors', withNumber(8, 8, 1e9), 'has 1,000,000,000 tensors'],
    [
      'more keys than it has',
      withNumber(16, 8, 12),
      'The name of a key or tensor in the GGUF file is',
    ],
    ['a string of 4 GB', withNumber(placeOf('general.architecture') + 4, 8, 2 ** 32), 'reach byte'],
    ['a list of 2^62', withNumber(placeOf('per.layer') + 8, 8, 2 ** 62), 'should reach byte'],
    ['a list in a list', nested, '“list” is a list of lists'],
    ['an unknown type', withNumber(placeOf('llama.block_count'), 4, 77), 'not exist (77)'],
    ['a name of a megabyte', withNumber(24, 8, 2 ** 20), 'is 1,048,576 bytes long'],
    ['nine dimensions', withNumber(placeOf('packed'), 4, 9), '“packed” has 9 dimensions'],
    ['a row cut in its block', withNumber(placeOf('packed') + 4, 8, 65), 'rows of 65 values'],
    ['more values than bytes', withNumber(placeOf('packed') + 12, 8, 1e6), '“packed” should end'],
    ['sizes that overflow', withNumber(placeOf('packed') + 12, 8, 2 ** 62), 'can be counted'],
    ['an offset beside', withNumber(placeOf('packed') + 24, 8, 8), '“packed” begins at 8'],
    ['tensors that overlap', withNumber(placeOf('packed') + 24, 8, 0), 'overlap'],
    ['alignment 0', alone({ 'general.alignment': 0 }), 'alignment of the GGUF file is 0'],
    ['alignment of words', alone({ 'general.alignment': 'wide' }), 'is "wide"'],
    ['its end cut off', small.slice(0, -80), 'should end at byte'],
    ['its header cut off', small.slice(0, 100), 'damaged or cut off'],
    ['the magic alone', small.slice(0, 4), 'should reach byte 8'],
  ])('%s', async (_, bytes, said) => {
    expect((await refused(open(bytes))).said).toContain(said);
  });

  it('a header longer than any', async () => {
    const source = madeSource(2 ** 40, (from, to) => withNumber(16, 8, 1).slice(from, to));
    const long = withNumber(placeOf('general.architecture') + 4, 8, 2 ** 26);
    const huge = madeSource(2 ** 40, (from, to) => long.slice(from, to));
    expect((await refused(tensorsIn(huge))).said).toContain('longer than 33,554,432 bytes');
    expect(huge.bytesRead).toBeLessThan(2 ** 22);
    expect(source.bytesRead).toBe(0);
  });

  it('two of one name', async () => {
    const twice = ggufBytes({ tensors: { ...one, y: one.x } });
    twice[twice.indexOf(121, 24)] = 120;
    expect((await refused(open(twice))).said).toContain('“x” twice');
  });
});

it('10,000 damaged files give values or a sentence, in bounded memory', () => {
  // A generator of its own (mulberry32): the usual one takes longer than all that is tested.
  let state = 20_261_130;
  const below = (most: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), 61 | bits);
    return ((bits ^ (bits >>> 14)) >>> 0) % most;
  };
  const reasons = new Map<string, number>();
  const refusals = new Map<string, Refusal>();
  let slowest = 0;
  for (let i = 0; i < 10_000; i++) {
    const file = small.slice(0, below(8) === 0 ? below(small.length) : small.length);
    for (let change = below(4); change >= 0; change--) {
      // Mostly in the header, mostly small or all ones: what lengths and types are made of.
      const at = below(below(4) === 0 ? file.length : 420);
      file[at] = [below(256), below(14), 255, 0][below(4)] ?? 0;
    }
    const begun = performance.now();
    const refusal = outcome(file);
    const key = refusal?.key ?? 'opened';
    if (refusal) refusals.set(key, refusal);
    slowest = Math.max(slowest, performance.now() - begun);
    reasons.set(key, (reasons.get(key) ?? 0) + 1);
  }
  expect(slowest).toBeLessThan(5000);
  // Neither everything refused nor everything swallowed, and for many reasons.
  expect(reasons.get('opened')).toBeGreaterThan(500);
  expect(reasons.size).toBeGreaterThan(10);
  for (const refusal of refusals.values()) {
    for (const locale of locales()) expect(refusal.said(locale)).toMatch(/[.。]$/);
  }
});

/** Null where every tensor has its values, otherwise the refusal. */
function outcome(bytes: Uint8Array<ArrayBuffer>): Refusal | null {
  try {
    const header = ggufIn(bytes, bytes.length);
    if ('wants' in header) throw new Error(`all ${bytes.length} bytes are here`);
    for (const { dtype, from, to, shape } of header.tensors) {
      if (to === from) continue;
      const values = decoded(bytes.slice(from, to), dtype, true);
      if (values.length !== shape.reduce((a, b) => a * b, 1)) throw new Error('too few values');
    }
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
