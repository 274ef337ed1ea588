/** Every combination of the choices and flags of a scheme. For tests only. */
import type { AnyEncoding } from '../encodings/encoding.ts';
import { defaultsOf, type ParamValues } from '../encodings/params.ts';

export function variants(params: AnyEncoding['params']): readonly ParamValues[] {
  let all: ParamValues[] = [defaultsOf(params)];
  for (const [name, param] of Object.entries(params)) {
    const values =
      param.kind === 'choice'
        ? param.options.map(({ value }) => value)
        : param.kind === 'flag'
          ? [false, true]
          : null;
    if (values) all = all.flatMap((some) => values.map((value) => ({ ...some, [name]: value })));
  }
  return all;
}
