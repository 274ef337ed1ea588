/** Multimodal rotary encoding: every token has three ids, and each pair turns with one of them. */

import { counted } from '../../text/counted.ts';
import { rotaryLines, transformersTurning } from '../code.ts';
import { type Dims, defineEncoding, type Positions } from '../encoding.ts';
import { cellOf, gridParams, patchOf } from '../grid.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import { baseParam, type ParamSchema, type ParamsOf } from '../params.ts';
import { angleTable, channelsOf, type Pair, rotatePairs, rotationTable } from '../rotation.ts';
import { texBase, texNumber, texResult, texWave } from '../tex.ts';

const params = {
  sections: {
    kind: 'text',
    default: 'auto',
    maxLength: 24,
    label: { en: 'Pairs of t, h, w', 'zh-CN': 't、h、w 各占几对' },
  },
  interleaved: {
    kind: 'flag',
    default: false,
    label: { en: 'Interleave t, h, w', 'zh-CN': 't、h、w 交错' },
  },
  textLength: {
    kind: 'number',
    default: 8,
    min: 0,
    max: 4096,
    integer: true,
    scale: 'linear',
    label: { en: 'Leading text', 'zh-CN': '图前的词元数' },
  },
  // With 8 tokens before it and 8 after it, a picture of 24 patches fills the 40 of the first page.
  rows: { ...gridParams.rows, default: 4 },
  columns: { ...gridParams.columns, default: 6 },
  base: { ...baseParam, default: 1e6 },
} as const satisfies ParamSchema;

type Params = ParamsOf<typeof params>;

/** Three counts of pairs, for the ids t, h and w. */
type Sections = readonly [t: number, h: number, w: number];

/**
 * Ids (t, h, w) of a token: text has its position three times; a patch has the position where the
 * image begins, and from there its row and column; text goes on from the largest id so far + 1.
 * Source: Wang et al. 2024, arXiv 2409.12191, §2.1.
 */
export function idsOf(
  position: number,
  { textLength, rows, columns }: Pick<Params, 'textLength' | 'rows' | 'columns'>,
): readonly [t: number, h: number, w: number] {
  const patch = position - textLength;
  if (patch < 0) return [position, position, position];
  if (patch < rows * columns) {
    const [x, y] = cellOf(patch, columns);
    return [textLength, textLength + y, textLength + x];
  }
  const id = textLength + Math.max(rows, columns) + patch - rows * columns;
  return [id, id, id];
}

/** The sections as written, or, where they are left to us, in the shares of the two models. */
function sectionsOf({ sections, interleaved }: Params, pairs: number): Sections | null {
  if (sections.trim() === 'auto') {
    // Qwen2-VL: 16, 24, 24 of 64 pairs. Qwen3-VL: 24, 20, 20.
    const each = Math.floor(pairs * (interleaved ? 5 / 16 : 3 / 8));
    return [pairs - 2 * each, each, each];
  }
  const written = /^\s*(\d+)[,，、\s]+(\d+)[,，、\s]+(\d+)\s*$/.exec(sections);
  return written && [Number(written[1]), Number(written[2]), Number(written[3])];
}

/**
 * Which id drives each pair. Chunked: t, h and w in a row. Interleaved: pairs 1, 4, 7, … below
 * 3·h go to h, pairs 2, 5, 8, … below 3·w to w, the rest to t (Qwen3-VL).
 */
function axesOf(values: Params, pairs: number): readonly number[] {
  const sections = sectionsOf(values, pairs);
  if (!sections || sum(sections) !== pairs) {
    throw new Error(`m-rope: sections must add up to ${pairs}, got "${values.sections}"`);
  }
  if (!values.interleaved) {
    return sections.flatMap((count, axis) => Array.from({ length: count }, () => axis));
  }
  return Array.from({ length: pairs }, (_, pair) => {
    const axis = pair % 3;
    return pair < 3 * (sections[axis] ?? 0) ? axis : 0;
  });
}

const sum = (sections: Sections): number => sections.reduce((total, count) => total + count);

/** base^(−2f/d), rad per step of its own id. */
const frequencyOf = (pair: number, base: number, dHead: number): number =>
  base ** ((-2 * pair) / dHead);

/** The pair of a channel; the position map shows cos in its first channel and sin in its second. */
function memberOf(channel: number, dHead: number) {
  return { pair: channel % (dHead / 2), shape: channel < dHead / 2 ? 'cos' : 'sin' } as const;
}

