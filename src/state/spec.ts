/**
 * The Spec: all of what is computed, as plain data, and the one list of its fields that the URL,
 * the validation and the controls loop over. What is looked at is in `view.ts`, not here.
 */
import type { About, AnyEncoding, Dims, Family } from '../encodings/encoding.ts';
import { encodingIds, encodingOf } from '../encodings/index.ts';
import {
  defaultsOf,
  type NumberParam,
  type Param,
  type ParamValues,
  withGiven,
} from '../encodings/params.ts';
import type { Locale, Localized } from '../text/locale.ts';
import { inBoth, nameTexts, textIn } from '../text/t.ts';
import { choiceOf } from './values.ts';

export interface Spec {
  /** The id of a scheme. */
  readonly encoding: string;
  /** That scheme's parameters by name: all of them and no others. */
  readonly params: ParamValues;
  /** Number of positions shown, 1…4096. */
  readonly length: number;
  /** The first position, 0…1048575; `start + length` is at most 2²⁰. */
  readonly start: number;
  /** dModel, 2…1024, a multiple of `heads`. */
  readonly dim: number;
  /** Number of heads, 1…16. */
  readonly heads: number;
  /** The head whose map is shown, 1…heads, counted from 1. */
  readonly head: number;
  readonly text: string;
  readonly tokens: 'words' | 'characters' | 'bytes';
  readonly weights: 'random' | 'identity';
  /** 0…2³²−1. */
  readonly seed: number;
  /** window: causal, and no further back than `window` keys. padding: the text is not repeated. */
  readonly mask: 'none' | 'causal' | 'window' | 'padding';
  /** Keys that a query sees under the window mask, 1…4096. */
  readonly window: number;
  readonly similarity: 'dot' | 'cosine';
  /** How position vectors meet token vectors; for schemes with a table. */
  readonly fusion: 'add' | 'concat' | 'multiply' | 'query-key';
  /** Multiplies the table, 0…4. */
  readonly gain: number;
  /** Divides the logits, 0…10; 0 leaves each query its largest. */
  readonly temperature: number;
  /** Blocks, 1…6, and the one whose attention is shown, 1…depth. */
  readonly depth: number;
  readonly layer: number;
  /** Whether the table is fused before the first block alone, or before every one. */
  readonly fused: 'first' | 'every';
  /** In what the table, the weights or both are held. */
  readonly precision: 'float32' | 'float16' | 'bfloat16' | 'int8' | 'int4';
  readonly reduce: 'both' | 'table' | 'weights';
  /** The schemes beside it in the Compare room, as `state/compare.ts` writes them. */
  readonly compare: string;
  /** Whose weights: made from the seed, or those of the trained encoder of `model/`. */
  readonly model: 'seeded' | 'use-lite';
  /** Which position each token of the trained encoder is given; shuffled by the seed. */
  readonly order: 'forward' | 'reversed' | 'shuffled';
}

/** The sizes of the trained encoder; its length is that of the text in its own tokens. */
export const useLiteSizes = { dim: 256, heads: 4, layers: 2 } as const;

/** Positions stay below this: as far as the numbers are checked. */
export const positionLimit = 2 ** 20;

/** The sentence that the page opens with: 40 tokens, so that each position of the default length has one. */
export const openingTexts: Localized = {
  en:
    'On a long street where every house looks the same, we count doors from the corner: the third is ' +
    'yours and the tenth is mine. A model needs the same help to know where each word of a sentence stands.',
  'zh-CN':
    '一条长街上，每座房子看起来都一样，我们从街角开始数门：第三扇门是你的，第十扇门是我的。' +
    '模型也需要同样的帮助，才能知道句子里每个词的位置。',
};

nameTexts('opening', openingTexts);

// What a link without a text means, whoever opens it.
const defaultText = openingTexts.en;

const defaultEncoding = 'sinusoidal';

