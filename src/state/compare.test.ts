import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { often } from '../testing/often.ts';
import { mostRivals, readRivals, rivalSpecs, writeRivals } from './compare.ts';
import { defaultParams, defaultSpec } from './spec.ts';
import { anySpec } from './specs.ts';

describe('the schemes of a comparison', () => {
  it('read as they are written, whatever their parameters', () => {
    fc.assert(
      fc.property(fc.array(anySpec, { maxLength: mostRivals }), (specs) => {
        const rivals = specs.map(({ encoding, params }) => ({ encoding, params }));
        expect(readRivals(writeRivals(rivals))).toEqual({ rivals, bad: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('are readable, defaults left out', () => {
    const text = 'rope(base=500000);alibi';
    const { rivals } = readRivals(text);
    expect(rivals).toEqual([
      { encoding: 'rope', params: { ...defaultParams('rope'), base: 500000 } },
      { encoding: 'alibi', params: defaultParams('alibi') },
    ]);
    expect(writeRivals(rivals)).toBe(text);
  });

  it('leave out defaults that follow other parameters', () => {
    for (const text of [
      'rope(scaling=proportional)',
      'rope(scaling=proportional,factor=4)',
      'rope(scaling=yarn)',
    ]) {
      expect(writeRivals(readRivals(text).rivals)).toBe(text);
    }
    const [partial] = readRivals('rope(scaling=proportional)').rivals;
    expect(partial?.params.factor).toBe(1);
  });

  it('leave out what is not one, and say which', () => {
    for (const bad of [
      'magic',
      'rope(base=x)',
      'rope(colour=red)',
      'rope(',
      'rope(base=%E4)',
      '',
    ]) {
      expect(readRivals(`alibi;${bad}`).bad).toEqual([bad]);
    }
    expect(readRivals('none;none;none;rope').bad).toEqual(['rope']);
  });

  it('never throw, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(readRivals(text).rivals.length).toBeLessThanOrEqual(mostRivals);
      }),
      { numRuns: often(10_000) },
    );
  });

  it('share all but the scheme with the Spec', () => {
    const [beside] = rivalSpecs({ ...defaultSpec, length: 12, compare: 'alibi' });
    expect(beside).toEqual({
      ...defaultSpec,
      length: 12,
      encoding: 'alibi',
      params: defaultParams('alibi'),
    });
  });
});
