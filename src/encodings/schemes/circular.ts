/** The article's circle: all positions of a text spread evenly on one turn. A teaching scheme. */
import { defineEncoding } from '../encoding.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import { texResult, texWave } from '../tex.ts';
import { type Wave, waveAt, waves } from '../waves.ts';

const waveOf = (channel: number, length: number): Wave =>
  channel < 2
    ? { turns: 1 / length, shape: channel === 0 ? 'sin' : 'cos' }
    : { turns: 0, shape: 'zero' };

export default defineEncoding({
  id: 'circular',
  family: 'additive',
  bounded: true,
  source: {
    authors: {
      en: 'a Chinese article on position embeddings',
      'zh-CN': '一篇介绍位置嵌入的文章',
    },
    year: null,
    title: '《大语言模型原理基础与前沿 位置嵌入》 §4.1',
    url: '',
  },
  text: {
    name: { en: 'Circle', 'zh-CN': '圆周编码' },
    idea: {
      en: 'one full circle, divided evenly among the positions of the text',
      'zh-CN': '把一圈按文本长度等分',
    },
    lookFor: {
      en: 'The vectors move when the text grows, because the formula contains n. The last token is also as close to the first as the second is.',
      'zh-CN':
        '公式里有 n，所以文本一变长，各个向量都会移动。最后一个词元到第一个的距离，也和第二个到第一个的一样近。',
    },
  },
  tex: ({ origin }) =>
    String.raw`p_{i,0} = \sin\frac{2\pi i}{n} \qquad p_{i,1} = \cos\frac{2\pi i}{n} \qquad i = ${origin === '0' ? String.raw`0 \ldots n-1` : String.raw`1 \ldots n`}`,
  params: {
    origin: {
      kind: 'choice',
      default: '0',
      options: [
        { value: '0', label: { en: '0, as in the worked example', 'zh-CN': '0，如文中算例' } },
        { value: '1', label: { en: '1, as printed', 'zh-CN': '1，如文中公式' } },
      ],
      label: { en: 'First index', 'zh-CN': '起始下标' },
    },
  },
  lengthFor: (_, { length }) => length,
  hooks: ({ origin }, { length, start, dModel }) => ({
    table: (positions) =>
      waves(
        {
          ...positions,
          values: positions.values.map((position) => position - start + Number(origin)),
        },
        Array.from({ length: dModel }, (_, channel) => waveOf(channel, length)),
      ),
  }),
  exact: ({ origin }, { length, start, dModel }) => ({
    pairs: dModel < 2 ? 0 : 1,
    angle: (position) => (2 * Math.PI * (position - start + Number(origin))) / length,
    channels: () => [0, 1],
    cell: (row, channel) => waveAt(row + Number(origin), waveOf(channel, length)),
    steps: (row, channel) => {
      const index = row + Number(origin);
      if (channel > 1) return String.raw`p_{${index},\,${channel}} = 0`;
      const shape = channel === 0 ? 'sin' : 'cos';
      const value = waveAt(index, waveOf(channel, length));
      return String.raw`p_{${index},\,${channel}} = ${texWave[shape]}\frac{2\pi \cdot ${index}}{${length}} = ${texResult(value)}`;
    },
    numpy: (row, channel) =>
      channel > 1
        ? 'value = 0'
        : pyLines(
            pyGiven({ i: row + Number(origin), n: length }),
            `value = np.${channel === 0 ? 'sin' : 'cos'}(2 * np.pi * i / n)`,
          ),
  }),
  wave: (channel) => (channel === 0 ? 'sin' : channel === 1 ? 'cos' : null),
  code: ({ origin }) => ({
    lines: pyLines(
      `angle = 2 * np.pi * (np.arange(n) + ${origin}) / n`,
      'circle = np.stack([np.sin(angle), np.cos(angle)], axis=1)',
      'positions = np.concatenate([circle, np.zeros((n, d - 2))], axis=1)',
    ),
  }),
});
