/** The rows of bars behind a number, with what is written beside them. */
import type { Frame, StageName } from '../../state/frame.ts';
import { plainNumber, say, scientific, shortValue, tokenAt } from '../words.ts';
import { type BarRow, reach, type Tone } from './bars.ts';
import {
  around,
  type ChannelOrigin,
  isHidden,
  type PairOrigin,
  products,
  rootOf,
  seenKeys,
  sumOf,
} from './origin.ts';
import type { Found } from './readOrigin.ts';

/** Keys shown under the softmax at most. */
const mostKeys = 40;

export interface FigureRows {
  readonly rows: readonly BarRow[];
  /** How many bars of a product can be pointed at one by one; 0 where there is no product. */
  readonly elements: number;
  /** The first key among the bars that are keys. */
  readonly firstKey: number;
  /** What is said of the element that is pointed at. */
  readonly element: (place: number) => string;
}

/**
 * @param lit     the element of the product that is pointed at, or null
 * @param exact   the float64 weight, or null while it is not known
 */
export function figureRows(
  { frame, origin }: Found,
  lit: number | null,
  exact: number | null,
): FigureRows {
  return origin.kind === 'pair'
    ? pairRows(frame, origin, lit, exact)
    : channelRows(frame, origin, lit);
}

function pairRows(
  frame: Frame,
  origin: PairOrigin,
  lit: number | null,
  exact: number | null,
): FigureRows {
  const { query, key, logits, weights, column } = origin;
  const product = products(query, key);
  const shared = reach(query, key);
  const [first, last] = around(seenKeys(logits, column), column, mostKeys);
  const shown = weights.slice(first, last + 1);
  const at = (values: ArrayLike<number>) => (lit === null ? [] : [shortValue(values[lit] ?? 0)]);
  const sum = say('attend.how.sum', { value: shortValue(sumOf(product)) });
  return {
    rows: [
      {
        id: 'query',
        label: say('attend.how.query'),
        tone: 'query',
        values: query,
        domain: shared,
        lit,
        notes: at(query),
      },
      {
        id: 'key',
        label: say('attend.how.key'),
        tone: 'key',
        values: key,
        domain: shared,
        lit,
        notes: at(key),
      },
      {
        id: 'product',
        label: say('attend.how.product'),
        tone: 'position',
        values: product,
        domain: reach(product),
        lit,
        notes: [...at(product), sum],
        result: lit === null ? 0 : 1,
      },
      {
        id: 'softmax',
        label: say('attend.how.softmax'),
        tone: 'weight',
        values: shown,
        domain: reach(shown),
        lit: column - first,
        litTone: 'key',
        ...weightNotes(origin, exact),
        words: Array.from(shown, (_, i) => tokenAt(frame, first + i)),
      },
    ],
    elements: query.length,
    firstKey: first,
    element: (place) =>
      say('attend.how.element', {
        channel: place,
        a: shortValue(query[place] ?? 0),
        b: shortValue(key[place] ?? 0),
        value: shortValue(product[place] ?? 0),
      }),
  };
}

/** From the sum to the weight, a line a step. */
function weightNotes(origin: PairOrigin, exact: number | null): Pick<BarRow, 'notes' | 'result'> {
  const { spec, column, scale, scores, bias, logits, weights } = origin;
  const logit = logits[column] ?? 0;
  const weight = weights[column] ?? 0;
  const root = rootOf(scale);
  const score = shortValue(scores[column] ?? 0);
  const notes: string[] = [];
  if (root !== null) notes.push(say('attend.how.root', { root, value: score }));
  else if (scale !== 1)
    notes.push(say('attend.how.scale', { scale: shortValue(scale), value: score }));
  const added = bias?.[column];
  if (added !== undefined && !isHidden(added)) {
    notes.push(
      say(added < 0 ? 'attend.how.less' : 'attend.how.plus', {
        bias: shortValue(Math.abs(added)),
      }),
    );
  }
  if (isHidden(logit)) notes.push(say('attend.how.masked'));
  else if (spec.temperature === 0) notes.push(say('attend.how.coldest'));
  else if (spec.temperature !== 1)
    notes.push(say('attend.how.temperature', { temperature: plainNumber(spec.temperature) }));
  const result = notes.length;
  notes.push(say('attend.how.weight', { value: shortValue(weight) }));
  if (exact !== null) {
    notes.push(say('attend.how.exact', { value: shortValue(exact, 6) }));
    notes.push(say('attend.how.apart', { difference: scientific(Math.abs(weight - exact)) }));
  }
  return { notes, result };
}

