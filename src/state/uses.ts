/**
 * What a model of the transformers library does about positions, as this page has it: from the defaults
 * of its configuration class to a Spec, and what the Spec leaves out. Defaults are not checkpoints.
 */
import { baseParam, type ParamValues } from '../encodings/params.ts';
import type { Localized } from '../text/locale.ts';
import { problemOf } from './fitted.ts';
import { defaultParams, defaultSpec, type Spec } from './spec.ts';

interface Rope {
  readonly rope_type?: string;
  readonly rope_theta?: number;
  readonly partial_rotary_factor?: number;
  readonly factor?: number;
  readonly original_max_position_embeddings?: number;
  readonly beta_fast?: number;
  readonly beta_slow?: number;
  readonly truncate?: boolean;
  readonly mscale?: number;
  readonly mscale_all_dim?: number;
  readonly attention_factor?: number;
  readonly low_freq_factor?: number;
  readonly high_freq_factor?: number;
  readonly mrope_section?: readonly number[];
  readonly mrope_interleaved?: boolean;
  readonly llama_4_scaling_beta?: number;
}

/** A line of models.json (`scripts/models.mjs`). */
export interface ModelConfig {
  readonly model: string;
  /** The configuration class. */
  readonly part: string;
  /** Of all layers, or by the kind of layer; null for a kind without it. */
  readonly rope?: Rope | Readonly<Record<string, Rope | null>>;
  readonly max_position_embeddings?: number;
  readonly n_positions?: number;
  readonly relative_attention_num_buckets?: number;
  readonly relative_attention_max_distance?: number;
  readonly rel_extent?: number;
  readonly d_rel?: number;
  readonly position_embedding_type?: string;
  readonly position_buckets?: number;
  /** A row for each distance: DeBERTa's first version. */
  readonly relative_attention?: boolean;
  readonly head_dim?: number;
  readonly qk_rope_head_dim?: number;
  readonly rotary_dim?: number;
  readonly partial_rotary_factor?: number;
  readonly sliding_window?: number;
  readonly layer_types?: Readonly<Record<string, number>>;
  readonly no_rope_layers?: readonly unknown[];
  readonly no_rope_layer_interval?: number;
  readonly attn_temperature_tuning?: boolean;
  /** Of a published model (`checkpoints.json`): its name, and what else its code or file has. */
  readonly checkpoint?: string;
  /** Channels 2k and 2k + 1 turn together. */
  readonly rope_interleave?: boolean;
  /** Scores are multiplied by the square of YaRN's m for all dimensions. */
  readonly scores_by_mscale?: boolean;
  /** The length of each of its two lists of factors. */
  readonly factor_lists?: number;
}

export interface Use {
  readonly config: ModelConfig;
  /** The configuration class without its ending, and the model that has it where it is called otherwise. */
  readonly name: string;
  /** The scheme it is shown with; the nearest where the page lacks its own. */
  readonly encoding: string;
  /** Why the page shows another scheme, or other sizes; null where it has the model's own. */
  readonly lacks: Localized | null;
  /** What the model does that the Spec leaves out. */
  readonly leftOut: readonly Localized[];
  /** Those of them that do not concern sizes. */
  readonly leftOutOfPreset: readonly Localized[];
  /** All of the Spec that the model says something of. */
  readonly patch: Pick<Spec, 'encoding' | 'params' | 'layerPattern' | 'queryScale'> & Partial<Spec>;
  readonly base: number | null;
  /** The greatest length of its configuration. */
  readonly trained: number | null;
}

const same = (text: string): Localized => ({ en: text, 'zh-CN': text });

/** How the search compares names: SmolLM3, smollm-3 and smol_lm3 are one. */
const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9\p{L}]/gu, '');

/** The models that a text names, those that begin with it first, shorter names before longer ones. */
export function findUses(uses: readonly Use[], text: string): readonly Use[] {
  const wanted = plain(text);
  if (wanted === '') return [];
  const place = ({ config, name }: Use) => {
    const at = [plain(config.model), plain(name), plain(config.part)].map((each) =>
      each.indexOf(wanted),
    );
    return at.includes(0) ? 0 : at.some((each) => each > 0) ? 1 : 2;
  };
  return uses
    .filter((use) => place(use) < 2)
    .toSorted((a, b) => place(a) - place(b) || a.name.length - b.name.length);
}

