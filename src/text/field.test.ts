import { expect, it } from 'vitest';
import { fieldHead } from './field.ts';

it('is all of a text that people write', () => {
  for (const text of [
    '',
    'dog bites man',
    'ế '.repeat(5000),
    '我来到北京。\n'.repeat(400),
    '👨‍👩‍👧‍👦'.repeat(900),
  ]) {
    expect(fieldHead(text)).toBe(text);
  }
});

it('is the beginning of a text that would take long to lay out', () => {
  expect(fieldHead('word '.repeat(20_000))).toHaveLength(20_000);
  expect(fieldHead('\n'.repeat(100_000))).toHaveLength(499);
  expect(fieldHead(`one\r\ntwo${'\r'.repeat(100_000)}`).length).toBeLessThan(520);
  expect(fieldHead(`one a${'\u0301'.repeat(100_000)}`)).toBe('one a');
  expect(fieldHead('\u200d'.repeat(100_000))).toBe('');
});

it('parts no pair of surrogates', () => {
  for (const before of ['', 'x']) {
    const head = fieldHead(before + '𝄞'.repeat(20_000));
    expect(head.endsWith('𝄞')).toBe(true);
  }
});
