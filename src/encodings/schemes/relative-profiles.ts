/** Relative profiles: each query mixes learned profiles of a bias against distance. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { exactProjection, projectedInput } from '../blockInput.ts';
import { type Dims, defineEncoding } from '../encoding.ts';
import { pyArray, pyGiven, pyLines, pyNumber } from '../numpy.ts';
import type { ParamSchema, ParamsOf } from '../params.ts';
import { dotRows, pickRelative, picksOf } from '../relative.ts';
import type { SeededNormal } from '../seeded.ts';
import { drawn, tableOf } from '../table.ts';
import { tf } from '../tensors.ts';
import { texResult } from '../tex.ts';

const params = {
  width: {
    kind: 'number',
    default: 16,
    min: 1,
    max: 128,
    integer: true,
    scale: 'log',
    label: { en: 'Profiles', 'zh-CN': '曲线数' },
  },
  extent: {
    kind: 'number',
    default: 1024,
    min: 1,
    max: 4096,
    integer: true,
    scale: 'log',
    label: { en: 'Extent', 'zh-CN': '范围' },
  },
} as const satisfies ParamSchema;

type Params = ParamsOf<typeof params>;

/** W_r [dModel, head · width], and P [width, extent], so that a bias is of size 1. */
function learnedOf(normal: SeededNormal, { dModel }: Dims, { width }: Params) {
  return {
    mix: drawn(normal('mix'), 1 / Math.sqrt(dModel)),
    profile: drawn(normal('profiles'), 1 / Math.sqrt(width)),
  };
}