export function useOf(config: ModelConfig): Use {
  const made = schemeOf(config);
  const { sizes, tooWide } = sizesOf(config);
  const patch = {
    layerPattern: patternOf(config),
    queryScale: 'none' as const,
    ...sizes,
    ...made.spec,
    encoding: made.encoding,
    params: { ...defaultParams(made.encoding), ...made.params },
  };
  const problem = problemOf({ ...defaultSpec, ...patch });
  const fits = problem === null;
  const leftOut = [...(made.leftOut ?? []), ...layersLeftOut(config)];
  const ofWidth = new Set(widthLeftOut(config).map(({ en }) => en));
  const base = Math.min(made.base ?? 1e4, baseParam.max);
  const nearest = {
    encoding: 'rope',
    params: { ...defaultParams('rope'), base },
    dim: 256,
    heads: 4,
  };
  return {
    config,
    name: nameOf(config),
    encoding: fits ? made.encoding : nearest.encoding,
    lacks: problem
      ? {
          en: `Its settings do not go together here: ${problem.en} Shown instead: RoPE with its base.`,
          'zh-CN': `它的设置在这里无法同时成立：${problem['zh-CN']}改为显示同一底数的 RoPE。`,
        }
      : (made.lacks ?? tooWide),
    leftOut,
    leftOutOfPreset: leftOut.filter((each) => !ofWidth.has(each.en)),
    patch: fits ? patch : { ...patch, ...nearest },
    base: made.base,
    trained: config.max_position_embeddings ?? config.n_positions ?? null,
  };
}

function nameOf({ part, model }: ModelConfig): string {
  const name = part.replace(/(Text)?Config$/, '');
  const [ours, theirs] = [plain(name), plain(model)];
  return ours.startsWith(theirs) || theirs.startsWith(ours) ? name : `${name} (${model})`;
}

interface Made {
  readonly encoding: string;
  readonly params: ParamValues;
  readonly base: number | null;
  readonly spec?: Partial<Spec>;
  readonly lacks?: Localized;
  readonly leftOut?: readonly Localized[];
}

/** The scheme that a configuration asks for, before it is known whether all its numbers go together. */
export function encodingOf(config: ModelConfig): string {
  return schemeOf(config).encoding;
}

function schemeOf(config: ModelConfig): Made {
  const { rel_extent: extent, d_rel: width = 16 } = config;
  if (extent !== undefined) {
    return { encoding: 'relative-profiles', params: { extent, width }, base: null };
  }
  const { relative_attention_num_buckets: buckets, position_buckets: span } = config;
  if (buckets !== undefined) {
    const { relative_attention_max_distance: maxDistance = 128 } = config;
    return { encoding: 't5', params: { buckets, maxDistance }, base: null };
  }
  if (span !== undefined) {
    const params = { span, delta: 'code', logBuckets: true, bucketSize: span, maxPosition: 512 };
    return { encoding: 'deberta', params, base: null };
  }
  if (config.relative_attention) {
    const { max_position_embeddings: distances = 512 } = config;
    return { encoding: 'deberta', params: { span: distances, delta: 'code' }, base: null };
  }
  const rope = mainRope(config);
  if (rope) return ropeScheme(config, rope);
  if (config.rotary_dim !== undefined) {
    const params = { pairing: 'interleaved', rotaryDim: config.rotary_dim };
    return { encoding: 'rope', params, base: 1e4, spec: { dim: 1024, heads: 4 } };
  }
  if (config.position_embedding_type === 'sine') {
    return { encoding: 'detr-2d', params: {}, base: null };
  }
  const rows = config.max_position_embeddings ?? config.n_positions;
  return {
    encoding: 'learned',
    params: {},
    base: null,
    lacks: {
      en: `Its configuration names no scheme, only ${rows} positions. Shown instead: a learned table, the usual scheme of such models.`,
      'zh-CN': `它的配置没有写明方案，只给出 ${rows} 个位置。改为显示这类模型最常用的可学习位置表。`,
    },
  };
}

