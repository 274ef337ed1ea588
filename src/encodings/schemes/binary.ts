/** A position written in binary, one digit per channel. A teaching scheme: the sinusoid in steps. */
import { bitParams, bitTable, digitOf } from '../bits.ts';
import { defineEncoding } from '../encoding.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import { texNumber } from '../tex.ts';

/** ⌊p / 2ᵇ⌋, the position without its last b digits. */
const shifted = (position: number, channel: number): number => Math.floor(position / 2 ** channel);

export default defineEncoding({
  id: 'binary',
  family: 'additive',
  bounded: true,
  source: {
    authors: 'Leibniz',
    year: 1703,
    title: "Explication de l'arithmétique binaire",
    url: 'https://hal.science/ads-00104781',
  },
  text: {
    name: { en: 'Binary', 'zh-CN': '二进制编码' },
    idea: { en: 'one binary digit per channel', 'zh-CN': '每个通道一位二进制数' },
    lookFor: {
      en: 'Channel 0 flips at every step, each further channel half as often, like a sinusoid in steps. From 31 to 32 six digits flip at once, so neighbours can be far apart.',
      'zh-CN':
        '通道 0 每一步都翻转，往后的通道翻转次数依次减半，像阶梯状的正弦。从 31 到 32 有六位同时翻转，所以相邻位置也可能相差很大。',
    },
  },
  tex: ({ signed }) => {
    const bit = String.raw`\left\lfloor p / 2^{b} \right\rfloor \bmod 2`;
    return signed
      ? String.raw`P_{p,\,b} = 2\left(${bit}\right) - 1`
      : String.raw`P_{p,\,b} = ${bit}`;
  },
  params: bitParams,
  hooks: ({ signed }, { dModel }) => ({
    table: (positions) => bitTable(positions, dModel, (position) => position, signed),
  }),
  exact: ({ signed }, { start }) => ({
    cell: (row, channel) => digitOf(shifted(start + row, channel) % 2, signed),
    steps: (row, channel) => {
      const position = start + row;
      const whole = shifted(position, channel);
      const bit = String.raw`\left\lfloor ${position} / 2^{${channel}} \right\rfloor \bmod 2`;
      const digit = digitOf(whole % 2, signed);
      return signed
        ? String.raw`P_{${position},\,${channel}} = 2\left(${bit}\right) - 1 = 2 \times ${whole % 2} - 1 = ${texNumber(digit)}`
        : String.raw`P_{${position},\,${channel}} = ${bit} = ${whole} \bmod 2 = ${texNumber(digit)}`;
    },
    numpy: (row, channel) =>
      pyLines(
        pyGiven({ p: start + row, b: channel }),
        signed ? 'value = 2 * (p // 2 ** b % 2) - 1' : 'value = p // 2 ** b % 2',
      ),
  }),
  code: ({ signed }) => ({
    lines: pyLines(
      'b = np.arange(d)',
      'positions = np.floor(p[:, None] * 2.0 ** -b) % 2',
      ...(signed ? ['positions = 2 * positions - 1'] : []),
    ),
  }),
});
