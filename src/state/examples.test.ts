/** Examples: each is a state that can be computed, opens what shows it, and says what to look at. */
import { expect, it } from 'vitest';
import { localized } from '../text/t.ts';
import { lineOf, tokenize } from '../text/tokens.ts';
import { exampleNamed, exampleSpec, examples, shownIn } from './examples.ts';
import { problemOf } from './fitted.ts';

it.each(examples)('$key', (example) => {
  const spec = exampleSpec(example, 'zh-CN');
  expect(problemOf(spec)).toBeNull();
  const { room, lens, experiment } = shownIn(example);
  // What is open stands in its own room.
  expect(lens === 'none' || room === 'encode').toBe(true);
  expect(experiment === 'none' || room === 'attend').toBe(true);
  const says = localized(example.says);
  expect(says.en).toMatch(/^[A-Z].{20,140}[.]$/);
  expect(says['zh-CN']).toMatch(/。$/);
  expect(exampleNamed(example.key)).toBe(example);
});

it('each word of the sentences has one position', () => {
  const whole = ['example.river', 'example.cat', 'example.chinese'];
  for (const example of examples.filter(({ key }) => whole.includes(key))) {
    const { text, tokens, length } = exampleSpec(example, 'zh-CN');
    expect(lineOf(tokenize(text, tokens), length).note, example.key).toBe('exact');
  }
});