function isRope(rope: NonNullable<ModelConfig['rope']>): rope is Rope {
  return 'rope_type' in rope || 'rope_theta' in rope;
}

/** By the kind of layer; a model with one for all has one kind. */
function ropesOf({ rope }: ModelConfig): Readonly<Record<string, Rope | null>> {
  if (!rope) return {};
  return isRope(rope) ? { full_attention: rope } : rope;
}

/** Of the layers that see everything, or else of the first that have one. */
function mainRope(config: ModelConfig): Rope | null {
  const ropes = ropesOf(config);
  return ropes['full_attention'] ?? Object.values(ropes).find((each) => each !== null) ?? null;
}

function ropeScheme(config: ModelConfig, rope: Rope): Made {
  const whole = rope.rope_theta ?? 1e4;
  const made = schemeWith(config, rope, Math.min(whole, baseParam.max));
  if (whole <= baseParam.max) return made;
  return {
    ...made,
    base: whole,
    lacks: {
      en: `Its base is ${whole}; the page goes up to ${baseParam.max} and shows that.`,
      'zh-CN': `它的底数是 ${whole}；本页最大为 ${baseParam.max}，这里就用这个值。`,
    },
  };
}

function schemeWith(config: ModelConfig, rope: Rope, base: number): Made {
  const scaling = rope.rope_type ?? 'default';
  if (scaling === 'axial') {
    return {
      encoding: 'axial-rope',
      params: { style: base === 100 ? 'rope-vit' : 'qwen2-vl' },
      base,
      lacks: {
        en: `Its configuration says that it turns along two axes with base ${base}, but not which band follows which axis. Shown instead: the style of ${base === 100 ? 'RoPE-ViT' : 'Qwen2-VL'}, which has that base.`,
        'zh-CN': `它的配置只说明沿两个轴旋转，底数为 ${base}，没有说明各频段归哪个轴。改为显示底数相同的 ${base === 100 ? 'RoPE-ViT' : 'Qwen2-VL'} 样式。`,
      },
    };
  }
  const { mrope_section: sections, mrope_interleaved: interleaved } = rope;
  if (sections || interleaved !== undefined) {
    return {
      encoding: 'm-rope',
      params: {
        ...(sections && { sections: sections.join(', ') }),
        interleaved: interleaved ?? false,
        base,
      },
      base,
      leftOut:
        interleaved === undefined
          ? [
              {
                en: 'The data do not say whether its sections are interleaved; they are shown in chunks.',
                'zh-CN': '数据中没有说明各段是否交错；这里按分块显示。',
              },
            ]
          : [],
    };
  }
  const known: Readonly<Record<string, string>> = {
    default: 'none',
    linear: 'linear',
    yarn: 'yarn',
    longrope: 'longrope',
    llama3: 'llama3',
    proportional: 'proportional',
  };
  const lacks =
    scaling in known
      ? null
      : {
          en: `The page has no scaling “${scaling}”. Shown instead: RoPE without scaling.`,
          'zh-CN': `本页没有“${scaling}”这种扩展。改为显示不带扩展的 RoPE。`,
        };
  const numbers = {
    factor: rope.factor,
    originalLength: rope.original_max_position_embeddings,
    betaFast: rope.beta_fast,
    betaSlow: rope.beta_slow,
    truncate: rope.truncate,
    mscale: rope.mscale,
    mscaleAllDim: rope.mscale_all_dim,
    attentionFactor: rope.attention_factor,
    lowFreqFactor: rope.low_freq_factor,
    highFreqFactor: rope.high_freq_factor,
    fraction: scaling === 'proportional' ? rope.partial_rotary_factor : undefined,
    rotaryDim: scaling === 'proportional' ? undefined : rotaryOf(config, rope),
  };
  const given = Object.entries(numbers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    encoding: 'rope',
    params: {
      base,
      pairing: config.rope_interleave ? 'interleaved' : 'half',
      scaling: known[scaling] ?? 'none',
      ...(scaling === 'proportional' && { factor: rope.factor ?? 1 }),
      ...Object.fromEntries(given),
    },
    base,
    ...(lacks && { lacks }),
    spec: queriesOf(config, rope),
    leftOut: [...widthLeftOut(config), ...ropeLeftOut(config, rope)],
  };
}

