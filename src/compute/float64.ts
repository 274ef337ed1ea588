/** What a frame knows in float64: the scheme's formula, and rows of the pass. No tensors. */
import { type ExactInputs, type ExactPass, exactPass } from '../attention/exact.ts';
import type { Mask } from '../attention/mask.ts';
import { weightColumns } from '../attention/weights.ts';
import type { Exact } from '../encodings/encoding.ts';
import type { Frame, RivalFrame } from '../state/frame.ts';
import { normalOf, type RacedModel, racedEpsilon, racedOf, weightOf } from '../state/raced.ts';
import { dimsOf, familyOf, type Spec, schemeOf } from '../state/spec.ts';
import { orderOf } from './order.ts';

/** What the pass starts from, beside its Spec. */
export interface Start {
  /** Of the different words, [unique token, dModel]. */
  readonly vectors: Float32Array;
  readonly mask: Mask;
  /** Rows of W_q and W_k: twice dModel where token and position go side by side. */
  readonly rows: number;
}

/** A frame as plain data, which can go from one thread to another. */
export interface FrameData extends Omit<Frame, 'rivals' | 'exact' | 'exactRow' | 'prepareRows'> {
  readonly rivals: readonly (Omit<RivalFrame, 'frame'> & { readonly frame: FrameData })[];
  /** Null where the pass is not one that there is in float64. */
  readonly start: Start | null;
}

/** The frame with its formulas. */
export function withFloat64({ start, rivals, ...data }: FrameData): Frame {
  const { spec, line } = data;
  const formula = schemeOf(spec).exact?.(spec.params, dimsOf(spec), normalOf(spec)) ?? null;
  const exact = spec.order === 'forward' ? formula : formula && inOrder(formula, spec);
  const pass = start && passOf(spec, exact, line.ids, start);
  return {
    ...data,
    rivals: rivals.map((rival) => ({ ...rival, frame: withFloat64(rival.frame) })),
    exact,
    exactRow: (query) => pass?.row(query) ?? null,
    prepareRows: async (pause) => (await pass?.prepare(pause)) ?? false,
  };
}

function passOf(
  spec: Spec,
  exact: Exact | null,
  ids: readonly number[],
  { vectors, mask, rows }: Start,
): ExactPass {
  const dims = dimsOf(spec);
  const first = (spec.head - 1) * dims.dHead;
  const racer = racedOf(spec);
  const weights: Pick<ExactInputs, 'columns' | 'norm'> = racer
    ? racedWeights(racer, first)
    : {
        columns: (name, from, count) =>
          weightColumns(name, spec.weights, spec.seed, dims.dModel, first + from, count, { rows }),
        norm: null,
      };
  return exactPass({
    ...dims,
    head: spec.head - 1,
    family: familyOf(spec),
    exact,
    ids,
    vectors,
    ...weights,
    mask,
    fusion: spec.fusion,
    gain: spec.gain,
    temperature: spec.temperature,
    queryScale: spec,
  });
}

/** Of the first block of a racer: a head's columns, from `first` on, and the norm before them. */
function racedWeights(racer: RacedModel, first: number): Pick<ExactInputs, 'columns' | 'norm'> {
  const at = (name: string): Float32Array => {
    const found = weightOf(racer, name);
    if (!found) throw new Error(`float64: no weight "${name}" in ${racer.name}`);
    return found.data;
  };
  const { dim } = racer;
  return {
    columns(name, from, count) {
      const both = at('0.queryKey'); // [2, dModel, dModel]
      const own = name === 'wq' ? 0 : dim * dim;
      return Float32Array.from({ length: dim * count }, (_, cell) => {
        const [row, column] = [Math.floor(cell / count), cell % count];
        return both[own + row * dim + first + from + column] ?? Number.NaN;
      });
    },
    norm: { epsilon: racedEpsilon, scale: at('0.norm1.scale'), shift: at('0.norm1.shift') },
  };
}

/**
 * The formula where the tokens are given other positions: the rows of a table are theirs. What a
 * rotation or a bias map shows is the scheme itself, whatever the tokens.
 */
function inOrder(exact: Exact, spec: Spec): Exact {
  const { start } = spec;
  const order = orderOf(spec);
  const from = (row: number) => order[row] ?? row;
  const at = (position: number) => start + from(position - start);
  if (familyOf(spec) === 'additive') {
    return {
      ...exact,
      cell: (row, column) => exact.cell(from(row), column),
      steps: (row, column) => exact.steps(from(row), column),
      numpy: (row, column) => exact.numpy(from(row), column),
    };
  }
  return {
    ...exact,
    bias: (head, query, key) => exact.bias?.(head, at(query), at(key)) ?? 0,
    numpyBias: (head, query, key) => exact.numpyBias?.(head, at(query), at(key)) ?? 'value = 0',
  };
}
