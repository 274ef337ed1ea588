import { describe, expect, it } from 'vitest';
import type { NumberParam, Param } from '../encodings/params.ts';
import { readValue } from './values.ts';

const label = { en: '', 'zh-CN': '' };
const flag: Param = { kind: 'flag', label, default: false };
const number: NumberParam = {
  kind: 'number',
  label,
  default: 1,
  min: -2,
  max: 1e6,
  integer: false,
  scale: 'linear',
};

describe('reading a value', () => {
  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ])('takes %s for a flag', (text, value) => {
    expect(readValue('signed', flag, text)).toEqual({ value });
  });

  it.each([
    ['10000', 10_000],
    ['1e4', 10_000],
    ['.5', 0.5],
    ['−1.5', -1.5],
    ['-0', 0],
  ])('takes %s for a number', (text, value) => {
    expect(readValue('base', number, text)).toEqual({ value });
  });

  it.each(['', ' 1', '1,000', '0x1', 'NaN', 'Infinity', '1e', '٣', '--1'])(
    'takes %j for no number, and the default instead',
    (text) => {
      expect(readValue('base', number, text)).toEqual({
        value: 1,
        notice: { kind: 'invalid', field: 'base', value: text, allowed: '-2…1000000', used: '1' },
      });
    },
  );

  it('rounds where a whole number is needed, and never to −0', () => {
    expect(readValue('n', { ...number, integer: true }, '-0.4')).toEqual({
      value: 0,
      notice: { kind: 'rounded', field: 'n', value: '-0.4', used: '0' },
    });
  });
});