/** The rotated channels of a head; nothing where all of them turn. */
function rotaryOf(config: ModelConfig, rope: Rope): number | undefined {
  const part = rope.partial_rotary_factor ?? 1;
  // The part of a head that is given to rotation is all that is shown of it.
  if (part === 1 || config.qk_rope_head_dim !== undefined) return undefined;
  return 2 * Math.round((part * widthOf(config)) / 2);
}

const widthOf = ({ qk_rope_head_dim: turned, head_dim: head }: ModelConfig) => turned ?? head ?? 64;

/** As many heads as the page has room for, at most four. */
function sizesOf(config: ModelConfig): {
  readonly sizes: Partial<Spec>;
  readonly tooWide: Localized | null;
} {
  if (config.head_dim === undefined && config.qk_rope_head_dim === undefined) {
    return { sizes: { dim: 256, heads: 4, head: 1 }, tooWide: null };
  }
  const width = widthOf(config);
  if (width <= 1024) {
    const heads = Math.min(4, Math.floor(1024 / width));
    return { sizes: { dim: heads * width, heads, head: 1 }, tooWide: null };
  }
  return {
    sizes: { dim: 1024, heads: 1, head: 1 },
    tooWide: {
      en: `Its heads have ${width} channels; the page shows the most it can, 1,024.`,
      'zh-CN': `它的每个头有 ${width} 个通道；本页最多 1,024 个，这里就按 1,024 个显示。`,
    },
  };
}

function queriesOf(config: ModelConfig, rope: Rope): Partial<Spec> {
  if (config.attn_temperature_tuning) {
    return { queryScale: 'llama4', queryStep: 8192, queryGain: 0.1 };
  }
  const { llama_4_scaling_beta: queryGain, original_max_position_embeddings: queryStep } = rope;
  if (queryGain === undefined || queryStep === undefined) return {};
  return { queryScale: 'llama4', queryStep, queryGain };
}

/** What the sizes of the page leave out; a preset has no sizes. */
function widthLeftOut(config: ModelConfig): readonly Localized[] {
  const left: Localized[] = [];
  if (config.head_dim === undefined && config.qk_rope_head_dim === undefined) {
    left.push({
      en: 'The data do not say how wide its heads are; they are shown with 64 channels.',
      'zh-CN': '数据中没有每个头的宽度；这里按 64 个通道显示。',
    });
  }
  if (config.qk_rope_head_dim !== undefined) {
    left.push({
      en: `Only the ${config.qk_rope_head_dim} channels of a head that turn are shown; the others carry no position.`,
      'zh-CN': `只显示每个头中参与旋转的 ${config.qk_rope_head_dim} 个通道；其余通道不带位置。`,
    });
  }
  return left;
}

function ropeLeftOut(config: ModelConfig, rope: Rope): readonly Localized[] {
  const left: Localized[] = [];
  if (config.scores_by_mscale) {
    const { mscale_all_dim: all = 0, factor = 1 } = rope;
    const times = ((0.1 * all * Math.log(factor) + 1) ** 2).toFixed(3);
    left.push({
      en: `Its scores are multiplied by ${times}; here they are not.`,
      'zh-CN': `它的得分还要乘以 ${times}，这里没有乘。`,
    });
  }
  if (config.factor_lists !== undefined) {
    left.push({
      en: `Its two lists of ${config.factor_lists} factors each, made for its own head width, are left out.`,
      'zh-CN': `它有两张因子表，每张 ${config.factor_lists} 个，按它自己的头宽设定，这里没有用。`,
    });
  }
  if (config.attn_temperature_tuning) {
    left.push({
      en: 'Its query factor acts only in the blocks without positions; here it acts in all of them.',
      'zh-CN': '它的查询系数只作用于没有位置的层；这里作用于所有层。',
    });
  }
  if (config.part.startsWith('MistralLarge4')) {
    left.push({
      en: 'Its query factor s ln(p + 1) + b, learned per head, is not in the data.',
      'zh-CN': '它的查询系数 s ln(p + 1) + b 由各头学得，不在数据中。',
    });
  }
  return left;
}

