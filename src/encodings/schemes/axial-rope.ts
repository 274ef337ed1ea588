/** Rotary encoding of a grid: half of the pairs turn with the column, the other half with the row. */

import { counted } from '../../text/counted.ts';
import { rotaryLines, type Transformers, transformersTurning } from '../code.ts';
import { type About, type Dims, defineEncoding } from '../encoding.ts';
import { cellOf, gridParams, gridPlaces, patchOf } from '../grid.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import type { ParamSchema, ParamsOf } from '../params.ts';
import {
  angleTable,
  channelsOf,
  type Pair,
  type Pairing,
  rotatePairs,
  rotationTable,
} from '../rotation.ts';
import { texNumber, texResult, texWave } from '../tex.ts';

const params = {
  style: {
    kind: 'choice',
    default: 'rope-vit',
    options: [
      { value: 'rope-vit', label: { en: 'RoPE-ViT (2024)', 'zh-CN': 'RoPE-ViT（2024）' } },
      { value: 'pixtral', label: { en: 'Pixtral (2024)', 'zh-CN': 'Pixtral（2024）' } },
      {
        value: 'qwen2-vl',
        label: { en: 'Qwen2-VL, vision (2024)', 'zh-CN': 'Qwen2-VL 视觉部分（2024）' },
      },
      { value: 'dinov3', label: { en: 'DINOv3 (2025)', 'zh-CN': 'DINOv3（2025）' } },
    ],
    label: { en: 'As in', 'zh-CN': '写法' },
  },
  rows: {
    ...gridParams.rows,
    // The others count rows from 0 and never ask how many there are.
    when: (values) => values.style === 'dinov3',
  },
  columns: gridParams.columns,
} as const satisfies ParamSchema;

type Params = ParamsOf<typeof params>;
export type Style = Params['style'];

interface Form {
  /** The axis of the first half of the pairs; the other axis has the second. */
  readonly first: 'x' | 'y';
  readonly base: number;
  /** Exponents are −(4k + shift) / d in the second half; −4k / d in the first. */
  readonly shift: 0 | 2;
  readonly pairing: Pairing;
  /** Coordinates from −1 to 1, cell centres, times 2π; else 0, 1, 2, … */
  readonly centred: boolean;
}

/**
 * RoPE-ViT: Heo et al. 2024, arXiv 2403.13298. Pixtral: Agrawal et al. 2024, arXiv 2410.07073, as
 * in Mistral's code. Qwen2-VL's vision tower: Wang et al. 2024, arXiv 2409.12191. DINOv3: Siméoni
 * et al. 2025, arXiv 2508.10104.
 */
const forms: Readonly<Record<Style, Form>> = {
  'rope-vit': { first: 'x', base: 100, shift: 0, pairing: 'interleaved', centred: false },
  pixtral: { first: 'y', base: 10000, shift: 2, pairing: 'interleaved', centred: false },
  'qwen2-vl': { first: 'y', base: 10000, shift: 0, pairing: 'half', centred: false },
  dinov3: { first: 'y', base: 100, shift: 0, pairing: 'half', centred: true },
};

/** The axis and the exponent of a pair, as a numerator over dHead. */
function bandOf(style: Style, pair: number, dHead: number) {
  const { first, shift } = forms[style];
  const half = pair < dHead / 4 ? 0 : 1;
  const k = pair - (half * dHead) / 4;
  const axis = half === 0 ? first : first === 'x' ? 'y' : 'x';
  return { axis, exponent: 4 * k + half * shift } as const;
}

/** What multiplies the coordinate of a pair: base^(−exponent/d). */
function frequencyOf(style: Style, pair: number, dHead: number): number {
  return forms[style].base ** (-bandOf(style, pair, dHead).exponent / dHead);
}

/** Every pair of a head, by whole places [x, y]. @param dHead divisible by 4 */
export function pairsOf(
  style: Style,
  pairing: Pairing,
  { rows, columns }: Pick<Params, 'rows' | 'columns'>,
  dHead: number,
): readonly Pair[] {
  return Array.from({ length: dHead / 2 }, (_, pair) => {
    const { axis } = bandOf(style, pair, dHead);
    const frequency = frequencyOf(style, pair, dHead);
    const size = axis === 'x' ? columns : rows;
    // 2π (2(y + ½)/H − 1) f is 2f/H turns a row, from f/H − f.
    const step = forms[style].centred ? (2 * frequency) / size : frequency / (2 * Math.PI);
    const phase = forms[style].centred ? frequency / size - frequency : 0;
    const [first, second] = channelsOf(pairing, pair, dHead);
    return { first, second, turns: axis === 'x' ? [step, 0] : [0, step], phase };
  });
}

/** The pair of a channel; the position map shows cos in its first channel and sin in its second. */
function memberOf(channel: number, pairing: Pairing, dHead: number) {
  const half = dHead / 2;
  const [pair, second] =
    pairing === 'half' ? [channel % half, channel >= half] : [channel >> 1, channel % 2 === 1];
  return { pair, shape: second ? 'sin' : 'cos' } as const;
}

