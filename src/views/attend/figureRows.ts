/** The rows of bars behind a number, with what is written beside them. */

import {
  around,
  type ChannelOrigin,
  type PairOrigin,
  rootOf,
  seenKeys,
} from '../../explain/origin.ts';
import { type Product, products, sumOf } from '../../explain/product.ts';
import { isHidden } from '../../explain/weight.ts';
import type { Found } from '../../show/readOrigin.ts';
import { plainNumber, say, scientific, shortValue, tokenAt } from '../../show/words.ts';
import { type Frame, type StageName, stageNames } from '../../state/frame.ts';
import { type BarRow, reach } from './bars.ts';
import { toneOf } from './tones.ts';

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

function channelRows(frame: Frame, origin: ChannelOrigin, lit: number | null): FigureRows {
  const { product } = origin;
  if (origin.stage === 'mixed' && product) return mixedRows(frame, origin, product, lit);
  return product ? projectedRows(origin, product, lit) : elementRows(origin);
}

const matrixLabels = { wq: 'W_q', wk: 'W_k', wv: 'W_v', wo: 'W_o', wide: 'W₁', narrow: 'W₂' };

/** Two rows of factors and their products, which sum to a value. */
function factorRows(
  { from, by, row, column }: Product,
  lit: number | null,
  [first, last]: readonly [number, number] = [0, row.length - 1],
): readonly [BarRow, BarRow, BarRow] {
  const each = products(row, column);
  const part = (of: Float32Array | Float64Array) => of.slice(first, last + 1);
  const at = (of: ArrayLike<number>) => (lit === null ? [] : [shortValue(of[first + lit] ?? 0)]);
  const bars = (of: Float32Array | Float64Array) => ({
    values: part(of),
    domain: reach(part(of)),
    lit,
  });
  const tone = from === 'weights' ? 'value' : 'content';
  return [
    { id: from, label: factorLabel(from), tone: toneOf(from), ...bars(row), notes: at(row) },
    {
      id: by,
      label: by === 'value' ? say('attend.how.value') : matrixLabels[by],
      tone: toneOf(by),
      ...bars(column),
      notes: at(column),
    },
    {
      id: 'product',
      label: say('attend.how.product'),
      tone,
      ...bars(each),
      notes: [...at(each), say('attend.how.sum', { value: shortValue(sumOf(each)) })],
      result: lit === null ? 0 : 1,
    },
  ];
}

function factorLabel(from: Product['from']): string {
  if (from === 'joined' || from === 'hidden') return say(`attend.how.${from}`);
  if (from === 'weights') return say('attend.how.softmax');
  return say(`stage.${from}`);
}

/** A row of weights times a column of V, key by key. */
function mixedRows(
  frame: Frame,
  origin: ChannelOrigin,
  product: Product,
  lit: number | null,
): FigureRows {
  const { row, column } = product;
  const seen = Math.max(
    row.findLastIndex((weight) => weight !== 0),
    0,
  );
  const [first, last] = around([0, seen], origin.row, mostKeys);
  const [weights, values, each] = factorRows(product, lit, [first, last]);
  const names = Array.from({ length: last - first + 1 }, (_, i) => tokenAt(frame, first + i));
  return {
    rows: [weights, values, { ...each, words: names }],
    elements: last - first + 1,
    firstKey: first,
    element: (place) =>
      say('attend.how.keyElement', {
        key: tokenAt(frame, first + place),
        ...spokenFactors(row[first + place], column[first + place]),
      }),
  };
}

/** A row times a column of a matrix, channel by channel, and the row that it is a cell of. */
function projectedRows(origin: ChannelOrigin, product: Product, lit: number | null): FigureRows {
  const { row, column } = product;
  return {
    rows: [...factorRows(product, lit), ...elementRows(origin).rows],
    elements: row.length,
    firstKey: 0,
    element: (place) =>
      say('attend.how.element', { channel: place, ...spokenFactors(row[place], column[place]) }),
  };
}

const spokenFactors = (a = 0, b = 0) => ({
  a: shortValue(a),
  b: shortValue(b),
  value: shortValue(a * b),
});

/** The rows that a row was made from, the channel marked. */
function elementRows({ stage, channel, parts, spec }: ChannelOrigin): FigureRows {
  // Side by side, the table's channels follow those of the tokens.
  const shift = stage === 'input' && spec.fusion === 'concat' && channel >= spec.dim ? spec.dim : 0;
  return {
    rows: stageNames.flatMap((name: StageName) => {
      const values = parts[name];
      if (!values) return [];
      const lit = name === stage ? channel : channel - shift;
      return {
        id: name,
        label: say(name === 'attended' ? 'stage.attended.what' : `stage.${name}`),
        tone: toneOf(name),
        values,
        domain: reach(values),
        lit,
        notes: [shortValue(values[lit] ?? 0)],
        ...(name === stage && { result: 0 }),
      };
    }),
    elements: 0,
    firstKey: 0,
    element: () => '',
  };
}
