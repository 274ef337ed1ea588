/** RoPE and its scalings as the lines of a script. */
import { type Code, rotaryLines } from './code.ts';
import type { Dims } from './encoding.ts';
import { pyGiven, pyLines, pyNumber } from './numpy.ts';
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
  return { lines, turn: 'q, k = turned(q), turned(k)' };
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
