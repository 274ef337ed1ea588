/**
 * How the fields of the Spec and the options of the page are declared: a name, a default and what is
 * allowed. The types of both follow from their lists. Knows none of them.
 */
import type {
  ChoiceRule,
  FlagRule,
  NumberParam,
  NumberRule,
  Rule,
  TextRule,
  ValueOf,
} from '../encodings/params.ts';
import type { Localized } from '../text/locale.ts';
import { localized, type WholeKey } from '../text/t.ts';

export type Option = Rule & { readonly name: string };
type Named<N extends string, R extends Rule> = R & { readonly name: N };

export function whole<const N extends string>(
  name: N,
  usual: number,
  min: number,
  max: number,
  scale: NumberParam['scale'] = 'linear',
) {
  return { name, kind: 'number', default: usual, min, max, integer: true, scale } as const;
}

export function real<const N extends string>(name: N, usual: number, min: number, max: number) {
  return { ...whole(name, usual, min, max), integer: false };
}

export function flag<const N extends string>(name: N): Named<N, FlagRule> {
  return { name, kind: 'flag', default: false };
}

export function anyText<const N extends string>(
  name: N,
  usual: string,
  maxLength: number,
): Named<N, TextRule> {
  return { name, kind: 'text', default: usual, maxLength };
}

export function choice<const N extends string, const V extends string>(
  name: N,
  usual: V,
  values: readonly V[],
): Named<N, ChoiceRule<V>> {
  return { name, kind: 'choice', default: usual, options: values.map((value) => ({ value })) };
}

/** What numbers an option takes; throws where there is no such option. */
export function numberRule(options: readonly Option[], name: string): NumberRule {
  const found = options.find((each) => each.name === name);
  if (found?.kind !== 'number') throw new Error(`numberRule: no number ${name}`);
  return found;
}

/** The plain values of a list of options, by name. */
export type ValuesOf<O extends Option> = { readonly [Each in O as Each['name']]: ValueOf<Each> };

/** What they are when nothing is said about them. */
export function usualValues<O extends Option>(options: readonly O[]): ValuesOf<O> {
  // Object.fromEntries forgets the keys; they are the options' names.
  return Object.fromEntries(options.map((each) => [each.name, each.default])) as ValuesOf<O>;
}

/** The words that an option's control needs. */
type WordsOf<O extends Option> =
  | `field.${O['name']}`
  | (O extends ChoiceRule<infer V> ? `option.${O['name']}.${V}` : never);

type Labelled = { readonly label: Localized };
type Worded<O extends Option> = O &
  Labelled &
  (O extends ChoiceRule<infer V>
    ? { readonly options: readonly ({ readonly value: V } & Labelled)[] }
    : unknown);

/** An option with its words, `field.NAME` and `option.NAME.VALUE`; without them it does not compile. */
export function worded<O extends Option>(
  option: WordsOf<O> extends WholeKey ? O : never,
): Worded<O> {
  const { name } = option;
  // That these are keys was asked for above.
  const named = (value: string) => localized(`option.${name}.${value}` as WholeKey);
  const choices = option.kind === 'choice' && {
    options: option.options.map(({ value }) => ({ value, label: named(value) })),
  };
  const label = localized(`field.${name}` as WholeKey);
  return { ...option, label, ...choices } as Worded<O>;
}