export default defineEncoding({
  id: 'relative-profiles',
  family: 'contextual',
  sides: ['profile', 'offset'],
  source: {
    authors: { en: 'Inkling, transformers library', 'zh-CN': 'Inkling，transformers 库' },
    year: 2026,
    title: 'Inkling: InklingTextConfig, d_rel and rel_extent',
    url: 'https://github.com/huggingface/transformers',
  },
  text: {
    name: { en: 'Relative profiles', 'zh-CN': '相对距离曲线' },
    idea: {
      en: 'each query mixes its own bias curve from a learned set; random initialisation',
      'zh-CN': '每个查询从一组曲线混合出自己的偏置曲线；随机初始化',
    },
    lookFor: {
      en: 'Wherever a word stands, its row of biases is the same, only shifted. Lower the extent: beyond it nothing is added, and distances cannot be told apart. The first map shows the curves, called profiles.',
      'zh-CN':
        '同一个词不论在哪里，那一行的偏置都一样，只是跟着平移。减小范围：超出范围就什么也不加，距离也就无法区分。第一张图就是这些曲线。',
    },
  },
  withoutMask: {
    en: 'Without a causal mask, nothing is added to keys after the query.',
    'zh-CN': '没有因果掩码时，查询之后的键不加任何数。',
  },
  tex: ({ width, extent }) =>
    String.raw`s_{ij} = \frac{q_i \cdot k_j}{\sqrt{d_h}} + \sum_{a<${width}} r_{ia}\,P_{a,\,i-j},\ 0 \le i - j < ${extent} \qquad r_i = x_i W_{r,h}`,
  params,
  presets: [
    { name: { en: 'An extent of 8', 'zh-CN': '范围为 8' }, params: { width: 16, extent: 8 } },
  ],
  hooks: (values, dims, normal) => {
    const { width, extent } = values;
    const { mix, profile } = learnedOf(normal, dims, values);
    /** P of the distances within a line, turned, and a last row of zeros for all others. */
    const byDistance = (length: number): Tensor2D => {
      const reach = Math.min(extent, length);
      const table = tf.transpose(tableOf(profile, width, reach));
      return tf.concat([table, tf.zeros([1, width])], 0);
    };
    const picks = (length: number) => {
      const reach = Math.min(extent, length);
      return picksOf(length, (offset) => (offset <= 0 && -offset < reach ? -offset : reach));
    };
    return {
      score: ({ input, heads }) => {
        const [length] = input.shape;
        const mixed = projectedInput(input, mix, width, heads);
        return pickRelative(dotRows(mixed, byDistance(length)), picks(length), 'query');
      },
      vectors: (length) =>
        tf.transpose(tf.gather(byDistance(length), tf.tensor1d(picks(length), 'int32'))),
      weights: {
        wr: () => tableOf(mix, dims.dModel, dims.nHeads * width),
        profiles: () => tableOf(profile, width, extent),
      },
    };
  },
  exact: (values, dims, normal) => {
    const { width, extent } = values;
    const { mix, profile } = learnedOf(normal, dims, values);
    const mixed = exactProjection(mix, { dModel: dims.dModel, width }, (r) => r);
    const isWithin = (distance: number) => distance >= 0 && distance < extent;
    const distanceOf = (column: number) => dims.length - 1 - column;
    const cell = (row: number, column: number) =>
      isWithin(distanceOf(column)) ? profile(row, distanceOf(column)) : 0;
    return {
      cell,
      steps: (row, column) =>
        String.raw`P_{${row},\,${distanceOf(column)}} = ${texResult(cell(row, column))}`,
      numpy: (row, column) => {
        const place = `${row}, ${distanceOf(column)}`;
        return `P = {(${place}): ${pyNumber(cell(row, column))}}\nvalue = P[${place}]`;
      },
      numpyScore: ({ head, row, input }, key) => {
        if (!isWithin(row - key)) return 'value = 0';
        const r = mixed(input, row, head);
        return pyLines(
          `r = ${pyArray(r)}`,
          `P = ${pyArray(Float64Array.from(r, (_, a) => profile(a, row - key)))}`,
          'value = r @ P',
        );
      },
      score: ({ head, row, keys, input }) => {
        const r = mixed(input, row, head);
        return Float64Array.from(keys, (_, key) =>
          isWithin(row - key)
            ? r.reduce((sum, each, a) => sum + each * profile(a, row - key), 0)
            : 0,
        );
      },
    };
  },
  code: ({ width, extent }, { length }) => ({
    lines: pyLines(
      pyGiven({ width, reach: Math.min(extent, length) }),
      "W_r = normal('mix', d, heads * width, 1 / math.sqrt(d))",
      "P = normal('profiles', width, reach, 1 / math.sqrt(width))",
      '',
      'def within(distance):',
      '    return (distance >= 0) & (distance < reach)',
      '',
      'distance = np.arange(n - 1, -n, -1)',
      'profile = np.take(P, np.clip(distance, 0, reach - 1), axis=1)',
      'positions = np.where(within(distance), profile, 0.0)',
    ),
    bias: pyLines(
      'found = split(x @ W_r) @ P  # [heads, n, reach]',
      'picked = np.take_along_axis(found, np.clip(i - j, 0, reach - 1)[None], axis=2)',
      'bias = np.where(within(i - j), picked, 0.0)',
    ),
    transformers: {
      imports: 'from transformers.models.inkling.modeling_inkling import InklingRelativeLogits',
      lines: pyLines(
        pyGiven({ width, extent }),
        "W_r = normal('mix', d, heads * width, 1 / math.sqrt(d))",
        'profiles = InklingRelativeLogits(width, extent)',
        "profiles.proj = torch.nn.Parameter(normal('profiles', width, extent, 1 / math.sqrt(width)))",
        'profiles.requires_grad_(False)',
        '# What a query that mixes one profile alone gives keys at each offset',
        'alone = torch.eye(width)[None, None].expand(1, 2 * n - 1, width, width)',
        'keys = torch.arange(2 * n - 1)',
        'positions = profiles(alone, keys, keys)[0, :, n - 1]',
      ),
      bias: pyLines(
        'states = torch.reshape(x @ W_r, (1, n, heads, width))',
        'bias = profiles(states, p, p)[0]',
      ),
    },
  }),
});
