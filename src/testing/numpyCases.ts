/**
 * Numbers with the NumPy lines that are said to compute them: every scheme under each of its choices,
 * at a few cells, what Compare, Model and the Shift lens show, and stages of a block. For
 * `scripts/numpy.test.ts`, which runs the lines.
 */
import { causalMask } from '../attention/mask.ts';
import { tokenVectors } from '../attention/weights.ts';
import { withFloat64 } from '../compute/float64.ts';
import type { AnyEncoding, Dims, Exact } from '../encodings/encoding.ts';
import { encodings, loadEncodings } from '../encodings/index.ts';
import { defaultsOf, type ParamValues } from '../encodings/params.ts';
import { seededNormal } from '../encodings/seeded.ts';
import { exactly } from '../explain/exactly.ts';
import { numpyOfCell, numpyOfOrigin, numpyOfShift } from '../explain/numpy.ts';
import type { Origin } from '../explain/origin.ts';
import { shiftOf } from '../explain/shift.ts';
import type { Frame } from '../state/frame.ts';
import { defaultSpec, dimsOf, familyOf, type Spec, schemeOf } from '../state/spec.ts';
import { lineOf, tokenize } from '../text/tokens.ts';
import { exactContextOf } from './content.ts';
import { variants } from './variants.ts';

export interface NumpyCase {
  readonly name: string;
  readonly lines: string;
  readonly value: number;
}

const dims: Dims = { length: 24, start: 1000, dModel: 64, nHeads: 4, dHead: 16 };

/** Formulas whose Python is not what they look like. */
const formulas = [
  '-abs(p - q) / 2^(i + 1)',
  'if(mod(p, 3) == 1 and not (i < 2), -2^2, max(p, i, 3) / tau)',
  'mod(-p, 7) + 2^-1 + (p - 1000)^2^0.5',
  'mod(p - q, 4) == 0 ? 0 : -4',
];

function casesOf(scheme: AnyEncoding, params: ParamValues): readonly NumpyCase[] {
  if (scheme.check?.(params, dims)) return [];
  const exact = scheme.exact?.(params, dims, seededNormal(7));
  if (!exact) return [];
  const name = `${scheme.id} ${JSON.stringify(params)}`;
  const family = scheme.familyFor?.(params) ?? scheme.family;
  return [
    ...cells(name, exact, family === 'additive' ? dims.dModel : 4),
    ...(family === 'bias' ? biases(name, exact) : []),
    ...(family === 'contextual' ? scores(name, exact) : []),
  ];
}

function cells(name: string, exact: Exact, width: number): readonly NumpyCase[] {
  const some = [
    [0, 0],
    [3, 1],
    [2, width - 1],
    [1, Math.floor(width / 2)],
  ] as const;
  return some.map(([row, column]) => ({
    name: `${name} cell ${row}, ${column}`,
    lines: exact.numpy(row, column),
    value: exact.cell(row, column),
  }));
}

function biases(name: string, exact: Exact): readonly NumpyCase[] {
  const some = [
    [0, 1020, 1003],
    [3, 1001, 1019],
  ] as const;
  return some.map(([head, query, key]) => ({
    name: `${name} bias ${query}, ${key}`,
    lines: exact.numpyBias?.(head, query, key) ?? 'value = np.nan',
    value: exact.bias?.(head, query, key) ?? 0,
  }));
}

/** What content adds to the scores of random queries and keys. */
function scores(name: string, exact: Exact): readonly NumpyCase[] {
  const random = (stream: string) => {
    const entry = seededNormal(3)(stream);
    return Array.from({ length: dims.length * dims.dHead }, (_, i) => entry(i, 0));
  };
  const { dHead } = dims;
  const entry = seededNormal(3)('x');
  const input = Array.from({ length: dims.length * dims.dModel }, (_, i) => entry(i, 0));
  const content = { query: random('q'), key: random('k'), dHead, input };
  const context = exactContextOf(content, 10);
  const added = exact.score?.(context);
  return [4, 10, 17].map((key) => ({
    name: `${name} score ${key}`,
    lines: exact.numpyScore?.(context, key) ?? '',
    value: added?.[key] ?? Number.NaN,
  }));
}