const tones: Partial<Record<StageName, Tone>> = {
  table: 'position',
  query: 'query',
  key: 'key',
  value: 'value',
  mixed: 'value',
  weights: 'weight',
};

function channelRows(frame: Frame, origin: ChannelOrigin, lit: number | null): FigureRows {
  return origin.stage === 'mixed' ? mixedRows(frame, origin, lit) : elementRows(origin);
}

/** A row of weights times a column of V, key by key. */
function mixedRows(frame: Frame, origin: ChannelOrigin, lit: number | null): FigureRows {
  const { channel, row, parts } = origin;
  const weights = parts.weights ?? new Float32Array();
  const values = parts.value ?? new Float32Array();
  const seen = weights.findLastIndex((weight) => weight !== 0);
  const [first, last] = around([0, Math.max(seen, 0)], row, mostKeys);
  const part = (from: Float32Array | Float64Array) => from.slice(first, last + 1);
  const each = products(weights, values);
  const at = (of: ArrayLike<number>) => (lit === null ? [] : [shortValue(of[first + lit] ?? 0)]);
  const sum = shortValue(parts.mixed?.[channel] ?? 0);
  return {
    rows: [
      {
        id: 'weights',
        label: say('attend.how.softmax'),
        tone: 'weight',
        values: part(weights),
        domain: reach(part(weights)),
        lit,
        notes: at(weights),
      },
      {
        id: 'value',
        label: say('attend.how.value'),
        tone: 'value',
        values: part(values),
        domain: reach(part(values)),
        lit,
        notes: at(values),
      },
      {
        id: 'product',
        label: say('attend.how.product'),
        tone: 'value',
        values: part(each),
        domain: reach(part(each)),
        lit,
        notes: [...at(each), say('attend.how.sum', { value: sum })],
        result: lit === null ? 0 : 1,
        words: Array.from(part(each), (_, i) => tokenAt(frame, first + i)),
      },
    ],
    elements: last - first + 1,
    firstKey: first,
    element: (place) =>
      say('attend.how.keyElement', {
        key: tokenAt(frame, first + place),
        a: shortValue(weights[first + place] ?? 0),
        b: shortValue(values[first + place] ?? 0),
        value: shortValue(each[first + place] ?? 0),
      }),
  };
}

/** The rows that a row was made from, the channel marked where it is the same one. */
function elementRows({ stage, channel, parts, spec }: ChannelOrigin): FigureRows {
  const sources = Object.entries(parts) as [StageName, Float32Array][];
  const projected =
    stage === 'query' || stage === 'key' || stage === 'value' || stage === 'attended';
  const width = parts.tokens?.length ?? 0;
  const litIn = (name: StageName): number | null => {
    if (name === stage) return channel;
    if (projected) return null;
    // Side by side, the table's channels follow those of the tokens.
    const side = stage === 'input' && spec.fusion === 'concat' && parts.table;
    if (!side) return channel;
    if (name === 'tokens') return channel < width ? channel : null;
    return channel < width ? null : channel - width;
  };
  return {
    rows: sources.map(([name, values]) => {
      const lit = litIn(name);
      return {
        id: name,
        label: say(`stage.${name}`),
        tone: tones[name] ?? 'content',
        values,
        domain: reach(values),
        lit,
        notes: lit === null ? [] : [shortValue(values[lit] ?? 0)],
        ...(name === stage && { result: 0 }),
      };
    }),
    elements: 0,
    firstKey: 0,
    element: () => '',
  };
}
