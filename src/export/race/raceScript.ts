/**
 * A race as a PyTorch script: the same Transformers, data and first weights, on one machine or, started
 * by torchrun, on many. Its schemes are the lines that other scripts have, `Code` of `encodings/code.ts`.
 */
import type { Code, NoCode } from '../../encodings/code.ts';
import { encodingOf } from '../../encodings/index.ts';
import { pyFloat, pyGiven, pyLines, pyText } from '../../encodings/numpy.ts';
import { taskNamed } from '../../race/tasks.ts';
import type { RaceConfig, Racer } from '../../state/race.ts';
import '../../text/later.ts';
import type { Localized } from '../../text/locale.ts';
import { localized } from '../../text/t.ts';
import { inDialect } from '../code/dialect.ts';
import { seededLines, storedLines } from '../code/seeded.ts';
import { modelLines, trainingLines } from './scriptLines.ts';
import { taskLines } from './taskCode.ts';

/** The lines of a racer's scheme for sequences of a length, or why there are none. */
function codeOf({ encoding, params }: Racer, config: RaceConfig, length: number): Code | NoCode {
  const { dim, heads } = config;
  const dims = { length, start: 0, dModel: dim, nHeads: heads, dHead: dim / heads };
  const scheme = encodingOf(encoding);
  const problem = scheme.check?.(params, dims);
  if (problem) return { without: problem };
  const code = scheme.code?.(params, dims) ?? { without: localized('code.none') };
  return 'without' in code ? code : { ...code, ...code.trained };
}

/** Why there is no script of a race; null where there is one. */
export function withoutRaceScript(config: RaceConfig): Localized | null {
  for (const racer of config.racers) {
    const code = codeOf(racer, config, config.length);
    if ('without' in code) return code.without;
  }
  return null;
}

/**
 * @param names    of the racers, as they are told apart
 * @param heading  lines of its first comment
 * @throws where there is no script
 */
export function raceScriptOf(
  config: RaceConfig,
  names: readonly string[],
  heading: readonly string[],
): string {
  const { task, depth, dim, heads, length, steps, rate, batch, seed, causal } = config;
  const stored = config.racers.some((racer) => linesOf(racer, config).includes('stored('));
  const sections: readonly (readonly [title: string, lines: string])[] = [
    [
      'Configuration',
      pyLines(
        pyGiven({ depth, d: dim, heads, length, batch, steps, rate, seed }),
        'd_head = d // heads',
        `causal = ${causal ? 'True' : 'False'}`,
        `vocabulary = ${taskNamed(task).vocabulary(config)}`,
        'head = 0  # the one whose map the lines of an encoding leave',
        "device = 'cuda' if torch.cuda.is_available() else 'cpu'",
        "if device == 'cuda':",
        "    torch.cuda.set_device(int(os.environ.get('LOCAL_RANK', 0)))",
        'torch.set_default_device(device)',
      ),
    ],
    [
      'Seeded numbers, as the page draws them',
      pyLines(seededLines('numpy'), ...(stored ? ['', '', storedLines('pytorch')] : [])),
    ],
    [`Data: ${task}`, dataLines(config)],
    ['The Transformer', modelLines],
    ...config.racers.map((racer, place): readonly [string, string] => [
      `Encoding: ${names[place] ?? racer.encoding}`,
      encodingLines(racer, place, config),
    ]),
    [
      'Training',
      pyLines(
        'racers = {',
        ...config.racers.map((racer, place) => {
          const asked = lengthsOf(racer, config).join(', ');
          return `    ${pyText(names[place] ?? racer.encoding)}: (encoding_${place + 1}, [${asked}]),`;
        }),
        '}  # each with the lengths at which it is asked in the end',
        '',
        '',
        trainingLines,
      ),
    ],
  ];
  return `${pyLines(
    ...heading.map((each) => `# ${each}`),
    importLines(stored),
    ...sections.flatMap(([title, lines]) => ['', '', `# ── ${title} ──`, '', lines]),
  )}\n`;
}

const importLines = (stored: boolean): string =>
  pyLines(
    'import argparse',
    ...(stored ? ['import base64'] : []),
    'import contextlib',
    'import math',
    'import os',
    'from types import SimpleNamespace',
    '',
    'import numpy as np',
    'import torch',
    'import torch.distributed as dist',
    'from torch.nn import functional as F',
  );

const indented = (lines: string) => lines.replaceAll(/^(?=.)/gm, '    ');

/** What a scheme's lines are, all together, at the trained length. */
function linesOf(racer: Racer, config: RaceConfig, length = config.length): string {
  const code = codeOf(racer, config, length);
  if ('without' in code) throw new Error(`race script: ${code.without.en}`);
  return JSON.stringify(code);
}

/** Up to eight times the trained length, as long as the scheme's lines stay the same. */
function lengthsOf(racer: Racer, config: RaceConfig): readonly number[] {
  const trained = linesOf(racer, config);
  return [1, 2, 4, 8]
    .map((times) => times * config.length)
    .filter((length) => {
      const code = codeOf(racer, config, length);
      return !('without' in code) && JSON.stringify(code) === trained;
    });
}

/** A scheme as a function of the number of positions. */
function encodingLines(racer: Racer, place: number, config: RaceConfig): string {
  const code = codeOf(racer, config, config.length);
  if ('without' in code) throw new Error(`race script: ${code.without.en}`);
  const scheme = encodingOf(racer.encoding);
  const family = scheme.familyFor?.(racer.params) ?? scheme.family;
  const inTorch = (lines: string) => inDialect(lines, 'pytorch');
  const content = family === 'contextual' && code.bias !== undefined;
  const given = [
    ...(family === 'additive' ? ['table=positions'] : []),
    ...(code.turn === undefined ? [] : ['turn=turn']),
    ...(family === 'bias' ? ['bias=bias'] : []),
    ...(content ? ['content=content'] : []),
    ...(code.values === undefined ? [] : ['values=values']),
    ...(code.divisor === undefined ? [] : [`divisor=${code.divisor ?? pyFloat(1)}`]),
  ];
  const own = (name: string, takes: string, lines: string) => [
    '',
    `def ${name}(${takes}):`,
    indented(lines),
  ];
  const fixed = (code.fixed ?? []).map(pyText).join(', ');
  return pyLines(
    `def encoding_${place + 1}(n, normal):  # learns what it draws by normal()`,
    indented(
      pyLines(
        'p, start = torch.arange(n), 0  # positions',
        'i, j = p[:, None], p  # query and key',
        ...(fixed === '' ? [] : [`normal = unlearned(normal, ${fixed})`]),
        inTorch(code.lines),
        ...(code.turn === undefined
          ? []
          : own('turn', 'q, k', pyLines(inTorch(code.turn), 'return q, k'))),
        ...(content
          ? own('content', 'x, q, k, products', pyLines(inTorch(code.bias ?? ''), 'return bias'))
          : []),
        ...(code.values === undefined
          ? []
          : own('values', 'weights', `return ${inTorch(code.values)}`)),
        ...(given.length > 0 && (code.turn !== undefined || content) ? [''] : []),
        `return SimpleNamespace(${given.join(', ')})`,
      ),
    ),
  );
}