/** In these, by their code, only the blocks with a window turn: Command A, EXAONE 4. */
const turnsUnderWindow = /^(Cohere2|Exaone4|ExaoneMoe)/;

function patternOf(config: ModelConfig): Spec['layerPattern'] {
  if (config.no_rope_layers || config.no_rope_layer_interval === 4) return 'three-of-four';
  const { sliding_attention: sliding, full_attention: full } = ropesOf(config);
  const windowed = sliding && full === null;
  return windowed || turnsUnderWindow.test(config.part) ? 'windowed' : 'every';
}

/** What is told of blocks that are not alike. */
function layersLeftOut(config: ModelConfig): readonly Localized[] {
  const { layer_types: types = {}, sliding_window: window } = config;
  const left: Localized[] = [];
  const all = Object.values(types).reduce((sum, count) => sum + count, 0);
  const sliding = types['sliding_attention'] ?? types['hybrid_sliding'] ?? 0;
  const pattern = patternOf(config);
  if (sliding > 0 && window !== undefined) {
    left.push(
      pattern === 'windowed'
        ? {
            en: `${sliding} of its ${all} blocks see ${window} keys and have positions; here it is three of four.`,
            'zh-CN': `${all} 层中有 ${sliding} 层只看 ${window} 个键并带位置；这里是每四层中的三层。`,
          }
        : {
            en: `${sliding} of its ${all} blocks see only ${window} keys; here all see every key before them.`,
            'zh-CN': `${all} 层中有 ${sliding} 层只看 ${window} 个键；这里各层都看之前所有的键。`,
          },
    );
  }
  const { sliding_attention: near, full_attention: far } = ropesOf(config);
  if (near && far && near.rope_theta !== far.rope_theta) {
    left.push({
      en: `Its blocks with a window turn with base ${near.rope_theta}; the others are shown here.`,
      'zh-CN': `带窗口的层底数为 ${near.rope_theta}；这里显示的是其余各层。`,
    });
  }
  const linear = types['linear_attention'] ?? 0;
  if (linear > 0) {
    left.push({
      en: `${linear} of its ${all} blocks are linear attention, which the page does not have.`,
      'zh-CN': `${all} 层中有 ${linear} 层是线性注意力，本页没有。`,
    });
  }
  return left;
}

/** The numbers of a model in one line. */
export function factsOf({ config, base, trained, patch }: Use): readonly Localized[] {
  const { params } = patch;
  const rope = mainRope(config);
  const number = (value: number) => value.toLocaleString('en-US');
  const turning = Number(params['rotaryDim'] ?? 0);
  return [
    ...(base === null ? [] : [{ en: `base ${number(base)}`, 'zh-CN': `底数 ${number(base)}` }]),
    ...(rope?.rope_type && rope.rope_type !== 'default'
      ? [same(rope.rope_type + (rope.factor === undefined ? '' : ` × ${number(rope.factor)}`))]
      : []),
    ...(turning > 0 ? [{ en: `${turning} channels turn`, 'zh-CN': `旋转 ${turning} 个通道` }] : []),
    ...(trained === null
      ? []
      : [{ en: `length ${number(trained)}`, 'zh-CN': `长度 ${number(trained)}` }]),
    ...(patch.layerPattern === 'every'
      ? []
      : [{ en: 'positions in three blocks of four', 'zh-CN': '每四层中三层有位置' }]),
    ...(patch.queryScale === 'llama4'
      ? [
          {
            en: `queries × (1 + ${patch.queryGain} ln(1 + ⌊p/${patch.queryStep}⌋))`,
            'zh-CN': `查询 × (1 + ${patch.queryGain} ln(1 + ⌊p/${patch.queryStep}⌋))`,
          },
        ]
      : []),
    ...(config.sliding_window === undefined
      ? []
      : [
          {
            en: `window ${number(config.sliding_window)}`,
            'zh-CN': `窗口 ${number(config.sliding_window)}`,
          },
        ]),
  ];
}
