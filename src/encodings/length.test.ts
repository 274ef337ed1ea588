/** What a longer line changes of the positions that were there before: only where a scheme says so. */
import { describe, expect, it } from 'vitest';
import { dimsFor, exactOf } from '../testing/exact.ts';
import { variants } from '../testing/variants.ts';
import type { AnyEncoding } from './encoding.ts';
import { encodings } from './index.ts';
import { defaultsOf, type ParamValues } from './params.ts';

const length = 16;
/** Where scaling by the length of the line begins, one variant beside those of the choices. */
const more: Readonly<Record<string, readonly ParamValues[]>> = {
  rope: ['dynamic-ntk', 'longrope'].flatMap((scaling) => [
    { scaling, originalLength: length, shortFactors: '2', longFactors: '5' },
    { scaling, originalLength: length + 4, shortFactors: '2', longFactors: '5' },
  ]),
  custom: [{ formula: 'p / n' }, { formula: 'p - q' }, { formula: '(p - q) / n' }],
};

/** What it gives to positions and pairs of them, as far as they go by no content. */
function givenBy(scheme: AnyEncoding, params: ParamValues, line: number): readonly number[] {
  const exact = exactOf(scheme, params, dimsFor(line, 16, 2, 3));
  const places = [3, 4, 3 + length - 1];
  const pairs = Array.from({ length: exact.pairs ?? 0 }, (_, pair) => pair);
  const turned = places.flatMap((place) =>
    pairs.flatMap((pair) => [
      exact.angle?.(place, pair) ?? 0,
      exact.gain?.(place, pair, 'query') ?? 1,
      exact.gain?.(place, pair, 'key') ?? 1,
    ]),
  );
  const biases = places.flatMap((place) => exact.bias?.(1, 3 + length - 1, place) ?? []);
  const family = scheme.familyFor?.(params) ?? scheme.family;
  const cells = family === 'additive' ? [0, 1, length - 1].map((row) => exact.cell(row, 1)) : [];
  return [...turned, ...biases, ...cells];
}

for (const scheme of encodings.filter((each) => 'exact' in each)) {
  describe(scheme.id, () => {
    it('gives the same to the positions before, unless it says otherwise', () => {
      for (const params of [...variants(scheme.params), ...(more[scheme.id] ?? [])]) {
        // A table that is fetched or opened is not at hand, and goes by position alone.
        if ('table' in params && params['table'] !== defaultsOf(scheme.params)['table']) continue;
        const whole = { ...defaultsOf(scheme.params), ...params };
        const [now, later] = [length, length + 1].map((line) => ({
          says: scheme.lengthFor?.(whole, dimsFor(line, 16, 2, 3)) ?? 0,
          gives: givenBy(scheme, whole, line),
        }));
        const [said, given] = (['says', 'gives'] as const).map(
          (name) => JSON.stringify(now?.[name]) === JSON.stringify(later?.[name]),
        );
        expect(given, JSON.stringify(params)).toBe(said);
      }
    });
  });
}
