/**
 * States with the numbers that the page has for them: every scheme under each of its choices, and what
 * a pass can be asked for. For the test that runs the exported code. For tests only.
 */
import { setBackend, tidy } from '@tensorflow/tfjs';
import { exactPass } from '../attention/exact.ts';
import { weightColumns } from '../attention/weights.ts';
import type { Start } from '../compute/float64.ts';
import { hooksOf } from '../compute/hooks.ts';
import { createInputs } from '../compute/inputs.ts';
import { readers } from '../compute/read.ts';
import { seededSource } from '../compute/source.ts';
import type { Exact } from '../encodings/encoding.ts';
import { encodings } from '../encodings/index.ts';
import * as operations from '../encodings/operations.ts';
import { defaultsOf, type ParamValues } from '../encodings/params.ts';
import { seededNormal } from '../encodings/seeded.ts';
import { rowProducts, similarityFrom } from '../encodings/similarity.ts';
import { provideTensors } from '../encodings/tensors.ts';
import type { results } from '../export/code/script.ts';
import { defaultSpec, dimsOf, familyOf, rowsOf, type Spec, schemeOf } from '../state/spec.ts';
import type { Line } from '../text/tokens.ts';
import { cellsOf } from './exact.ts';
import { variants } from './variants.ts';

export interface CodeCase {
  readonly name: string;
  readonly spec: Spec;
}

const base: Spec = { ...defaultSpec, length: 21, start: 3, dim: 32, heads: 4, head: 3 };

/** Parameters that choices alone do not reach. */
const further: Readonly<Record<string, readonly ParamValues[]>> = {
  rope: [
    { rotaryDim: 4 },
    { rotaryDim: 4, pairing: 'half' },
    { scaling: 'yarn', mscale: 0.7, mscaleAllDim: 1 },
    { scaling: 'yarn', rotaryDim: 4, factor: 40 },
    { scaling: 'longrope', longFactors: '1, 2, 3, 4.5', originalLength: 16 },
    { scaling: 'longrope', shortFactors: '2', attentionFactor: 1.25 },
    { scaling: 'dynamic-ntk', originalLength: 16 },
    { scaling: 'proportional', fraction: 0.6, factor: 2 },
  ],
  t5: [{ buckets: 8, maxDistance: 16 }],
  deberta: [{ span: 4 }, { span: 8, logBuckets: true, bucketSize: 8, maxPosition: 16 }],
  shaw: [{ clip: 2 }],
  cope: [{ maxPosition: 3 }],
  fire: [{ limit: 4 }],
  kerple: [{ form: 'power', r2: 0.5 }],
  'relative-profiles': [{ extent: 8 }],
  forgetting: [{ content: 0 }, { bias: 'same', b: -0.5 }],
  path: [{ beta: 'fixed', strength: 1.5 }],
  xpos: [{ scaleBase: 20 }],
  'm-rope': [{ textLength: 5, rows: 2, columns: 3 }, { sections: '2, 1, 1' }],
  sinusoidal: [{ base: 100 }, { layout: 'tensor2tensor', minTimescale: 2, maxTimescale: 500 }],
  custom: [
    ...(encodings.find(({ id }) => id === 'custom')?.presets ?? []).map(({ params }) => params),
    { formula: 'if(mod(p, 3) == 1 and not (i < 2), -2^2, max(p, i, 3) / tau)' },
    { formula: 'if(p > q or i == 1, min(p - q, 2, i), 0) - (p != q) * base^-0.5' },
    { formula: 'pi' },
    { formula: 'sqrt(abs(floor(-q / 2))) + exp(-tan(p / 100)) + log(q + 1)' },
  ],
};

/** What a pass can be asked for, on a few schemes. */
const passes: readonly Partial<Spec>[] = [
  { mask: 'none' },
  { mask: 'window', window: 5 },
  { mask: 'padding', text: 'one two three' },
  { text: 'one two "three" l’été 好 🙂 one\\', tokens: 'characters' },
  { text: 'np.sin np.pi #x {y} math.pi' },
  { text: 'é🙂', tokens: 'bytes' },
  { weights: 'identity' },
  { temperature: 0.25 },
  { temperature: 0 },
  { queryScale: 'llama4', queryStep: 4 },
  { queryScale: 'power', querySpan: 7 },
  { queryScale: 'log', queryBias: 0.5 },
  { layerPattern: 'windowed', window: 6 },
  { seed: 4_000_000_000, start: 5000 },
  { length: 1 },
  { similarity: 'dot' },
];

