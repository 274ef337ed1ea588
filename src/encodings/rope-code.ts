/** RoPE and its scalings as the lines of a script. */
import { type Code, rotaryLines, type Transformers, transformersTurning } from './code.ts';
import type { Dims } from './encoding.ts';
import { pyFloat, pyGiven, pyLines, pyNumber } from './numpy.ts';
import type { RopeParams, Scaling } from './rope-params.ts';
import { attentionFactorOf, factorList, rotaryWidth, yarnRamp } from './rope-scaling.ts';

export function ropeCode(values: RopeParams, dims: Dims): Code {
  const width = rotaryWidth(values, dims);
  const gain = attentionFactorOf(values);
  const lines = pyLines(
    pyGiven({ base: values.base, r: width }),
    'i_pair = np.arange(r // 2)',
    ...scaled[values.scaling](values, dims),
    'angle = p[:, None] * theta',
    ...(gain === 1 ? [] : [`gain = ${gain}  # the attention factor`]),
    '',
    rotaryLines(values.pairing, {
      ...(width < dims.dHead && { width: 'r' }),
      ...(gain !== 1 && { gain: 'gain' }),
    }),
  );
  const transformers = inTransformers(values, dims);
  return {
    lines,
    turn: 'q, k = turned(q), turned(k)',
    ...(values.scaling === 'learned' && { fixed: ['alpha'] }),
    ...(transformers && { transformers }),
  };
}

/** The scalings that it knows, by its names. */
const ropeTypes: Partial<Readonly<Record<Scaling, string>>> = {
  none: 'default',
  linear: 'linear',
  'dynamic-ntk': 'dynamic',
  yarn: 'yarn',
  longrope: 'longrope',
  llama3: 'llama3',
  proportional: 'proportional',
};

function inTransformers(values: RopeParams, dims: Dims): Transformers | null {
  const type = ropeTypes[values.scaling];
  if (type === undefined) return null;
  const { base, scaling, originalLength, pairing } = values;
  const width = rotaryWidth(values, dims);
  const given = {
    rope_type: `'${type}'`,
    rope_theta: pyNumber(base),
    ...ropeParameters(values, width),
  };
  const longest = scaling === 'dynamic-ntk' ? String(originalLength) : 'start + n';
  const partial = width < dims.dHead;
  const { lines, turn } = transformersTurning(pairing, partial ? 'r' : undefined, true);
  const applies = turn?.includes('apply_rotary_pos_emb') ?? false;
  return {
    imports: pyLines(
      'from transformers import LlamaConfig',
      'from transformers.models.llama.modeling_llama import (',
      '    LlamaRotaryEmbedding,',
      ...(applies ? ['    apply_rotary_pos_emb,'] : []),
      ')',
    ),
    lines: pyLines(
      `r = ${width}  # channels that turn`,
      'config = LlamaConfig(',
      '    hidden_size=d,',
      '    num_attention_heads=heads,',
      '    head_dim=r,',
      `    max_position_embeddings=${longest},`,
      '    rope_parameters={',
      ...Object.entries(given).map(([name, value]) => `        '${name}': ${value},`),
      '    },',
      ')',
      'cos, sin = LlamaRotaryEmbedding(config)(X, p[None])',
      ...(applies
        ? []
        : ['# Pairs as they are here: Transformers itself has them in halves of a whole head']),
      lines,
    ),
    ...(turn !== undefined && { turn }),
  };
}

