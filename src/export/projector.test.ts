/** A vector and a label for each position, as many lines of each. */
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import type { Frame } from '../state/frame.ts';
import { defaultSpec } from '../state/spec.ts';
import type { About } from './export.ts';
import { exported, exportNamed, quantityFor } from './exports.ts';
import { defaultLook } from './look.ts';

const spec = { ...defaultSpec, length: 3, dim: 4, heads: 2, start: 5 };
const frame = (rowAxis: string, columnAxis: string) =>
  ({
    spec,
    line: { tokens: ['a\tb', '\n', '好'], count: 3 },
    maps: { positions: { rowAxis, columnAxis } },
  }) as unknown as Frame; // no more of it is asked for

function about(quantity: string | undefined, rows = 'position', columns = 'channel'): About {
  const shapes = { positions: [3, 4], output: [3, 4], weights: [2, 3, 3] };
  const quantities = Object.entries(shapes).map(([name, shape]) => ({
    name,
    shape,
    longest: 4096,
  }));
  const asked = quantityFor(exportNamed('projector'), quantity, quantities);
  return {
    frame: frame(rows, columns),
    quantities,
    quantity: asked,
    link: 'https://x.org/',
    locale: 'en',
    look: defaultLook,
  };
}

const read = () =>
  Promise.resolve({ shape: [3, 4], data: Float32Array.from({ length: 12 }, (_, i) => i / 4) });

it('writes two files with a line for each position, tabs and line ends in tokens made visible', async () => {
  const made = await exported(exportNamed('projector'), { ...about(undefined), read });
  const files = unzipSync(new Uint8Array(await made.arrayBuffer()));
  const text = (name: string) => new TextDecoder().decode(files[name]);
  expect(text('vectors.tsv')).toBe('0\t0.25\t0.5\t0.75\n1\t1.25\t1.5\t1.75\n2\t2.25\t2.5\t2.75\n');
  const labels = text('metadata.tsv').trimEnd().split('\n');
  expect(labels.map((line) => line.split('\t').length)).toEqual([2, 2, 2, 2]);
  expect(labels[0]).toBe('position\ttoken');
  expect(labels[3]).toBe('7\t好');
});

it('says what has no vector for each position', () => {
  const projector = exportNamed('projector');
  expect(projector.refuses?.(about('output'))).toBeNull();
  expect(projector.refuses?.(about('weights'))?.en).toContain('weights has none');
  expect(projector.refuses?.(about('positions', 'head', 'offset'))?.en).toContain(
    'positions has none',
  );
});