/** The same, of what the page has in float32 alone. */
const inFloat32: readonly Partial<Spec>[] = (
  [
    { precision: 'float16' },
    { precision: 'bfloat16', reduce: 'weights' },
    { precision: 'int8', reduce: 'table' },
    { precision: 'int4' },
    { depth: 3, layer: 3 },
    { depth: 5, layer: 5, layerPattern: 'three-of-four', fused: 'every' },
    { depth: 4, layer: 4, layerPattern: 'windowed', window: 3, weights: 'identity' },
    { depth: 2, layer: 2, layerPattern: 'windowed', window: 3, precision: 'bfloat16' },
    { depth: 2, layer: 2, layerPattern: 'first' },
  ] as const
).map((given) => ({ length: 9, ...given }));

const ofTables: readonly Partial<Spec>[] = [
  { fusion: 'concat', gain: 0.5 },
  { fusion: 'concat', weights: 'identity' },
  { fusion: 'concat', depth: 2, layer: 2 },
  { fusion: 'multiply', gain: 2, depth: 2, layer: 2, fused: 'every' },
  { fusion: 'query-key', depth: 2, layer: 2 },
  { dim: 33, heads: 3 },
];

/** One of each family, and those whose attention has something of its own. */
const passSchemes = [
  'none',
  'sinusoidal',
  'rope',
  'alibi',
  't5',
  'shaw',
  'forgetting',
  'path',
  'pope',
];

const said = (given: object) => JSON.stringify(given);

function specOf(encoding: string, params: ParamValues, given: Partial<Spec>): Spec {
  const scheme = encodings.find(({ id }) => id === encoding);
  if (!scheme) throw new Error(`codeCases: no scheme ${encoding}`);
  return { ...base, ...given, encoding, params: { ...defaultsOf(scheme.params), ...params } };
}

export function codeCases(): readonly CodeCase[] {
  const ofSchemes = encodings.flatMap(({ id, params }) =>
    [...variants(params), ...(further[id] ?? [])].map((some) => {
      const sizes = some.table === 'minilm' ? { dim: 384, heads: 12, length: 7, start: 507 } : {};
      return { name: `${id} ${said(some)}`, spec: specOf(id, some, sizes) };
    }),
  );
  const ofPasses = passSchemes.flatMap((id) =>
    [
      ...passes,
      ...(id === 'sinusoidal' ? ofTables : []),
      ...(['sinusoidal', 'rope', 'shaw'].includes(id) ? inFloat32 : []),
    ].map((given) => ({
      name: `${id} under ${said(given)}`,
      spec: specOf(id, {}, given),
    })),
  );
  const heads = [6, 12].map((count) => ({
    name: `alibi with ${count} heads`,
    spec: specOf('alibi', {}, { heads: count, dim: 48 }),
  }));
  return [...ofSchemes, ...ofPasses, ...heads].filter(
    ({ spec }) => !schemeOf(spec).check?.(spec.params, dimsOf(spec)),
  );
}

export type Numbers = Readonly<Record<(typeof results)[number], ArrayLike<number>>>;

/** The page's numbers of a state, in float64 where the page has such a pass, else in float32. */
export async function pageNumbers(): Promise<(spec: Spec) => Numbers> {
  await setBackend('cpu');
  provideTensors(operations);
  const inputs = createInputs();
  const read = (spec: Spec, name: string) =>
    tidy(() => {
      const tensor = readers[name]?.(spec, inputs);
      if (!tensor) throw new Error(`codeCases: no ${name}`);
      return tensor.dataSync();
    });
  return (spec) => {
    const start = seededSource(inputs).start(spec);
    // Behind the end of a table the two passes do not say the same of what there is not.
    if (start && rowsOf(spec) === spec.length)
      return exactNumbers(spec, start, inputs.text(spec).line, () => read(spec, 'output'));
    return {
      positions: read(spec, 'positions'),
      similarity: read(spec, 'similarity'),
      weights: read(spec, 'weights'),
      output: read(spec, 'output'),
    };
  };
}

