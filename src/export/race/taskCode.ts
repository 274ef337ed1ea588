/** The tasks of the race as Python: the same rows from the same numbers, drawn in the same order. */
import { pyLines } from '../../encodings/numpy.ts';
import { charactersOf } from '../../race/characters.ts';
import { letters } from '../../race/defineTask.ts';
import type { RaceConfig } from '../../state/race.ts';

/**
 * Lines that leave `sequence(random, length)`, which gives ids and targets, None where nothing is asked.
 * There already: `causal`, `row(random, length, count)` and `answered(question, answer, length, empty)`.
 */
export function taskLines(config: RaceConfig): string {
  return tasks[config.task](config);
}

const answering = (count: number, answer: string): string =>
  pyLines(
    'def sequence(random, length):',
    `    question = row(random, length // 2, ${count})`,
    `    return answered(question, ${answer}, length, ${count})`,
  );

const shifted = (by: number): string =>
  pyLines(
    'def sequence(random, length):',
    `    ids = row(random, length, ${letters.length})`,
    `    return ids, [ids[at - ${by}] if at >= ${by} else None for at in range(length)]`,
  );

const tasks: Readonly<Record<RaceConfig['task'], (config: RaceConfig) => string>> = {
  copy: () => answering(letters.length, 'question'),
  reverse: () => answering(letters.length, 'question[::-1]'),
  sort: () => answering(10, 'sorted(question)'),
  previous: () => shifted(1),
  shift: () => shifted(3),
  first: () =>
    pyLines(
      'def sequence(random, length):',
      `    ids = row(random, length, ${letters.length})`,
      '    return ids, [ids[0] if at > 0 else None for at in range(length)]',
    ),
  counting: () =>
    pyLines(
      'def sequence(random, length):',
      '    first = int(random() * 10)',
      '    ids = [first if at == 0 else 10 for at in range(length)]',
      '    return ids, [(first + at) % 10 if at > 0 else None for at in range(length)]',
    ),
  induction: () =>
    pyLines(
      'def sequence(random, length):',
      `    ids = row(random, length, ${letters.length})`,
      '    targets, last = [], {}  # by letter, where it was the last time',
      '    for at, letter in enumerate(ids):',
      '        targets.append(ids[last[letter] + 1] if letter in last else None)',
      '        last[letter] = at',
      '    return ids, targets',
    ),
  addition: () =>
    pyLines(
      'def sequence(random, length):',
      '    count = max((length - 2) // 3, 1)',
      '    first, second = row(random, count, 10), row(random, count, 10)',
      '    question = [*first, 10, *second]',
      '    answer, carry = [], 0',
      '    for at in range(length - len(question)):  # from the last digit',
      '        both = carry + (first[-1 - at] + second[-1 - at] if at < count else 0)',
      '        answer.append(both % 10)',
      '        carry = both // 10',
      '    return answered(question, answer[::-1], length, 11)',
    ),
  parentheses: () =>
    pyLines(
      'def sequence(random, length):',
      '    opened, ids, targets = [], [], []',
      '    for _ in range(length):',
      '        if not opened or random() < 0.5:',
      '            opened.append(int(random() * 3))',
      '            ids.append(opened[-1])',
      '        else:',
      '            ids.append(3 + opened.pop())',
      '        targets.append(3 + opened[-1] if opened else 6)',
      '    return ids, targets',
    ),
  text({ text }) {
    const { ids, rare, symbols } = charactersOf(text);
    return pyLines(
      `# The text as numbers of its characters: ${JSON.stringify(symbols.join(''))}`,
      `characters = [${ids.join(', ')}]`,
      '',
      '',
      'def sequence(random, length):',
      '    first = int(random() * len(characters))',
      '    row = [characters[(first + at) % len(characters)] for at in range(length + 1)]',
      '    asked = [causal or at == length - 1 for at in range(length)]',
      `    following = [each if each != ${rare} else None for each in row[1:]]`,
      '    return row[:-1], [each if ask else None for each, ask in zip(following, asked)]',
    );
  },
};
