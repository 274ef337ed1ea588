/** What is said of a quantity that is too large is true: what it says fits, does, and hardly more. */
import { expect, it } from 'vitest';
import type { Frame } from '../state/frame.ts';
import { defaultSpec } from '../state/spec.ts';
import '../text/later.ts';
import { allTooLarge, tooLarge } from './tooLarge.ts';

const frameOf = (length: number, heads: number): Pick<Frame, 'spec' | 'maps'> => ({
  spec: { ...defaultSpec, length, heads },
  maps: {} as Frame['maps'], // only asked for the positions' own sides
});

function said(length: number, heads: number, most: number, longest = 4096) {
  const quantity = { name: 'weights', shape: [heads, length, length], longest };
  return tooLarge(quantity, { frame: frameOf(length, heads) as Frame }, 4, most)?.en ?? null;
}

it('names the bytes, and a length and a number of heads that fit', () => {
  expect(said(4096, 16, 2 ** 28)).toBe(
    'weights [16, 4096, 4096] would be 1.1 GB, too large for a file made here. ' +
      'It fits up to length 2,048, or at this length with up to 4 heads.',
  );
});

it('offers what it says itself to fit, and not a position more', () => {
  expect(said(2048, 16, 2 ** 28)).toBeNull();
  expect(said(4096, 4, 2 ** 28)).toBeNull();
  expect(said(2049, 16, 2 ** 28)).not.toBeNull();
  expect(said(4096, 5, 2 ** 28)).not.toBeNull();
});

it('names no heads where not even one fits', () => {
  expect(said(4096, 2, 2 ** 24)).toMatch(/It fits up to length 1,448\.$/);
});

it('goes by what the device holds where that is less', () => {
  expect(said(2048, 16, 2 ** 30, 1448)).toMatch(/up to length 1,448, .* with up to 7 heads\.$/);
});

it('goes by the sum where all quantities are asked for', () => {
  const { frame } = { frame: frameOf(4096, 16) as Frame };
  const tokens = { name: 'tokens', shape: [4096, 1024], longest: 4096 };
  const squares = ['weights', 'logits'].map((name) => ({
    name,
    shape: [16, 4096, 4096],
    longest: 4096,
  }));
  const all = [tokens, ...squares];
  expect(allTooLarge([tokens], { frame }, 4, 2 ** 28)).toBeNull();
  const reason = allTooLarge(all, { frame }, 4, 2 ** 28)?.en ?? '';
  const length = Number(/length ([\d,]+)/.exec(reason)?.[1]?.replace(',', ''));
  const bytesAt = (n: number) => 4 * (1024 * n + 2 * 16 * n * n);
  expect(bytesAt(length)).toBeLessThanOrEqual(2 ** 28);
  expect(bytesAt(length + 1)).toBeGreaterThan(2 ** 28);
});
