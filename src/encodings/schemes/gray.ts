/** The reflected binary code of a position: each step changes one digit. A teaching scheme. */
import { bitParams, bitTable, digitOf } from '../bits.ts';
import { defineEncoding } from '../encoding.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import { texNumber } from '../tex.ts';

/** p ⊕ ⌊p / 2⌋. Source: F. Gray, US patent 2632058. */
const grayCode = (position: number): number => position ^ (position >> 1);

/**
 * Digit b, 1 where the neighbouring binary digits b and b + 1 differ: a column that is 0 for 2ᵇ
 * positions, then 1 and 0 for 2ᵇ⁺¹ each.
 */
const digitAt = (position: number, channel: number): number =>
  Math.floor((position + 2 ** channel) / 2 ** (channel + 1)) % 2;

export default defineEncoding({
  id: 'gray',
  family: 'additive',
  bounded: true,
  source: {
    authors: 'Gray',
    year: 1953,
    title: 'Pulse Code Communication, US patent 2632058',
    url: 'https://patents.google.com/patent/US2632058A/en',
  },
  text: {
    name: { en: 'Gray code', 'zh-CN': '格雷码' },
    idea: {
      en: 'a binary code that flips one digit per step',
      'zh-CN': '每走一步只翻转一位的二进制码',
    },
    lookFor: {
      en: 'From one position to the next exactly one digit flips. Yet positions far apart, such as 0 and 31, can also differ in a single digit.',
      'zh-CN':
        '从一个位置到下一个位置，恰好翻转一位。但相距很远的两个位置也可能只差一位，例如 0 和 31。',
    },
  },
  tex: ({ signed }) => {
    const bit = String.raw`\left\lfloor g / 2^{b} \right\rfloor \bmod 2`;
    const value = signed ? String.raw`2\left(${bit}\right) - 1` : bit;
    return String.raw`g = p \oplus \left\lfloor p / 2 \right\rfloor \qquad P_{p,\,b} = ${value}`;
  },
  params: bitParams,
  hooks: ({ signed }, { dModel }) => ({
    table: (positions) => bitTable(positions, dModel, grayCode, signed),
  }),
  exact: ({ signed }, { start }) => ({
    cell: (row, channel) => digitOf(digitAt(start + row, channel), signed),
    steps: (row, channel) => {
      const position = start + row;
      const code = grayCode(position);
      const digit = digitAt(position, channel);
      const bit = String.raw`\left\lfloor ${code} / 2^{${channel}} \right\rfloor \bmod 2`;
      const value = signed ? String.raw`2\left(${bit}\right) - 1 = 2 \times ${digit} - 1` : bit;
      return String.raw`g = ${position} \oplus ${position >> 1} = ${code} \qquad P_{${position},\,${channel}} = ${value} = ${texNumber(digitOf(digit, signed))}`;
    },
    numpy: (row, channel) =>
      pyLines(
        pyGiven({ p: start + row, b: channel }),
        'g = p ^ (p >> 1)',
        signed ? 'value = 2 * (g // 2 ** b % 2) - 1' : 'value = g // 2 ** b % 2',
      ),
  }),
  code: ({ signed }) => ({
    lines: pyLines(
      'b = np.arange(d)',
      'positions = np.floor(p[:, None] * 2.0 ** -(b + 1) + 0.5) % 2',
      ...(signed ? ['positions = 2 * positions - 1'] : []),
    ),
  }),
});
