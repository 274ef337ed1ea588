import { describe, expect, it } from 'vitest';
import { mostHeader, mostTensors } from './safetensors.ts';
import {
  bytesOf,
  float32,
  madeSource,
  memorySource,
  refused,
  safetensorsBytes,
  tensorsIn,
  withHeader,
} from './testing.ts';

const open = (bytes: Uint8Array<ArrayBuffer>) => tensorsIn(memorySource(bytes));
const opening = (json: string, ...data: Uint8Array[]) => open(withHeader(json, ...data));
const entry = (dtype: string, shape: unknown, offsets: unknown) =>
  JSON.stringify({ dtype, shape, data_offsets: offsets });
const eight = new Uint8Array(8);

it('reads what the safetensors package wrote', async () => {
  const file = await open(
    bytesOf(
      'oAAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJwdCJ9LCJpZHMiOnsiZHR5cGUiOiJJNjQiLCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMiOlswLDE2XX0sIndwZS53ZWlnaHQiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzIsM10sImRhdGFfb2Zmc2V0cyI6WzE2LDQwXX19ICAgICAgAQAAAAAAAAACAAAAAAAAAAAAIMAAAMC/AAAAvwAAAD8AAMA/AAAgQA==',
    ),
  );
  expect(file.format).toBe('safetensors');
  expect(file.tensors.map(({ name, dtype, shape }) => [name, dtype, shape])).toEqual([
    ['ids', 'I64', [2]],
    ['wpe.weight', 'F32', [2, 3]],
  ]);
  expect([...(await file.read('ids'))]).toEqual([1, 2]);
  expect([...(await file.read('wpe.weight'))]).toEqual([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]);
  expect([...(await file.read('wpe.weight', { rows: [1, 2] }))]).toEqual([0.5, 1.5, 2.5]);
});

describe('each kind of number', () => {
  const bytes = (array: { readonly buffer: ArrayBufferLike }) => new Uint8Array(array.buffer);
  const halves = [0x0001, 0x03ff, 0x0400, 0x3555, 0x7bff, 0x7c00, 0xfbff, 0x8000];
  // numpy 2.4: np.array(halves, 'u2').view('f2')
  const asHalf = [2 ** -24, 6.097555160522461e-5, 2 ** -14, 0.333251953125, 65504];

  it.each([
    ['F64', bytes(Float64Array.of(0.1, -1e300)), [Math.fround(0.1), Number.NEGATIVE_INFINITY]],
    ['F32', bytes(Float32Array.of(0.1, Number.NaN)), [Math.fround(0.1), Number.NaN]],
    ['F16', bytes(Uint16Array.from(halves)), [...asHalf, Number.POSITIVE_INFINITY, -65504, -0]],
    ['F16', bytes(Uint16Array.of(0x7e00)), [Number.NaN]],
    ['BF16', bytes(Uint16Array.of(0x3f80, 0xc049, 0x7f80)), [1, -3.140625, 1 / 0]],
    ['I64', bytes(BigInt64Array.of(-3n, 2n ** 40n)), [-3, 2 ** 40]],
    ['I32', bytes(Int32Array.of(-3, 70_000)), [-3, 70_000]],
    ['I16', bytes(Int16Array.of(-3, 300)), [-3, 300]],
    ['I8', bytes(Int8Array.of(-128, 127)), [-128, 127]],
    ['U8', bytes(Uint8Array.of(0, 255)), [0, 255]],
    ['BOOL', bytes(Uint8Array.of(0, 1)), [0, 1]],
  ])('%s becomes float32', async (dtype, data, values) => {
    const file = await open(
      safetensorsBytes({ odd: made('U8', 1), x: { dtype, shape: [values.length], bytes: data } }),
    );
    expect([...(await file.read('x'))]).toEqual(values);
  });

  const made = (dtype: string, size: number) => ({
    dtype,
    shape: [size],
    bytes: new Uint8Array(size),
  });

  it('that is not read is refused when it is picked, not before', async () => {
    const file = await open(
      safetensorsBytes({ w: made('F8_E4M3', 4), x: float32([1, 2], [3, 4]) }),
    );
    expect([...(await file.read('x'))]).toEqual([3, 4]);
    expect((await refused(file.read('w'))).said).toBe(
      '“w” is stored as F8_E4M3, a type that this page does not read.',
    );
  });
});

