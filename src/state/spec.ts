/**
 * The Spec: all of what is computed, as plain data, and the one list of its fields that the URL,
 * the validation and the controls loop over. What is looked at is in `view.ts`, not here.
 */
import type { About, AnyEncoding, Dims, Family } from '../encodings/encoding.ts';
import { encodingIds, encodingOf } from '../encodings/index.ts';
import { defaultsOf, type Param, type ParamValues, withGiven } from '../encodings/params.ts';
import type { ModelDescription } from '../files/families/description.ts';
import type { Locale, Localized } from '../text/locale.ts';
import { localized, nameTexts, textIn } from '../text/t.ts';
import { openedModel } from './openedModel.ts';
import { anyText, choice, real, usualValues, type ValuesOf, whole, worded } from './options.ts';

/** The sizes of the trained encoder; its length is that of the text in its own tokens. */
export const encoderSizes = { dim: 256, heads: 4, layers: 2 } as const;

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

/** Which blocks have positions, in the order in which they are compared. */
export const layerPatterns = ['every', 'three-of-four', 'windowed', 'first'] as const;

/** Every field of the Spec but `params`, in the order of the URL. */
const declared = [
  {
    ...choice('encoding', defaultEncoding, encodingIds),
    label: localized('field.encoding'),
    // Their names are the schemes' own, which may not be here yet.
    options: encodingIds.map((id) => ({ value: id, label: { en: id, 'zh-CN': id } })),
  },
  /** Number of positions shown. */
  worded(whole('length', 40, 1, 4096, 'log')),
  /** dModel, a multiple of `heads`. */
  worded(whole('dim', 64, 2, 1024, 'log')),
  worded(whole('heads', 4, 1, 16)),
  /** The head whose map is shown, 1…heads, counted from 1. */
  worded(whole('head', 1, 1, 1024)),
  /** The first position; `start + length` is at most 2²⁰. */
  worded(whole('start', 0, 0, positionLimit - 1, 'log')),
  worded(anyText('text', defaultText, 100_000)),
  worded(choice('tokens', 'words', ['words', 'characters', 'bytes'])),
  /** raced: those of a trained racer, which `racer` names. */
  worded(choice('weights', 'random', ['random', 'identity', 'raced'])),
  worded(anyText('racer', '', 100)),
  worded(whole('seed', 7, 0, 2 ** 32 - 1, 'log')),
  /** window: causal, and no further back than `window` keys. padding: the text is not repeated. */
  worded(choice('mask', 'causal', ['none', 'causal', 'window', 'padding'])),
  /** Keys that a query sees under the window mask. */
  worded(whole('window', 8, 1, 4096, 'log')),
  worded(choice('similarity', 'cosine', ['dot', 'cosine'])),
  /** How position vectors meet token vectors; for schemes with a table. */
  worded(choice('fusion', 'add', ['add', 'concat', 'multiply', 'query-key'])),
  /** Multiplies the table. */
  worded(real('gain', 1, 0, 4)),
  /** Divides the logits; 0 leaves each query its largest. */
  worded(real('temperature', 1, 0, 10)),
  /** Multiplies each query by a factor that goes with its position; the fields after it are its numbers. */
  worded(choice('queryScale', 'none', ['none', 'llama4', 'power', 'log'])),
  worded(whole('queryStep', 8192, 1, positionLimit, 'log')),
  worded(real('queryGain', 0.1, 0, 2)),
  worded(whole('querySpan', 2048, 1, positionLimit, 'log')),
  worded(real('querySlope', 0.4, 0, 4)),
  worded(real('queryBias', 0, -2, 4)),
  /** Blocks, and the one whose attention is shown, 1…depth. */
  worded(whole('depth', 1, 1, 6)),
  worded(whole('layer', 1, 1, 1024)),
  /** Whether the table is fused before the first block alone, or before every one. */
  worded(choice('fused', 'first', ['first', 'every'])),
  /**
   * Which blocks have positions. three-of-four: all but every fourth. windowed: the same, and those that
   * have them see no further back than `window`. first: the first alone.
   */
  worded(choice('layerPattern', 'every', layerPatterns)),
  /** In what the table, the weights or both are held. */
  worded(choice('precision', 'float32', ['float32', 'float16', 'bfloat16', 'int8', 'int4'])),
  worded(choice('reduce', 'both', ['both', 'table', 'weights'])),
  /** The schemes beside it in the Compare room, as `state/compare.ts` writes them. */
  worded(anyText('compare', '', 1000)),
  /** Whose weights: made from the seed, of the trained encoder of `model/`, or of a file that is open. */
  worded(choice('model', 'seeded', ['seeded', 'use-lite', 'file'])),
  /** Which position each token of a trained model is given; shuffled by the seed. */
  worded(choice('order', 'forward', ['forward', 'reversed', 'shuffled'])),
  /** Which layers of a model from a file are changed, as `1-4, 7`; all where nothing is said. */
  worded(anyText('layers', '', 200)),
  /** Which heads of these layers are: `2` in each of them, `5.2-4` in the fifth; all where nothing is said. */
  worded(anyText('changedHeads', '', 400)),
  /** Which pairs of channels turn there, the fastest first; the others stand still. */
  worded(anyText('pairs', '', 200)),
];

