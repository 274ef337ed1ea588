import { expect, it } from 'vitest';
import type { Frame } from '../state/frame.ts';
import type { SpecPatch } from '../state/patch.ts';
import { patched } from '../state/patch.ts';
import { defaultSpec } from '../state/spec.ts';
import { rowLabel } from './words.ts';

const labels = (patch: SpecPatch, rows: readonly number[]) => {
  const spec = patched(defaultSpec, patch);
  const tokens = Array.from({ length: spec.length }, (_, i) => `word${i}`);
  // Only these two parts of a frame are looked at.
  const frame = { spec, line: { tokens } } as unknown as Frame;
  return rows.map((row) => rowLabel(frame, row));
};

it.each(['mae-2d', 'detr-2d', 'axial-rope'])('rows of %s are patches: row, column', (encoding) => {
  expect(labels({ encoding, params: { columns: 8 } }, [0, 7, 8, 19])).toEqual([
    '(0, 0)',
    '(0, 7)',
    '(1, 0)',
    '(2, 3)',
  ]);
  expect(labels({ encoding, params: { columns: 8 }, start: 8 }, [0])).toEqual(['(1, 0)']);
});

it('rows of M-RoPE are words, then the patches of the image, then words', () => {
  const params = { textLength: 8, rows: 4, columns: 6 };
  expect(labels({ encoding: 'm-rope', params }, [7, 8, 31, 32])).toEqual([
    'word7',
    '(0, 0)',
    '(3, 5)',
    'word32',
  ]);
});

it('rows of all other schemes are words', () => {
  expect(labels({ encoding: 'rope' }, [3])).toEqual(['word3']);
});
