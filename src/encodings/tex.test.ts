/** Every formula can be typeset: a broken one would stand on the page as red source. */
import temml from 'temml';
import { describe, expect, it } from 'vitest';
import type { AnyEncoding, Dims } from './encoding.ts';
import { encodings } from './index.ts';
import { defaultsOf, type ParamValues } from './params.ts';
import { seededNormal } from './seeded.ts';

const dims: Dims = { length: 12, start: 3, dModel: 64, nHeads: 4, dHead: 16 };

/** The defaults, each choice and flag in turn, and the presets. */
function variants(scheme: AnyEncoding): ParamValues[] {
  const usual = defaultsOf(scheme.params);
  const single = Object.entries(scheme.params).flatMap(([name, param]): ParamValues[] => {
    if (param.kind === 'choice') return param.options.map(({ value }) => ({ [name]: value }));
    return param.kind === 'flag' ? [{ [name]: !param.default }] : [];
  });
  const presets = (scheme.presets ?? []).map(({ params }) => params);
  return [{}, ...single, ...presets]
    .map((params) => ({ ...usual, ...params }))
    .filter((params) => !scheme.check?.(params, dims));
}

const typeset = (tex: string) => temml.renderToString(tex, { throwOnError: true });

describe.each(encodings.map((scheme) => [scheme.id, scheme] as const))('%s', (_, scheme) => {
  it('has formulas and worked numbers that can be typeset', () => {
    for (const params of variants(scheme)) {
      for (const piece of scheme.tex(params).split('\\qquad')) {
        expect(() => typeset(piece), piece).not.toThrow();
      }
      const exact = scheme.exact?.(params, dims, seededNormal(7));
      for (const [row, column] of [
        [0, 0],
        [1, 5],
        [3, 7],
      ] as const) {
        const steps = exact?.steps(row, column) ?? '0';
        expect(() => typeset(steps), steps).not.toThrow();
      }
    }
  });
});
