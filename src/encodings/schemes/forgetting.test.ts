import { describe, expect, it } from 'vitest';
import { contextOf, exactScores } from '../../testing/content.ts';
import { dimsFor } from '../../testing/exact.ts';
import { attentionTolerance, worstDifference } from '../../testing/golden.ts';
import { givenNumbers, hooksOf, listed, onBothBackends } from '../../testing/scheme.ts';
import { todayCase, todaySizes } from '../../testing/today.ts';
import { defaultsOf, type ParamValues } from '../params.ts';
import { seededNormal } from '../seeded.ts';
import alibi from './alibi.ts';
import forgetting from './forgetting.ts';

const { length, dHead, dModel, heads } = todaySizes;
const dims = dimsFor(length, dModel, heads);
const { data, input } = todayCase('forgetting');
const nothing = Array.from({ length: heads * length * dHead }, () => 0);
const content = { query: nothing, key: nothing, dHead, heads, input: input('x'), causal: true };

/** w of the golden lies head by head; a head's b is all that its own scheme has of it. */
const w = Array.from(
  { length: dModel * heads },
  (_, cell) =>
    (input('w')[dModel * (cell % heads) + Math.floor(cell / heads)] ?? Number.NaN) *
    Math.sqrt(dModel),
);
const normal = givenNumbers({ 'forget gate': { width: heads, data: w } });
const ofHead = (head: number): ParamValues => ({ bias: 'same', b: input('b')[head] ?? Number.NaN });
const goldenOf = (head: number) => data.slice(head * length ** 2, (head + 1) * length ** 2);

const exactWith = (given: ParamValues, at = dims, stream = normal) => {
  const exact = forgetting.exact?.({ ...defaultsOf(forgetting.params), ...given }, at, stream);
  if (!exact) throw new Error('forgetting: no float64 formula');
  return exact;
};
const half = <T>(all: readonly T[], head: number) =>
  all.slice((head * all.length) / heads, ((head + 1) * all.length) / heads);

describe('forgetting, in float64', () => {
  it('adds what the golden says, and 0 ahead of the query', () => {
    for (const head of [0, 1]) {
      const added = half(exactScores(exactWith(ofHead(head)), content), head);
      // w is kept as float32.
      expect(worstDifference(added, goldenOf(head))).toBeLessThanOrEqual(1e-6);
    }
  });

  it('with w = 0 is ALiBi behind the query', () => {
    for (const nHeads of [1, 3, 8]) {
      const at = dimsFor(9, 8 * nHeads, nHeads);
      const zero = Array.from({ length: 9 * 8 * nHeads }, () => 0);
      const some = {
        query: zero,
        key: zero,
        dHead: 8,
        heads: nHeads,
        input: Array.from({ length: 9 * 8 * nHeads }, (_, i) => Math.sin(i)),
      };
      const added = exactScores(exactWith({ content: 0 }, at, seededNormal(7)), some);
      const slopes = alibi.exact?.(defaultsOf(alibi.params), at, seededNormal(7));
      const wanted = added.map((_, cell) => {
        const [head, query, key] = [Math.floor(cell / 81), Math.floor(cell / 9) % 9, cell % 9];
        return key > query ? 0 : (slopes?.bias?.(head, query, key) ?? Number.NaN);
      });
      expect(worstDifference(added, wanted)).toBeLessThanOrEqual(1e-12);
    }
  });
});

onBothBackends(forgetting, ({ holds }) => {
  it('adds what the golden says', async () => {
    for (const head of [0, 1]) {
      const hooks = hooksOf(forgetting, ofHead(head), dims, normal);
      await holds(
        () =>
          hooks.score?.({
            ...contextOf(content),
            heads: { first: head, count: 1 },
          }),
        goldenOf(head),
        attentionTolerance,
      );
    }
  });

  it('with w = 0 adds what ALiBi adds', async () => {
    const at = dimsFor(40, 64, 4);
    const hooks = hooksOf(forgetting, { content: 0 }, at);
    const zero = Array.from({ length: 40 * 64 }, () => 0);
    const some = { query: zero, key: zero, dHead: 16, heads: 4, input: zero };
    const slopes = alibi.exact?.(defaultsOf(alibi.params), at, seededNormal(7));
    const wanted = Array.from({ length: 4 * 1600 }, (_, cell) => {
      const [head, query, key] = [Math.floor(cell / 1600), Math.floor(cell / 40) % 40, cell % 40];
      return key > query ? 0 : (slopes?.bias?.(head, query, key) ?? Number.NaN);
    });
    await holds(() => hooks.score?.(contextOf(some)), wanted, attentionTolerance);
  });

  it('keeps its digits over a long line', async () => {
    const at = dimsFor(512, 8, 1);
    const zero = Array.from({ length: 512 * 8 }, () => 0);
    const x = Array.from({ length: 512 * 8 }, (_, i) => Math.sin(i * i));
    const some = { query: zero, key: zero, dHead: 8, input: x };
    const exact = exactWith({ bias: 'same' }, at, seededNormal(7));
    await holds(
      () => hooksOf(forgetting, { bias: 'same' }, at).score?.(contextOf(some)),
      exactScores(exact, some),
      attentionTolerance,
    );
  });

  it('has w and b for reading', async () => {
    const hooks = hooksOf(forgetting, ofHead(0), dims, normal);
    await holds(() => hooks.weights?.b?.(listed([])), [input('b')[0] ?? 0, input('b')[0] ?? 0]);
  });
});