/** The numbers of a scaling, by its names. */
function ropeParameters(values: RopeParams, width: number): Readonly<Record<string, string>> {
  const { factor, originalLength, attentionFactor, mscale, mscaleAllDim } = values;
  const stretched = {
    factor: pyFloat(factor),
    original_max_position_embeddings: String(originalLength),
  };
  const set = attentionFactor === 0 ? null : { attention_factor: pyFloat(attentionFactor) };
  const list = (text: string) => {
    const factors = factorList(text);
    const each =
      factors.length === 1 ? Array.from({ length: width / 2 }, () => factors[0]) : factors;
    return `[${each.map(pyFloat).join(', ')}]`;
  };
  switch (values.scaling) {
    case 'linear':
    case 'dynamic-ntk':
      return { factor: pyFloat(factor) };
    case 'proportional':
      return { factor: pyFloat(factor), partial_rotary_factor: pyFloat(values.fraction) };
    case 'llama3':
      return {
        ...stretched,
        low_freq_factor: pyFloat(values.lowFreqFactor),
        high_freq_factor: pyFloat(values.highFreqFactor),
      };
    case 'longrope':
      return {
        ...stretched,
        ...set,
        short_factor: list(values.shortFactors),
        long_factor: list(values.longFactors),
      };
    case 'yarn':
      return {
        ...stretched,
        ...set,
        beta_fast: pyFloat(values.betaFast),
        beta_slow: pyFloat(values.betaSlow),
        truncate: values.truncate ? 'True' : 'False',
        ...(mscale !== 0 && { mscale: pyFloat(mscale) }),
        ...(mscaleAllDim !== 0 && { mscale_all_dim: pyFloat(mscaleAllDim) }),
      };
    default:
      return {};
  }
}

const plain = 'theta = base ** (-2 * i_pair / r)';

/** Whole where `kept` is 1, stretched by the factor where it is 0. */
const mixed = 'theta = theta * kept + theta / factor * (1 - kept)';

const byTurns = (
  { factor, originalLength }: RopeParams,
  { slow, fast }: Readonly<Record<'slow' | 'fast', number>>,
) => [
  pyGiven({ factor, L: originalLength, slow, fast }),
  plain,
  'turns = L * theta / (2 * np.pi)',
  'kept = np.clip((turns - slow) / (fast - slow), 0, 1)',
  mixed,
];

/** Leave `theta`, rad per position. */
const scaled: Readonly<Record<Scaling, (values: RopeParams, dims: Dims) => readonly string[]>> = {
  none: () => [plain],
  linear: ({ factor }) => [plain, `theta = theta / ${pyNumber(factor)}`],
  ntk: ({ factor }) => [
    pyGiven({ factor }),
    'theta = (base * factor ** (r / (r - 2))) ** (-2 * i_pair / r)',
  ],
  'dynamic-ntk': ({ factor, originalLength }) => [
    pyGiven({ factor, L: originalLength }),
    'growth = factor * max(start + n, L) / L - (factor - 1)',
    'theta = (base * growth ** (r / (r - 2))) ** (-2 * i_pair / r)',
  ],
  yarn: (values, dims) => {
    const { factor, originalLength, betaFast, betaSlow, truncate } = values;
    const { low, high } = yarnRamp(values, rotaryWidth(values, dims));
    const [floor, ceil] = truncate ? ['math.floor', 'math.ceil'] : ['', ''];
    return [
      pyGiven({ factor, L: originalLength, fast: betaFast, slow: betaSlow }),
      plain,
      '',
      'def pair_of(turns):  # which pair makes so many turns in the original length',
      '    return r * math.log(L / (2 * math.pi * turns)) / (2 * math.log(base))',
      '',
      `low, high = max(${floor}(pair_of(fast)), 0), min(${ceil}(pair_of(slow)), r - 1)`,
      ...(low === high ? ['high = high + 0.001'] : []),
      'kept = 1 - np.clip((i_pair - low) / (high - low), 0, 1)',
      mixed,
    ];
  },
  'ntk-by-parts': (values) => byTurns(values, { slow: values.betaSlow, fast: values.betaFast }),
  longrope: ({ shortFactors, longFactors, originalLength }, { start, length }) => {
    const factors = factorList(start + length > originalLength ? longFactors : shortFactors);
    const by =
      factors.length === 1
        ? pyNumber(factors[0])
        : `np.array([${factors.map(pyNumber).join(', ')}])`;
    return [plain, `theta = theta / ${by}`];
  },
  llama3: (values) => byTurns(values, { slow: values.lowFreqFactor, fast: values.highFreqFactor }),
  learned: ({ spread }) => [
    "alpha = normal('alpha', 1, r // 2, dtype=float)[0]",
    plain,
    `theta = theta * np.exp(${pyNumber(spread)} * alpha)`,
  ],
  proportional: ({ fraction, factor }) => [
    pyGiven({ fraction, factor }),
    plain,
    'theta = np.where(i_pair < math.floor(fraction * r / 2), theta / factor, 0.0)',
  ],
};
