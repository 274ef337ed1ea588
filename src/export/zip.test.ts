/** What is packed is what was read, with what has to be known about it. */
import { unzipSync } from 'fflate';
import { beforeAll, expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import { readNpy } from '../files/npy.ts';
import { fileSource } from '../files/source.ts';
import type { Frame } from '../state/frame.ts';
import { defaultSpec } from '../state/spec.ts';
import { loadLocale } from '../text/t.ts';
import { exported, exportNamed } from './exports.ts';
import { defaultLook } from './look.ts';

beforeAll(() => Promise.all([loadEncodings(), loadLocale('zh-CN')]));

const spec = { ...defaultSpec, length: 3, dim: 4, heads: 2, start: 5 };
const frame = {
  spec,
  line: { tokens: ['dog', '咬', 'man'], count: 3 },
  maps: { positions: { rowAxis: 'position', columnAxis: 'channel' } },
  exact: null,
} as unknown as Frame; // no more of it is asked for
const shapes = { positions: [3, 4], weights: [2, 3, 3], frequencies: [2] };
const quantities = Object.entries(shapes).map(([name, shape]) => ({ name, shape, longest: 4096 }));

function read(name: string) {
  const shape = shapes[name as keyof typeof shapes];
  const count = shape.reduce((product, side) => product * side, 1);
  const data = Float32Array.from({ length: count }, (_, i) => Math.sin(i + name.length));
  if (name === 'weights') data[1] = -Infinity;
  return Promise.resolve({ shape, data });
}

async function unpacked(quantity: string | null, locale = 'en') {
  const asked = quantities.find(({ name }) => name === quantity) ?? null;
  const about = { frame, quantities, quantity: asked, locale, link: 'https://x.org/?seed=7' };
  const zip = await exported(exportNamed('zip'), { ...about, look: defaultLook, read });
  expect(zip.type).toBe('application/zip');
  return unzipSync(new Uint8Array(await zip.arrayBuffer()));
}

const text = (bytes?: Uint8Array) => new TextDecoder().decode(bytes);

it('has each quantity twice, with the numbers that were read', async () => {
  const files = await unpacked(null);
  expect(Object.keys(files)).toEqual([
    'README.txt',
    'spec.json',
    ...Object.keys(shapes).flatMap((name) => [`${name}.npy`, `${name}.csv`]),
  ]);
  for (const [name, shape] of Object.entries(shapes)) {
    const { data } = await read(name);
    const file = new Blob([new Uint8Array(files[`${name}.npy`] ?? [])]);
    const stored = await readNpy(fileSource(file, name));
    expect(stored.shape).toEqual(shape);
    expect(new Float32Array(await file.arrayBuffer(), stored.from)).toEqual(data);
    const lines = text(files[`${name}.csv`]).trimEnd().split('\n').slice(1);
    const places = Math.max(shape.length - 1, 1);
    const parsed = lines.flatMap((line) =>
      line
        .split(',')
        .slice(places)
        .map((each) => Number(each.replace('inf', 'Infinity'))),
    );
    expect(Float32Array.from(parsed)).toEqual(data);
  }
  expect(JSON.parse(text(files['spec.json']))).toEqual(spec);
});

it('has one alone where one is asked for', async () => {
  const names = ['README.txt', 'spec.json', 'weights.npy', 'weights.csv'];
  expect(Object.keys(await unpacked('weights'))).toEqual(names);
});

it('says shapes, sides, how it is counted, the tokens and the link', async () => {
  const readme = text((await unpacked(null))['README.txt']);
  expect(readme).toContain('https://x.org/?seed=7');
  expect(readme).toMatch(/weights +\[2, 3, 3\] +head × query × key +\.npy \.csv/);
  expect(readme).toContain('positions are counted from 5 to 7');
  expect(readme).toContain('Rows are queries and columns are keys.');
  expect(readme).toMatch(/6 +咬/);
  expect(readme).toContain('seed 7');
});

it('says it in the language of the page', async () => {
  const readme = text((await unpacked(null, 'zh-CN'))['README.txt']);
  expect(readme).toContain('行是查询，列是键。');
  expect(readme).toContain('位置从 5 数到 7');
});