function pairsOf(values: Params, { dHead }: Dims): readonly Pair[] {
  return axesOf(values, dHead / 2).map((axis, pair) => {
    const [first, second] = channelsOf('half', pair, dHead);
    const turns = [0, 0, 0];
    turns[axis] = frequencyOf(pair, values.base, dHead) / (2 * Math.PI);
    return { first, second, turns };
  });
}

function placesOf(values: Params, { start, length }: Dims): Positions {
  const ids = Array.from({ length }, (_, row) => idsOf(start + row, values)).flat();
  return { length, axes: 3, values: Float64Array.from(ids) };
}

export default defineEncoding({
  id: 'm-rope',
  family: 'rotary',
  bounded: true,
  source: {
    authors: 'Wang et al.',
    year: 2024,
    title: "Qwen2-VL: Enhancing Vision-Language Model's Perception of the World at Any Resolution",
    url: 'https://arxiv.org/abs/2409.12191',
  },
  text: {
    name: { en: 'M-RoPE', 'zh-CN': '多模态 RoPE（M-RoPE）' },
    idea: {
      en: 'text and image patches share one rotary encoding, with three ids per token',
      'zh-CN': '文本与图块共用一套旋转编码，每个词元有三个编号',
    },
    lookFor: {
      en: 'Text turns as in plain RoPE; an image takes up only as many positions as its longer side. Without interleaving, h and w get the slow pairs and patches look alike; with it, rows and columns show.',
      'zh-CN':
        '文本部分与普通 RoPE 相同；一幅图的长边有几格，就只占几个位置。不交错时，h 和 w 分到慢的通道对，图块彼此相像；交错时，行和列才显现出来。',
    },
  },
  tex: ({ base }) =>
    String.raw`a' + \mathrm{i}\,b' = (a + \mathrm{i}\,b)\,e^{\mathrm{i}\alpha_f} \qquad \alpha_f = m_f\,${texBase(base)}^{-2f/d_h} \qquad m_f \in \{t, h, w\}`,
  params,
  presets: [],
  place: placesOf,
  patchAt({ textLength, rows, columns }, position) {
    const patch = position - textLength;
    return patch >= 0 && patch < rows * columns ? patchOf(patch, columns) : null;
  },
  check: (values, { dModel, nHeads, dHead }) => {
    if (dHead % 2 !== 0) {
      return {
        en: `M-RoPE turns channels in pairs, so the width of a head must be even; dimension ${dModel} over ${counted(nHeads, 'head')} gives ${dHead}.`,
        'zh-CN': `M-RoPE 成对地旋转通道，所以每个头的宽度必须是偶数；维度 ${dModel} 分给 ${nHeads} 个头，每头为 ${dHead}。`,
      };
    }
    const pairs = dHead / 2;
    const sections = sectionsOf(values, pairs);
    if (!sections) {
      return {
        en: 'The pairs for t, h and w are three whole numbers such as 16, 24, 24, or the word auto.',
        'zh-CN': 't、h、w 的对数应写成三个整数，如 16, 24, 24，或写 auto。',
      };
    }
    if (sum(sections) !== pairs) {
      return {
        en: `${sections.join(' + ')} is ${sum(sections)}, but a head of width ${dHead} has ${counted(pairs, 'pair')}.`,
        'zh-CN': `${sections.join(' + ')} 等于 ${sum(sections)}，而宽度为 ${dHead} 的头有 ${pairs} 对通道。`,
      };
    }
    // Every third pair is h's, and every third w's: their last must still be in the head.
    const room = [Math.floor((pairs + 1) / 3), Math.floor(pairs / 3)] as const;
    if (values.interleaved && (sections[1] > room[0] || sections[2] > room[1])) {
      return {
        en: `When interleaved, at most ${room[0]} of ${pairs} pairs can go to h and ${room[1]} to w.`,
        'zh-CN': `交错时，${pairs} 对通道中 h 最多占 ${room[0]} 对，w 最多占 ${room[1]} 对。`,
      };
    }
    return null;
  },
  hooks: (values, dims) => {
    const pairs = pairsOf(values, dims);
    return {
      rotate: (x, positions) => rotatePairs(x, positions, pairs),
      rotation: (positions) => rotationTable(positions, pairs),
      angles: (positions) => angleTable(positions, pairs),
      frequencies: Float64Array.from(pairs, (_, pair) =>
        frequencyOf(pair, values.base, dims.dHead),
      ),
    };
  },
  exact: (values, dims) => {
    const axes = axesOf(values, dims.dHead / 2);
    const at = (channel: number) => memberOf(channel, dims.dHead);
    const idOf = (position: number, pair: number) => idsOf(position, values)[axes[pair] ?? 0] ?? 0;
    const angle = (position: number, pair: number) =>
      idOf(position, pair) * frequencyOf(pair, values.base, dims.dHead);
    const cell = (row: number, channel: number) => {
      const { pair, shape } = at(channel);
      return Math[shape](angle(dims.start + row, pair));
    };
    return {
      pairs: dims.dHead / 2,
      cell,
      steps: (row, channel) => {
        const { pair, shape } = at(channel);
        const position = dims.start + row;
        const symbol = ['t', 'h', 'w'][axes[pair] ?? 0] ?? '';
        const wave = texWave[shape];
        const numbers = String.raw`${idOf(position, pair)} \times ${texNumber(frequencyOf(pair, values.base, dims.dHead))}`;
        return String.raw`${wave}(${symbol}\,${texBase(values.base)}^{-${2 * pair}/${dims.dHead}}) = ${wave}(${numbers}) = ${wave}(${texNumber(angle(position, pair))}) = ${texResult(cell(row, channel))}`;
      },
      numpy: (row, channel) => {
        const { pair, shape } = at(channel);
        const [t, h, w] = idsOf(dims.start + row, values);
        const symbol = ['t', 'h', 'w'][axes[pair] ?? 0] ?? '';
        return pyLines(
          pyGiven({ t, h, w }),
          pyGiven({ i: pair, d: dims.dHead, base: values.base }),
          `value = np.${shape}(${symbol} * base ** (-2 * i / d))`,
        );
      },
      angle,
      channels: (pair) => channelsOf('half', pair, dims.dHead),
    };
  },
  wave: (channel, _, { dHead }) => memberOf(channel, dHead).shape,
  code: (values, { dHead }) => {
    const { textLength, rows, columns, base } = values;
    const model = values.interleaved ? 'Qwen3VL' : 'Qwen2VL';
    const module = values.interleaved ? 'qwen3_vl' : 'qwen2_vl';
    const rotary = `${model}${values.interleaved ? 'Text' : ''}RotaryEmbedding`;
    const ids = pyLines(
      pyGiven({ text: textLength, rows, columns, base }),
      '# Three ids of each token: a patch has its row and column, text its position three times',
      'patch = p - text',
      'inside = (patch >= 0) & (patch < rows * columns)',
      'behind = p + max(rows, columns) - rows * columns',
      'of_text = np.where(patch < 0, p, behind)',
      't = np.where(inside, text, of_text)',
      'h = np.where(inside, text + patch // columns, of_text)',
      'w = np.where(inside, text + patch % columns, of_text)',
    );
    const { lines: turning, ...turn } = transformersTurning('half', undefined, true);
    return {
      lines: pyLines(
        ids,
        `axis = np.array([${axesOf(values, dHead / 2).join(', ')}])  # which of them turns a pair`,
        'ids = np.take(np.stack([t, h, w], axis=1), axis, axis=1)',
        'angle = ids * base ** (-2 * np.arange(d_head // 2) / d_head)',
        '',
        rotaryLines('half'),
      ),
      turn: 'q, k = turned(q), turned(k)',
      transformers: {
        imports: pyLines(
          `from transformers.models.${module}.configuration_${module} import ${model}TextConfig`,
          `from transformers.models.${module}.modeling_${module} import (`,
          `    ${rotary},`,
          '    apply_rotary_pos_emb,',
          ')',
        ),
        lines: pyLines(
          ids,
          `config = ${model}TextConfig(`,
          '    hidden_size=d,',
          '    num_attention_heads=heads,',
          ...(values.interleaved ? ['    head_dim=d_head,'] : []),
          '    rope_parameters={',
          "        'rope_type': 'default',",
          "        'rope_theta': base,",
          `        'mrope_section': [${(sectionsOf(values, dHead / 2) ?? []).join(', ')}],  # pairs of t, h, w`,
          '    },',
          ')',
          `cos, sin = ${rotary}(config)(X, torch.stack([t, h, w])[:, None])`,
          turning,
        ),
        ...turn,
      },
    };
  },
});
