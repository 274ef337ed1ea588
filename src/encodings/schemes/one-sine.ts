/** The article's code: one sine as the whole position vector. A teaching scheme. */

import { defineEncoding } from '../encoding.ts';
import { pyLines } from '../numpy.ts';
import { texResult } from '../tex.ts';
import { type Wave, waveAt, waves } from '../waves.ts';

/** sin(p π / 2¹⁰): period 2,048. */
const sine: Wave = { turns: 1 / 2048, shape: 'sin' };
const zero: Wave = { turns: 0, shape: 'zero' };

export default defineEncoding({
  id: 'one-sine',
  family: 'additive',
  bounded: true,
  source: {
    authors: {
      en: 'a Chinese article on position embeddings',
      'zh-CN': '一篇介绍位置嵌入的文章',
    },
    year: null,
    title: '《大语言模型原理基础与前沿 位置嵌入》 §5.2',
    url: '',
  },
  text: {
    name: { en: 'One sine', 'zh-CN': '单一正弦' },
    idea: { en: 'one number per position', 'zh-CN': '每个位置只有一个数' },
    lookFor: {
      en: 'Positions p and 1,024 − p get the same number, and neighbours differ by 0.0031 at most. A sine without its cosine does not tell distances: dot products are not constant along the diagonals.',
      'zh-CN':
        '位置 p 与 1024 − p 得到同一个数，相邻位置最多只差 0.0031。缺了余弦，单靠正弦看不出距离：点积沿对角线并不相等。',
    },
  },
  tex: () => String.raw`s_p = \sin\frac{\pi p}{2^{10}}`,
  params: {},
  hooks: (_, { dModel }) => ({
    table: (positions) =>
      waves(
        positions,
        Array.from({ length: dModel }, (_unused, channel) => (channel === 0 ? sine : zero)),
      ),
  }),
  exact: (_, { start }) => ({
    cell: (row, channel) => (channel === 0 ? waveAt(start + row, sine) : 0),
    steps: (row, channel) =>
      channel === 0
        ? String.raw`s_{${start + row}} = \sin\frac{\pi \cdot ${start + row}}{1024} = ${texResult(waveAt(start + row, sine))}`
        : String.raw`P_{${start + row},\,${channel}} = 0`,
    numpy: (row, channel) =>
      channel === 0 ? `p = ${start + row}\nvalue = np.sin(np.pi * p / 2 ** 10)` : 'value = 0',
  }),
  wave: (channel) => (channel === 0 ? 'sin' : null),
  code: () => ({
    lines: pyLines(
      'sine = np.sin(np.pi * p / 2**10)',
      'positions = np.concatenate([sine[:, None], np.zeros((n, d - 1))], axis=1)',
    ),
  }),
});