describe('a header', () => {
  it('that is longer than the file is refused', async () => {
    const bytes = withHeader(`{"x":${entry('F32', [2], [0, 8])}}`, eight);
    new DataView(bytes.buffer).setBigUint64(0, 2n ** 63n, true);
    expect((await refused(open(bytes))).key).toBe('files.header.beyond');
  });

  it('that is larger than what is read costs nothing', async () => {
    const start = withHeader('{', eight);
    new DataView(start.buffer).setBigUint64(0, BigInt(mostHeader + 1), true);
    const source = madeSource(3 * 2 ** 30, (from, to) => start.slice(from, to));
    expect((await refused(tensorsIn(source))).key).toBe('files.header.huge');
    expect(source.bytesRead).toBeLessThan(100);
  });

  const x = entry('F32', [2], [0, 8]);
  it.each([
    ['no JSON', 'files.header.json', '{"x":', 0],
    ['no UTF-8', 'files.header.json', '{"\ud800":', 0],
    ['nothing in it', 'files.none', '{}', 0],
    ['metadata that is no text', 'files.metadata', `{"__metadata__":{"a":1},"x":${x}}`, 8],
    ['an entry that is a list', 'files.entry', '{"x":[]}', 8],
    ['an inherited entry', 'files.entry', '{"x":{"__proto__":{"dtype":"F32","shape":[2]}}}', 8],
    ['a negative size', 'files.entry', `{"x":${entry('F32', [-2], [0, 8])}}`, 8],
    ['half a size', 'files.entry', `{"x":${entry('F32', [1.5], [0, 8])}}`, 8],
    ['offsets backwards', 'files.entry', `{"x":${entry('F32', [2], [8, 0])}}`, 8],
    ['offsets beyond the file', 'files.outside', `{"x":${entry('F32', [4], [0, 16])}}`, 8],
    [
      'offsets that no file can have',
      'files.outside',
      `{"x":${entry('F32', [2], [0, 2 ** 53 - 1])}}`,
      8,
    ],
    [
      'more values than can be counted',
      'files.overflow',
      `{"x":${entry('F32', [2 ** 40, 2 ** 40, 0], [0, 8])}}`,
      8,
    ],
    ['a shape of another size', 'files.bytes', `{"x":${entry('F32', [3], [0, 8])}}`, 8],
    ['tensors over one another', 'files.overlap', `{"x":${x},"y":${entry('U8', [4], [4, 8])}}`, 8],
    ['a hole', 'files.hole', `{"x":${entry('F32', [1], [4, 8])}}`, 8],
    [
      'a name twice, for the same bytes',
      'files.header.twice',
      `{"x":${entry('U8', [8], [0, 8])},"\\u0078":${entry('U8', [8], [0, 8])}}`,
      8,
    ],
    [
      'a type twice',
      'files.header.twice',
      '{"x":{"dtype":"U8","dtype":"I8","shape":[8],"data_offsets":[0,8]}}',
      8,
    ],
    ['a name that fills a screen', 'files.name', `{"${'x'.repeat(1001)}":${x}}`, 8],
    ['bytes left over', 'files.tail', `{"x":${x}}`, 12],
    [
      'a name twice',
      'files.header.twice',
      `{"x":${entry('U8', [4], [0, 4])},"x":${entry('U8', [4], [4, 8])}}`,
      8,
    ],
  ])('with %s is refused', async (_, key, json, size) => {
    expect((await refused(opening(json, new Uint8Array(size)))).key).toBe(key);
  });

  it('may name a tensor like a part of every object', async () => {
    const file = await opening(
      `{"__proto__":${entry('U8', [1], [0, 1])},"constructor":${entry('U8', [1], [1, 2])}}`,
      Uint8Array.of(7, 8),
    );
    expect([...(await file.read('__proto__')), ...(await file.read('constructor'))]).toEqual([
      7, 8,
    ]);
    expect(file.find('toString')).toBeNull();
  });

  it('of as many tensors as are read takes less than 2 seconds; one more is refused', async () => {
    const entries = (count: number) =>
      Array.from(
        { length: count },
        (_, i) => `"model.layers.${i}.self_attn.q_proj.weight":${entry('U8', [1], [i, i + 1])}`,
      ).join();
    const begun = process.cpuUsage();
    const file = await opening(`{${entries(mostTensors)}}`, new Uint8Array(mostTensors).fill(5));
    expect(file.tensors).toHaveLength(mostTensors);
    const last = `model.layers.${mostTensors - 1}.self_attn.q_proj.weight`;
    expect([...(await file.read(last))]).toEqual([5]);
    expect(process.cpuUsage(begun).user).toBeLessThan(2e6);
    const more = opening(`{${entries(mostTensors + 1)}}`, new Uint8Array(mostTensors + 1));
    expect((await refused(more)).key).toBe('files.many');
  });
});