/** All of what is computed. */
export interface Spec extends ValuesOf<(typeof declared)[number]> {
  /** The scheme's parameters by name: all of them and no others. */
  readonly params: ParamValues;
}

type FieldName = Exclude<keyof Spec, 'params'>;
export type Field = Param & { readonly name: FieldName };

export const fields: readonly Field[] = declared;

export const defaultSpec: Spec = {
  ...usualValues(declared),
  params: defaultParams(defaultEncoding),
};

/** What the page opens with in a language, where the address says nothing. */
export function openingSpec(locale: Locale): Spec {
  return { ...defaultSpec, text: textIn(openingTexts, locale) };
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

/** What its scheme shows without the causal mask that it is made for; null where it has one or needs none. */
export function unmaskedOf(spec: Spec): Localized | null {
  const masked = spec.model === 'seeded' && (spec.mask === 'causal' || spec.mask === 'window');
  return masked ? null : (schemeOf(spec).withoutMask ?? null);
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
  const model = fileModel(spec);
  if (model) return { length, start, ...fileDims(model, familyOf(spec)) };
  return { length, start, dModel: dim, nHeads: heads, dHead: dim / heads };
}

/** The sizes of a model from a file for a scheme: a table is as wide as the tokens that it is added to. */
export function fileDims(
  { width, embeddingWidth, heads, headDim }: ModelDescription,
  family: Family,
): Pick<Dims, 'dModel' | 'nHeads' | 'dHead'> {
  const dModel = family === 'additive' ? embeddingWidth : width;
  return { dModel, nHeads: heads, dHead: headDim };
}

/** What the model of a Spec is, where it is one from a file that is open. */
export function fileModel({ model }: Spec): ModelDescription | null {
  return (model === 'file' && openedModel()?.description) || null;
}

/** Blocks whose attention can be shown. */
export function layersOf(spec: Spec): number {
  if (spec.model === 'file') return fileModel(spec)?.layers.length ?? spec.layer;
  return spec.model === 'use-lite' ? encoderSizes.layers : spec.depth;
}

/** Heads whose attention can be shown. */
export function headsOf(spec: Spec): number {
  if (spec.model === 'file') return fileModel(spec)?.heads ?? spec.head;
  return spec.heads;
}

/** Whether norms with weights lie between the stages of its block: no two of them make a third. */
export function hasNormsBetween({ model, weights }: Spec): boolean {
  return model === 'use-lite' || (model === 'seeded' && weights === 'raced');
}

/** Whether the block shown has positions. */
export function hasPositions({ layerPattern, layer }: Spec): boolean {
  if (layerPattern === 'every') return true;
  return layerPattern === 'first' ? layer === 1 : layer % 4 !== 0;
}

/** The sizes of every block of a Spec that differ: the heads of the trained encoder get wider. */
export function blockDims(spec: Spec): readonly Dims[] {
  const dims = dimsOf(spec);
  if (spec.model !== 'use-lite' || familyOf(spec) === 'additive') return [dims];
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