/** Numbers of a block, made from others that are given. */
function stages(): readonly NumpyCase[] {
  const spec = { ...defaultSpec, gain: 2, temperature: 0.5 };
  // Only what the lines ask of it.
  const frame = { spec, exact: null } as unknown as Frame;
  const hidden = Number.NEGATIVE_INFINITY;
  const row = Float32Array.of(0.1, -0.2, 0.3, 0.7);
  const column = Float32Array.of(2, 1, 5, -1);
  const sum = row.reduce((total, x, i) => total + x * (column[i] ?? 0), 0);
  const pair = {
    kind: 'pair',
    spec,
    row: 2,
    column: 1,
    scale: 0.5,
    query: row,
    key: column,
    scores: Float32Array.of(0, sum / 2, 1, 9),
    bias: Float32Array.of(0, -0.25, 0, 0),
    biasSteps: null,
    logits: Float32Array.of(0.5, 1.5, -1, hidden),
    weights: Float32Array.of(0, 0, 0, 0),
    terms: [],
  } as const;
  const powers = [0.5, 1.5, -1].map((logit) => Math.exp(logit / 0.5));
  const weight = (powers[1] ?? 0) / powers.reduce((a, b) => a + b);
  const factors = { from: 'input', by: 'wq', row, column, turn: null, factor: 1 } as const;
  const turn = {
    channels: [0, 1],
    angle: 2.5,
    gain: 1.25,
    other: column.map((x) => x + 1),
  } as const;
  const other = row.reduce((total, x, i) => total + x * (turn.other[i] ?? 0), 0);
  const channel = { kind: 'channel', spec, row: 3, channel: 1, product: factors } as const;
  const sums = row.map((x, i) => x + (column[i] ?? 0));
  const mean = sums.reduce((a, b) => a + b) / 4;
  const variance = sums.reduce((total, x) => total + (x - mean) ** 2, 0) / 4;
  const norm = ((sums[1] ?? 0) - mean) / Math.sqrt(variance + 1e-5);
  const all: readonly (readonly [Origin, number])[] = [
    [{ ...pair, stage: 'scores' }, sum / 2],
    [{ ...pair, stage: 'logits' }, sum / 2 - 0.25],
    [{ ...pair, stage: 'logits', column: 3 }, hidden],
    [{ ...pair, stage: 'weights' }, weight],
    [{ ...pair, stage: 'weights', column: 3 }, 0],
    [{ ...pair, stage: 'weights', spec: { ...spec, temperature: 0 } }, 1],
    [{ ...pair, stage: 'weights', logits: pair.logits.map(() => hidden) }, 0],
    [{ ...channel, stage: 'tokens', parts: { tokens: row } }, -0.2],
    [{ ...channel, stage: 'input', parts: { tokens: row, table: column, input: sums } }, 0.8],
    [{ ...channel, stage: 'query', parts: {} }, sum],
    [
      { ...channel, stage: 'query', channel: 1, parts: {}, product: { ...factors, turn } },
      1.25 * (Math.sin(2.5) * other + Math.cos(2.5) * sum),
    ],
    [{ ...channel, stage: 'query', parts: {}, product: { ...factors, factor: 1.5 } }, 1.5 * sum],
    [{ ...channel, stage: 'mixed', parts: {} }, sum],
    [{ ...channel, stage: 'attended', parts: {} }, sum],
    [{ ...channel, stage: 'residual', parts: { input: row, attended: column } }, norm],
    [{ ...channel, stage: 'output', parts: { residual: row, forward: column } }, norm],
  ];
  return all.map(([origin, value], i) => ({
    name: `${origin.stage}, ${i}`,
    lines: numpyOfOrigin(origin, frame) ?? '',
    value,
  }));
}

/** A frame as far as its float64 formulas go. */
function frameOf(spec: Spec): Frame {
  const { length, dim } = spec;
  const line = lineOf(tokenize(spec.text, spec.tokens), length, false);
  const frame = withFloat64({
    spec,
    line,
    maps: { positions: null, similarity: memory(length), attention: memory(length) },
    rivals: [],
    stages: null,
    model: null,
    start: { vectors: tokenVectors(line.unique, spec.seed, dim), mask: causalMask, rows: dim },
  });
  // All that is asked of the map itself.
  const rotary = Math.max(2 * (frame.exact?.pairs ?? 0), dimsOf(spec).dHead);
  const positions = memory(length, familyOf(spec) === 'rotary' ? rotary : dim);
  return { ...frame, maps: { ...frame.maps, positions } };
}

