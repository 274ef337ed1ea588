/** Valid Specs at random, for the tests of this folder. */
import * as fc from 'fast-check';
import { encodings } from '../encodings/index.ts';
import type { Param, ParamValue } from '../encodings/params.ts';
import { wellFormed } from '../text/tokens.ts';
import { workable } from './fitted.ts';
import { defaultSpec, fields, paramsOf } from './spec.ts';

function anyValue(param: Param): fc.Arbitrary<ParamValue> {
  switch (param.kind) {
    case 'number': {
      const { min, max } = param;
      // No −0, which a link writes as 0.
      return param.integer
        ? fc.integer({ min, max })
        : fc.double({ min, max, noNaN: true }).map((value) => value + 0);
    }
    case 'choice':
      return fc.constantFrom(...param.options.map(({ value }) => value));
    case 'flag':
      return fc.boolean();
    case 'text':
      return fc.string({ unit: 'binary', maxLength: 100 }).map(wellFormed);
  }
}

function anyValues(params: readonly (Param & { readonly name: string })[]) {
  return fc.record(Object.fromEntries(params.map((param) => [param.name, anyValue(param)])));
}

/** Any Spec that its scheme can compute. */
export const anySpec = fc
  .constantFrom(...encodings.map(({ id }) => id))
  .chain((encoding) =>
    fc
      .tuple(anyValues(fields), anyValues(paramsOf(encoding)))
      .map(([values, params]) => workable({ ...defaultSpec, ...values, encoding, params }).spec),
  );