function dataLines(config: RaceConfig): string {
  return pyLines(
    'def uniform(seed):  # numbers in 0…1: splitmix, its 32-bit form',
    '    state = seed & 0xFFFFFFFF',
    '',
    '    def draw():',
    '        nonlocal state',
    '        state = (state + 0x9E3779B9) & 0xFFFFFFFF',
    '        z = state ^ (state >> 16)',
    '        z = (z * 0x21F0AAAD) & 0xFFFFFFFF',
    '        z ^= z >> 15',
    '        z = (z * 0x735A2D97) & 0xFFFFFFFF',
    '        return (z ^ (z >> 15)) / 2**32',
    '',
    '    return draw',
    '',
    '',
    'def row(random, length, count):',
    '    return [int(random() * count) for _ in range(length)]',
    '',
    '',
    'def answered(question, answer, length, empty):  # a decoder sees what it has said',
    '    places = length - len(question)',
    '    before = ([empty, *answer] if causal else []) + [empty] * places',
    '    asked = [None] * len(question) + [*answer] + [None] * places',
    '    return [*question, *before[:places]], asked[:length]',
    '',
    '',
    taskLines(config),
    '',
    '',
    'def drawn(random, size, length):  # ids and targets, [size, length]; −1 where nothing is asked',
    '    rows = [sequence(random, length) for _ in range(size)]',
    '    targets = [[-1 if each is None else each for each in asked] for _, asked in rows]',
    '    return torch.tensor([ids for ids, _ in rows]), torch.tensor(targets)',
    '',
    '',
    'def batch_of(step):  # the rows that a step is trained on',
    '    random = uniform(seed ^ ((step * 0x85EBCA6B) & 0xFFFFFFFF))',
    '    return drawn(random, batch, length)',
    '',
    '',
    'def test_of(length):  # other rows, the same at each evaluation',
    '    return drawn(uniform(seed ^ 0x5EED), max(4, math.ceil(512 / length)), length)',
  );
}