describe('what is no safetensors file', () => {
  const text = (start: string) =>
    open(Uint8Array.from(start.padEnd(80), (letter) => letter.charCodeAt(0)));
  it.each([
    ['files.zip', 'PK\u0003\u0004'],
    ['files.pickle', '\u0080\u0002}q'],
    ['files.hdf5', '\u0089HDF\r\n\u001a\n'],
    ['files.onnx', '\u0008\u0008\u0012\u0007pytorch'],
    ['files.lfs', 'version https://git-lfs.github.com/spec/v1'],
    ['files.page', '<!DOCTYPE html>'],
    ['files.unknown', 'GGML'],
    ['files.unknown', '{"x":1}'],
  ])('is told: %s', async (key, start) => {
    expect((await refused(text(start))).key).toBe(key);
  });

  it('is told when it is empty or tiny', async () => {
    expect((await refused(open(new Uint8Array(0)))).key).toBe('files.empty');
    expect((await refused(open(new Uint8Array(8)))).key).toBe('files.unknown');
  });
});

describe('a large file', () => {
  /** BERT's layout: a word table of 400 MB, then 512 positions. */
  async function large() {
    const [vocabulary, positions, width] = [136_000, 512, 768] as const;
    const words = vocabulary * width * 4;
    const end = words + positions * width * 4;
    const header = withHeader(
      `{"bert.embeddings.word_embeddings.weight":${entry('F32', [vocabulary, width], [0, words])},` +
        `"bert.embeddings.position_embeddings.weight":${entry('F32', [positions, width], [words, end])}}`,
    );
    const source = madeSource(header.length + end, (from, to) => {
      const bytes = new Uint8Array(to - from);
      bytes.set(header.subarray(from, to));
      // The positions say their number; every word is zeros.
      const values = new DataView(bytes.buffer);
      for (let i = 0; i < positions * width; i++) {
        const at = header.length + words + i * 4 - from;
        if (at >= 0 && at + 4 <= bytes.length) values.setFloat32(at, Math.floor(i / width), true);
      }
      return bytes;
    });
    return { source, file: await tensorsIn(source) };
  }

  it('of 400 MB costs 2 MB of reading to its position table', async () => {
    const { source, file } = await large();
    expect(source.size).toBeGreaterThan(400e6);
    const [table] = file.tables;
    const values = await file.read(table?.name ?? '');
    expect(values.filter((_, i) => i % 768 === 5)).toEqual(
      Float32Array.from({ length: 512 }, (_, i) => i),
    );
    expect(source.bytesRead).toBeLessThan(2e6);
  });

  it('gives no more at once than fits', async () => {
    const { source, file } = await large();
    const before = source.bytesRead;
    const { said } = await refused(file.read('bert.embeddings.word_embeddings.weight'));
    expect(said).toContain('104,448,000 values; at most 67,108,864');
    expect(source.bytesRead).toBe(before);
  });
});

it('a name or row that is not there is a mistake of the caller', async () => {
  const file = await open(safetensorsBytes({ x: float32([1, 2], [3, 4]) }));
  await expect(file.read('y')).rejects.toThrow('there is no y');
  await expect(file.read('x', { rows: [0, 2] })).rejects.toThrow('x [1, 2] has no rows [0, 2)');
});