function pairsFor(values: Params, { dHead }: Dims): readonly Pair[] {
  return pairsOf(values.style, forms[values.style].pairing, values, dHead);
}

function texAngles(style: Style): string {
  const { first, base, shift, centred } = forms[style];
  const [u, v] = (first === 'x' ? ['x', 'y'] : ['y', 'x']).map((axis) =>
    centred ? `${axis}'` : axis,
  );
  const power = String.raw`${base}^{-4k/d_h}`;
  const bands =
    shift === 0
      ? String.raw`[\,${u} \mid ${v}\,]\,${power}`
      : String.raw`[\,${u}\,${power} \mid ${v}\,${base}^{-(4k+${shift})/d_h}\,]`;
  return centred
    ? String.raw`\alpha = 2\pi\,${bands} \qquad y' = (2y + 1)/H - 1`
    : String.raw`\alpha = ${bands}`;
}

const about: About = {
  source: {
    authors: 'Heo et al.',
    year: 2024,
    title: 'Rotary Position Embedding for Vision Transformer',
    url: 'https://arxiv.org/abs/2403.13298',
  },
  text: {
    name: { en: 'Axial RoPE', 'zh-CN': '轴向 RoPE' },
    idea: {
      en: 'half of each head turns with the column, the other half with the row',
      'zh-CN': '每个头一半随列旋转，一半随行旋转',
    },
    lookFor: {
      en: 'Similarity depends only on Δx and Δy. The map consists of square blocks: each compares two grid rows, and blocks with the same Δy are equal.',
      'zh-CN':
        '相似度只取决于 Δx 和 Δy。图由许多方块组成，每个方块比较网格的两行；Δy 相同的方块完全一样。',
    },
  },
};

/** There are two ways to write Pixtral, for weights in different orders. */
const pixtral: About = {
  ...about,
  text: {
    ...about.text,
    lookFor: {
      en: `${about.text.lookFor.en} Neighbouring channels are paired here, as in Mistral’s own code; the transformers library permutes the weights and pairs channels half a head apart.`,
      'zh-CN': `${about.text.lookFor['zh-CN']}这里与 Mistral 自己的代码一样，相邻通道成对；transformers 库先置换权重，再让相隔半个头的通道成对。`,
    },
  },
};

/** What gives the same angles there; of RoPE-ViT there is none, of Pixtral with other weights. */
const inTransformers = {
  dinov3: ({ rows, columns }: Pick<Params, 'rows' | 'columns'>): Transformers => {
    const { lines, ...turn } = transformersTurning('half', undefined, false);
    return {
      imports: pyLines(
        'from transformers import DINOv3ViTConfig',
        'from transformers.models.dinov3_vit.modeling_dinov3_vit import (',
        '    DINOv3ViTRopePositionEmbedding,',
        ')',
      ),
      lines: pyLines(
        pyGiven({ rows, columns }),
        'config = DINOv3ViTConfig(',
        '    hidden_size=d, num_attention_heads=heads, rope_theta=100.0, patch_size=1',
        ')',
        'rope = DINOv3ViTRopePositionEmbedding(config).eval()',
        'cos, sin = rope(torch.zeros(1, 3, rows, columns, dtype=torch.float64))',
        'cos, sin = cos[None, start : start + n], sin[None, start : start + n]',
        lines,
      ),
      ...turn,
    };
  },
  'qwen2-vl': ({ columns }: Pick<Params, 'columns'>): Transformers => {
    const { lines, ...turn } = transformersTurning('half', undefined, false);
    return {
      imports: pyLines(
        'from transformers.models.qwen2_vl.configuration_qwen2_vl import Qwen2VLVisionConfig',
        'from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VLVisionRotaryEmbedding',
      ),
      lines: pyLines(
        pyGiven({ columns }),
        'config = Qwen2VLVisionConfig(',
        '    embed_dim=d,',
        '    num_heads=heads,',
        "    rope_parameters={'rope_type': 'axial', 'rope_theta': 10000.0},",
        ')',
        'places = torch.stack([p // columns, p % columns], dim=1)',
        'cos, sin = Qwen2VLVisionRotaryEmbedding(config)(X, places)',
        'cos, sin = torch.reshape(cos, (1, n, d_head)), torch.reshape(sin, (1, n, d_head))',
        lines,
      ),
      ...turn,
    };
  },
};