const memory = (rows: number, columns = rows) =>
  ({
    kind: 'memory',
    rows,
    columns,
    rowAxis: 'position',
    columnAxis: 'channel',
    data: new Float32Array(),
  }) as const;

const small: Spec = { ...defaultSpec, length: 17, start: 3, dim: 32, heads: 4, head: 3 };

/** The frame of every scheme, and of some under other options. */
function frames(): readonly Frame[] {
  const specs = encodings.flatMap(({ id, params }) =>
    variants(params).map((some): Spec => ({ ...small, encoding: id, params: some })),
  );
  const others = [{ similarity: 'dot' }, { temperature: 0.5 }, { temperature: 0 }] as const;
  return [...specs, ...others.map((some): Spec => ({ ...small, ...some }))]
    .filter((spec) => !schemeOf(spec).check?.(spec.params, dimsOf(spec)))
    .map(frameOf);
}

const nameOf = ({ encoding, params }: Spec) => `${encoding} ${JSON.stringify(params)}`;

/** The squares of a column of Compare. */
function compared(frame: Frame): readonly NumpyCase[] {
  const under = [
    { row: 9, column: 2 },
    { row: 4, column: 4 },
    { row: 5, column: 11 },
  ];
  return (['similarity', 'attention'] as const).flatMap((map) =>
    under.flatMap((cell) => {
      const { value } = exactly(frame, map, cell);
      const name = `${nameOf(frame.spec)} ${map} ${cell.row}, ${cell.column}`;
      return value === null ? [] : [{ name, lines: numpyOfCell(frame, map, cell) ?? '', value }];
    }),
  );
}

/** What the Shift lens shows of a scheme that has an operator: it is to arrive at P(p + k). */
function shifts(frame: Frame): readonly NumpyCase[] {
  const { exact } = frame;
  const shift = shiftOf(frame);
  if (shift.kind !== 'shift' || !exact) return [];
  const row = 7;
  const before = Float32Array.from({ length: shift.width }, (_, i) => exact.cell(row, i));
  return [5, -4].flatMap((k) =>
    shift
      .blocks(k)
      .slice(0, 2)
      .flatMap((block) =>
        block.channels.map((channel) => ({
          name: `${nameOf(frame.spec)} shift by ${k}, channel ${channel}`,
          lines: numpyOfShift(block, before, channel),
          value: exact.cell(row + k, channel),
        })),
      ),
  );
}

/** A weight of the trained encoder, whose rows have no mask. */
function trained(): readonly NumpyCase[] {
  const logits = Float32Array.of(-1.25, 0.5, 3.75, 2);
  const powers = Array.from(logits, Math.exp);
  const spec: Spec = { ...defaultSpec, model: 'use-lite', mask: 'none' };
  return powers.map((power, column) => {
    const none = new Float32Array();
    const origin: Origin = {
      kind: 'pair',
      stage: 'weights',
      spec,
      row: 1,
      column,
      scale: 1,
      query: none,
      key: none,
      scores: none,
      bias: null,
      biasSteps: null,
      logits,
      weights: none,
      terms: [],
    };
    return {
      name: `trained encoder, weight ${column}`,
      lines: numpyOfOrigin(origin, { spec, exact: null } as unknown as Frame) ?? '',
      value: power / powers.reduce((a, b) => a + b),
    };
  });
}

/** Of every scheme that there is. */
export async function numpyCases(): Promise<readonly NumpyCase[]> {
  await loadEncodings();
  const schemes = encodings.flatMap((scheme) => [
    ...variants(scheme.params).flatMap((params) => casesOf(scheme, params)),
    ...(scheme.id === 'custom'
      ? formulas.flatMap((formula) => casesOf(scheme, { ...defaultsOf(scheme.params), formula }))
      : []),
  ]);
  const all = frames();
  return [...schemes, ...stages(), ...all.flatMap(compared), ...all.flatMap(shifts), ...trained()];
}
