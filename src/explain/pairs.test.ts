/** What the lenses of clocks and wavelengths say about pairs, against plain arithmetic. */
import { describe, expect, it } from 'vitest';
import { seededNormal } from '../encodings/seeded.ts';
import type { Frame } from '../state/frame.ts';
import { defaultParams, defaultSpec, dimsOf, type Spec, schemeOf } from '../state/spec.ts';
import {
  apart,
  type Pairs,
  pairOfChannel,
  pairsOf,
  periodOf,
  rowPointing,
  wrapped,
} from './pairs.ts';

function pairs(encoding: string, patch: Partial<Spec> = {}, params = {}): Pairs | null {
  const spec = {
    ...defaultSpec,
    ...patch,
    encoding,
    params: { ...defaultParams(encoding), ...params },
  };
  const exact = schemeOf(spec).exact?.(spec.params, dimsOf(spec), seededNormal(7)) ?? null;
  // Only these two are asked for.
  return pairsOf({ spec, exact } as Frame);
}

function having(found: Pairs | null): Pairs {
  if (!found) throw new Error('pairs: none');
  return found;
}

describe('one axis', () => {
  it('has the periods of the paper, far from the start too', () => {
    for (const start of [0, 1_000_000]) {
      const { list, axes } = having(pairs('sinusoidal', { start }));
      expect(axes).toBe(1);
      expect(list.length).toBe(32);
      for (const pair of list) {
        const wanted = 2 * Math.PI * 10_000 ** (pair.index / 32);
        expect(periodOf(pair) / wanted).toBeCloseTo(1, 8);
      }
    }
  });

  it('calls the one turn of the circle fast and the slowest of a long table slow', () => {
    expect(having(pairs('circular')).list.map(({ pace }) => pace)).toEqual(['fast']);
    const { list } = having(pairs('sinusoidal', { length: 40 }));
    for (const pair of list) {
      const turns = 40 / periodOf(pair);
      expect(pair.pace).toBe(turns >= 1 ? 'fast' : turns < 0.25 ? 'slow' : 'middle');
    }
  });

  it('leaves the pairs of a partial rotation standing', () => {
    const { list } = having(pairs('rope', {}, { rotaryDim: 8 }));
    expect(list.map((pair) => Number.isFinite(periodOf(pair)))).toEqual(
      Array.from({ length: 8 }, (_, i) => i < 4),
    );
  });
});

describe('several axes', () => {
  it('finds the axis of each pair of a grid and its frequency there', () => {
    const { list, axes } = having(pairs('mae-2d', { length: 40 }));
    expect(axes).toBe(2);
    for (const pair of list) {
      expect(pair.axis).toBe(pair.index < 16 ? 0 : 1);
      expect(pair.frequency).toBeCloseTo(10_000 ** (-(pair.index % 16) / 16), 9);
    }
  });

  it('says so where no token moves along the axis of a pair', () => {
    const { list } = having(pairs('mae-2d', { length: 8 }));
    expect(list.map(({ frequency }) => frequency === null)).toEqual(
      Array.from({ length: 32 }, (_, i) => i >= 16),
    );
  });
});

describe('the scheme', () => {
  it('has no pairs where no channel has a partner', () => {
    for (const encoding of ['none', 'binary', 'learned', 'one-sine', 'alibi']) {
      expect(pairs(encoding), encoding).toBeNull();
    }
    expect(pairs('circular', { dim: 1, heads: 1 })).toBeNull();
  });

  it('finds the pair of a channel in every layout', () => {
    expect(pairOfChannel(having(pairs('sinusoidal')), 13)?.index).toBe(6);
    expect(pairOfChannel(having(pairs('sinusoidal', {}, { layout: 'block' })), 45)?.index).toBe(13);
    expect(pairOfChannel(having(pairs('nerf')), 0)).toBeNull();
  });
});

it('two rows are as far apart as the points on the circle', () => {
  const found = having(pairs('sinusoidal'));
  expect(apart(found, 0, 15, 12)).toBeCloseTo(2 * Math.sin(1.5), 12);
  expect(apart(found, 0, 12, 12)).toBe(0);
});

describe('a hand that is dragged', () => {
  it('stops at the nearest row that points that way', () => {
    const found = having(pairs('sinusoidal', { length: 64 }));
    for (const index of [0, 3, 6, 10]) {
      const pair = found.list[index];
      if (!pair) throw new Error('no such pair');
      for (let step = 0; step < 24; step++) {
        const direction = (step / 12) * Math.PI;
        const row = rowPointing(found, pair, direction, { from: 30, length: 64 });
        const off = (at: number) => Math.abs(wrapped(found.angle(at, index) - direction));
        const half = (pair.frequency ?? 0) / 2;
        const all = Array.from({ length: 64 }, (_, at) => at);
        const least = Math.min(...all.map(off));
        const good = all.filter((at) => off(at) <= Math.max(half, least) + 1e-9);
        const nearest = Math.min(...good.map((at) => Math.abs(at - 30)));
        expect(good).toContain(row);
        expect(Math.abs(row - 30)).toBe(nearest);
      }
    }
  });

  it('takes no position along where it does not turn', () => {
    const found = having(pairs('rope', {}, { rotaryDim: 8 }));
    const [still] = found.list.slice(-1);
    if (!still) throw new Error('no such pair');
    expect(rowPointing(found, still, 2, { from: 7, length: 40 })).toBe(7);
  });
});