export default defineEncoding({
  id: 'axial-rope',
  family: 'rotary',
  bounded: true,
  ...about,
  aboutFor: ({ style }) => (style === 'pixtral' ? pixtral : about),
  tex: ({ style }) =>
    String.raw`a' + \mathrm{i}\,b' = (a + \mathrm{i}\,b)\,e^{\mathrm{i}\alpha} \qquad ${texAngles(style)}`,
  params,
  place: ({ columns }, { start, length }) => gridPlaces(start, length, columns),
  patchAt: ({ columns }, position) => patchOf(position, columns),
  check: (_, { dModel, nHeads, dHead }) =>
    dHead % 4 === 0
      ? null
      : {
          en: `Two axes turn channels in pairs, so the width of a head must be divisible by 4; dimension ${dModel} over ${counted(nHeads, 'head')} gives ${dHead}.`,
          'zh-CN': `两个轴各自成对地旋转通道，所以每个头的宽度必须能被 4 整除；维度 ${dModel} 分给 ${nHeads} 个头，每头为 ${dHead}。`,
        },
  hooks: (values, dims) => {
    const pairs = pairsFor(values, dims);
    const { centred } = forms[values.style];
    return {
      rotate: (x, positions) => rotatePairs(x, positions, pairs),
      rotation: (positions) => rotationTable(positions, pairs),
      angles: (positions) => angleTable(positions, pairs),
      frequencies: Float64Array.from(pairs, (_, pair) => {
        const frequency = frequencyOf(values.style, pair, dims.dHead);
        const { axis } = bandOf(values.style, pair, dims.dHead);
        const size = axis === 'x' ? values.columns : values.rows;
        return centred ? (4 * Math.PI * frequency) / size : frequency;
      }),
    };
  },
  exact: (values, dims) => {
    const { style, rows, columns } = values;
    const { base, centred } = forms[style];
    const at = (channel: number) => memberOf(channel, forms[style].pairing, dims.dHead);
    const coordinate = (position: number, pair: number) => {
      const [x, y] = cellOf(position, columns);
      const [place, size] = bandOf(style, pair, dims.dHead).axis === 'x' ? [x, columns] : [y, rows];
      return centred ? (2 * (place + 0.5)) / size - 1 : place;
    };
    const angle = (position: number, pair: number) =>
      (centred ? 2 * Math.PI : 1) *
      coordinate(position, pair) *
      frequencyOf(style, pair, dims.dHead);
    const cell = (row: number, channel: number) => {
      const { pair, shape } = at(channel);
      return Math[shape](angle(dims.start + row, pair));
    };
    return {
      pairs: dims.dHead / 2,
      cell,
      steps: (row, channel) => {
        const { pair, shape } = at(channel);
        const { axis, exponent } = bandOf(style, pair, dims.dHead);
        const position = dims.start + row;
        const [turn, symbol] = centred ? [String.raw`2\pi \times `, `2\\pi ${axis}'`] : ['', axis];
        const wave = texWave[shape];
        const numbers = String.raw`${turn}${texNumber(coordinate(position, pair))} \times ${texNumber(frequencyOf(style, pair, dims.dHead))}`;
        return String.raw`${wave}(${symbol}\,${base}^{-${exponent}/${dims.dHead}}) = ${wave}(${numbers}) = ${wave}(${texNumber(angle(position, pair))}) = ${texResult(cell(row, channel))}`;
      },
      numpy: (row, channel) => {
        const { pair, shape } = at(channel);
        const { axis, exponent } = bandOf(style, pair, dims.dHead);
        const size = axis === 'x' ? columns : rows;
        return pyLines(
          `y, x = divmod(${dims.start + row}, ${columns})`,
          centred ? `v = 2 * np.pi * (2 * (${axis} + 0.5) / ${size} - 1)` : `v = ${axis}`,
          `value = np.${shape}(v * ${base} ** (-${exponent} / ${dims.dHead}))`,
        );
      },
      angle,
      channels: (pair) => channelsOf(forms[style].pairing, pair, dims.dHead),
    };
  },
  wave: (channel, { style }, { dHead }) => memberOf(channel, forms[style].pairing, dHead).shape,
  code: ({ style, rows, columns }, { start, length }) => {
    const inside = start + length <= rows * columns;
    const called =
      style === 'qwen2-vl' || (style === 'dinov3' && inside)
        ? inTransformers[style]({ rows, columns })
        : null;
    const { first, base, shift, pairing, centred } = forms[style];
    const second = first === 'x' ? 'y' : 'x';
    return {
      lines: pyLines(
        pyGiven({ columns, ...(centred && { rows }), base }),
        'x, y = p % columns, p // columns',
        ...(centred
          ? [
              '# Centres of the cells from -1 to 1, in turns',
              'x = 2 * np.pi * (2 * (x + 0.5) / columns - 1)',
              'y = 2 * np.pi * (2 * (y + 0.5) / rows - 1)',
            ]
          : []),
        'k_pair = np.arange(d_head // 4)',
        `of_${first} = ${first}[:, None] * base ** (-4 * k_pair / d_head)`,
        `of_${second} = ${second}[:, None] * base ** (-(4 * k_pair + ${shift}) / d_head)`,
        `angle = np.concatenate([of_${first}, of_${second}], axis=1)`,
        '',
        rotaryLines(pairing),
      ),
      turn: 'q, k = turned(q), turned(k)',
      ...(called && { transformers: called }),
    };
  },
});