/** @param readOutput  of schemes that add to values, of which there is no float64 */
function exactNumbers(
  spec: Spec,
  start: Start,
  line: Line,
  readOutput: () => ArrayLike<number>,
): Numbers {
  const dims = dimsOf(spec);
  const { length, dModel, dHead, nHeads } = dims;
  const formula = schemeOf(spec).exact?.(spec.params, dims, seededNormal(spec.seed));
  const exact = formula ? { ...formula, cell: remembered(formula) } : null;
  const family = familyOf(spec);
  const rows = Array.from({ length: nHeads }, (_, head) => {
    const pass = exactPass({
      ...dims,
      ...start,
      head,
      family,
      exact,
      ids: line.ids,
      columns: (name, from, count) =>
        weightColumns(name, spec.weights, spec.seed, dModel, head * dHead + from, count, start),
      norm: null,
      fusion: spec.fusion,
      gain: spec.gain,
      temperature: spec.temperature,
      queryScale: spec,
    });
    return counted(length).map((query) => {
      const row = pass.row(query);
      if (!row) throw new Error('codeCases: too large for a test');
      return row;
    });
  });
  const [height, width] = mapSize(spec);
  const positions = exact ? cellsOf(exact, height, width) : new Float64Array(height * width);
  const similar = (row: number, column: number) => {
    if (!exact || family === 'none') return 0;
    if (family === 'bias' || family === 'contextual') {
      return rows[spec.head - 1]?.[row]?.added[column] ?? Number.NaN;
    }
    const products = rowProducts(exact, width, row, column, spec.head - 1);
    return similarityFrom(products, width, family, spec.similarity);
  };
  return {
    positions,
    similarity: counted(length).flatMap((row) =>
      counted(length).map((column) => similar(row, column)),
    ),
    weights: rows.flatMap((head) => head.flatMap(({ weights }) => [...weights])),
    output: hooksOf(spec).values
      ? readOutput()
      : outputOf(
          spec,
          start,
          line,
          exact,
          rows.map((head) => head.map(({ weights }) => weights)),
        ),
  };
}

/** Every head and every pair of rows asks for the same cells, each of which may be a long formula. */
function remembered(formula: Exact): Exact['cell'] {
  const known = new Map<string, number>();
  return (row, column) => {
    const at = `${row} ${column}`;
    const value = known.get(at) ?? formula.cell(row, column);
    known.set(at, value);
    return value;
  };
}

const counted = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Rows and columns of the position map. */
function mapSize(spec: Spec): readonly [number, number] {
  const { length, dModel, dHead, nHeads } = dimsOf(spec);
  const { vectors, rotation, bias, frequencies } = hooksOf(spec);
  // Channels in pairs, or each with one of its own.
  if (rotation) return [length, Math.max(2 * (frequencies?.length ?? 0), dHead)];
  if (vectors) return tidy(() => vectors(length).shape);
  return bias ? [nHeads, 2 * length - 1] : [length, dModel];
}

/** weights · V of all heads, times W_o. */
function outputOf(
  spec: Spec,
  { vectors, rows }: Start,
  { ids }: Line,
  exact: Exact | null,
  weights: readonly (readonly Float64Array[])[],
): Float64Array {
  const { length, dModel, dHead } = dimsOf(spec);
  const { fusion, gain, seed } = spec;
  const table = familyOf(spec) === 'additive' ? exact : null;
  const matrix = (name: 'wv' | 'wo', count: number) =>
    weightColumns(name, spec.weights, seed, dModel, 0, dModel, { rows: count });
  const input = counted(length).map((place) => {
    const token = Array.from(
      vectors.subarray((ids[place] ?? 0) * dModel, ((ids[place] ?? 0) + 1) * dModel),
    );
    if (!table || fusion === 'query-key') return token;
    const own = counted(dModel).map((channel) => gain * table.cell(place, channel));
    if (fusion === 'concat') return [...token, ...own];
    return token.map((x, channel) =>
      fusion === 'multiply' ? x * (own[channel] ?? 0) : x + (own[channel] ?? 0),
    );
  });
  const inputRows = input[0]?.length ?? 0;
  const value = times(input, matrix('wv', rows), inputRows, dModel);
  const joined = counted(length).map((query) =>
    counted(dModel).map((channel) => {
      const row = weights[Math.floor(channel / dHead)]?.[query] ?? new Float64Array();
      return row.reduce((sum, weight, key) => sum + weight * (value[key]?.[channel] ?? 0), 0);
    }),
  );
  return Float64Array.from(times(joined, matrix('wo', dModel), dModel, dModel).flat());
}

function times(
  x: readonly (readonly number[])[],
  matrix: Float32Array,
  inner: number,
  columns: number,
) {
  return x.map((row) =>
    counted(columns).map((column) => {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += (row[k] ?? 0) * (matrix[k * columns + column] ?? 0);
      return sum;
    }),
  );
}