export const defaultSpec: Spec = {
  encoding: defaultEncoding,
  params: defaultParams(defaultEncoding),
  length: 40,
  start: 0,
  dim: 64,
  heads: 4,
  head: 1,
  text: defaultText,
  tokens: 'words',
  weights: 'random',
  seed: 7,
  mask: 'causal',
  window: 8,
  similarity: 'cosine',
  fusion: 'add',
  gain: 1,
  temperature: 1,
  depth: 1,
  layer: 1,
  fused: 'first',
  precision: 'float32',
  reduce: 'both',
  compare: '',
  model: 'seeded',
  order: 'forward',
};

/** What the page opens with in a language, where the address says nothing. */
export function openingSpec(locale: Locale): Spec {
  return { ...defaultSpec, text: textIn(openingTexts, locale) };
}

export type FieldName = Exclude<keyof Spec, 'params'>;
export type Field = Param & { readonly name: FieldName };

/** Every field of the Spec but `params`, in the order of the URL. */
export const fields: readonly Field[] = [
  {
    name: 'encoding',
    kind: 'choice',
    label: inBoth('field.encoding'),
    default: defaultEncoding,
    // Their names are the schemes' own, which may not be here yet.
    options: encodingIds.map((id) => ({ value: id, label: { en: id, 'zh-CN': id } })),
  },
  whole('length', 1, 4096, 'log'),
  whole('dim', 2, 1024, 'log'),
  whole('heads', 1, 16, 'linear'),
  whole('head', 1, 16, 'linear'),
  whole('start', 0, positionLimit - 1, 'log'),
  {
    name: 'text',
    kind: 'text',
    label: inBoth('field.text'),
    default: defaultText,
    maxLength: 100_000,
  },
  {
    name: 'tokens',
    ...choiceOf(inBoth('field.tokens'), defaultSpec.tokens, {
      words: inBoth('option.tokens.words'),
      characters: inBoth('option.tokens.characters'),
      bytes: inBoth('option.tokens.bytes'),
    }),
  },
  {
    name: 'weights',
    ...choiceOf(inBoth('field.weights'), defaultSpec.weights, {
      random: inBoth('option.weights.random'),
      identity: inBoth('option.weights.identity'),
    }),
  },
  whole('seed', 0, 2 ** 32 - 1, 'log'),
  {
    name: 'mask',
    ...choiceOf(inBoth('field.mask'), defaultSpec.mask, {
      none: inBoth('option.mask.none'),
      causal: inBoth('option.mask.causal'),
      window: inBoth('option.mask.window'),
      padding: inBoth('option.mask.padding'),
    }),
  },
  whole('window', 1, 4096, 'log'),
  {
    name: 'similarity',
    ...choiceOf(inBoth('field.similarity'), defaultSpec.similarity, {
      dot: inBoth('option.similarity.dot'),
      cosine: inBoth('option.similarity.cosine'),
    }),
  },
  {
    name: 'fusion',
    ...choiceOf(inBoth('field.fusion'), defaultSpec.fusion, {
      add: inBoth('option.fusion.add'),
      concat: inBoth('option.fusion.concat'),
      multiply: inBoth('option.fusion.multiply'),
      'query-key': inBoth('option.fusion.query-key'),
    }),
  },
  real('gain', 0, 4),
  real('temperature', 0, 10),
  whole('depth', 1, 6, 'linear'),
  whole('layer', 1, 6, 'linear'),
  {
    name: 'fused',
    ...choiceOf(inBoth('field.fused'), defaultSpec.fused, {
      first: inBoth('option.fused.first'),
      every: inBoth('option.fused.every'),
    }),
  },
  {
    name: 'precision',
    ...choiceOf(inBoth('field.precision'), defaultSpec.precision, {
      float32: inBoth('option.precision.float32'),
      float16: inBoth('option.precision.float16'),
      bfloat16: inBoth('option.precision.bfloat16'),
      int8: inBoth('option.precision.int8'),
      int4: inBoth('option.precision.int4'),
    }),
  },
  {
    name: 'reduce',
    ...choiceOf(inBoth('field.reduce'), defaultSpec.reduce, {
      both: inBoth('option.reduce.both'),
      table: inBoth('option.reduce.table'),
      weights: inBoth('option.reduce.weights'),
    }),
  },
  {
    name: 'compare',
    kind: 'text',
    label: inBoth('field.compare'),
    default: defaultSpec.compare,
    maxLength: 1000,
  },
  {
    name: 'model',
    ...choiceOf(inBoth('field.model'), defaultSpec.model, {
      seeded: inBoth('option.model.seeded'),
      'use-lite': inBoth('option.model.use-lite'),
    }),
  },
  {
    name: 'order',
    ...choiceOf(inBoth('field.order'), defaultSpec.order, {
      forward: inBoth('option.order.forward'),
      reversed: inBoth('option.order.reversed'),
      shuffled: inBoth('option.order.shuffled'),
    }),
  },
];

type WholeName =
  | 'length'
  | 'start'
  | 'dim'
  | 'heads'
  | 'head'
  | 'seed'
  | 'window'
  | 'depth'
  | 'layer';

function whole(
  name: WholeName,
  min: number,
  max: number,
  scale: NumberParam['scale'],
): NumberParam & { readonly name: WholeName } {
  const label = inBoth(`field.${name}`);
  return {
    name,
    kind: 'number',
    label,
    default: defaultSpec[name],
    min,
    max,
    integer: true,
    scale,
  };
}

function real(
  name: 'gain' | 'temperature',
  min: number,
  max: number,
): NumberParam & { readonly name: 'gain' | 'temperature' } {
  const label = inBoth(`field.${name}`);
  const usual = defaultSpec[name];
  return { name, kind: 'number', label, default: usual, min, max, integer: false, scale: 'linear' };
}

/** The scheme of a Spec. */
export function schemeOf(spec: Spec): AnyEncoding {
  return encodingOf(spec.encoding);
}

/** How its scheme acts with the parameters in force. */
export function familyOf(spec: Spec): Family {
  const scheme = schemeOf(spec);
  return scheme.familyFor?.(spec.params) ?? scheme.family;
}

/** What its scheme says of itself with the parameters in force. */
export function aboutOf(spec: Spec): About {
  const scheme = schemeOf(spec);
  return scheme.aboutFor?.(spec.params) ?? scheme;
}

/** How many of the positions shown have a row in its scheme's table, which may end. */
export function rowsOf(spec: Spec): number {
  const rows = schemeOf(spec).rowsFor?.(spec.params) ?? Number.POSITIVE_INFINITY;
  return Math.min(spec.length, Math.max(rows - spec.start, 0));
}

/** A scheme's parameters as they are when nothing is said about them. */
export function defaultParams(encoding: string): ParamValues {
  return defaultsOf(encodingOf(encoding).params);
}

/** A scheme's parameters with some of them given; what was at its default stays at it. */
export function withParams(encoding: string, before: ParamValues, given: ParamValues): ParamValues {
  return withGiven(encodingOf(encoding).params, before, given);
}

/** The parameters of a scheme as a list, like `fields`. */
export function paramsOf(encoding: string): readonly (Param & { readonly name: string })[] {
  return Object.entries(encodingOf(encoding).params).map(([name, param]) => ({ name, ...param }));
}

/** The sizes a scheme works with. */
export function dimsOf(spec: Spec): Dims {
  const { length, start, dim, heads } = spec;
  return { length, start, dModel: dim, nHeads: heads, dHead: dim / heads };
}

/** Blocks whose attention can be shown. */
export function layersOf(spec: Spec): number {
  return spec.model === 'use-lite' ? useLiteSizes.layers : spec.depth;
}

/** The sizes of every block of a Spec that differ: the heads of the trained encoder get wider. */
export function blockDims(spec: Spec): readonly Dims[] {
  const dims = dimsOf(spec);
  if (spec.model === 'seeded' || familyOf(spec) === 'additive') return [dims];
  return [dims, { ...dims, dModel: 2 * dims.dModel, dHead: 2 * dims.dHead }];
}

/** The head counts that a dimension can be divided among, ascending, at most 16. */
export function headCounts(dim: number): readonly number[] {
  return Array.from({ length: 16 }, (_, h) => h + 1).filter((heads) => dim % heads === 0);
}

/** Whether two Specs ask for the same. */
export function sameSpec(a: Spec, b: Spec): boolean {
  return (
    fields.every(({ name }) => a[name] === b[name]) &&
    Object.keys(a.params).every((name) => a.params[name] === b.params[name])
  );
}
