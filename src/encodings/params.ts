/**
 * What a scheme's parameters are. From this one declaration come the controls, the URL, the
 * validation and the defaults. Holds no values of its own.
 */
import type { Localized } from '../text/locale.ts';

export interface NumberRule {
  readonly kind: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

export interface ChoiceRule<V extends string = string> {
  readonly kind: 'choice';
  readonly default: V;
  readonly options: readonly { readonly value: V }[];
}

export interface FlagRule {
  readonly kind: 'flag';
  readonly default: boolean;
}

export interface TextRule {
  readonly kind: 'text';
  readonly default: string;
  /** In UTF-16 units. */
  readonly maxLength: number;
}

/** What a value may be, and what it is where nothing is said. */
export type Rule = NumberRule | ChoiceRule | FlagRule | TextRule;

/** What a control needs beside the rule. */
interface Described {
  readonly label: Localized;
  /** Whether the parameter means anything beside the others; a control is shown only then. */
  readonly when?: (params: ParamValues) => boolean;
}

export interface NumberParam extends NumberRule, Described {
  /** The default where it depends on the others. */
  readonly usual?: (params: ParamValues) => number;
  /** How a slider spreads the range. */
  readonly scale: 'linear' | 'log';
  /** A slider stops at multiples of this. */
  readonly multiple?: number;
  /** The largest value that makes sense with the sizes in force; a slider ends there. */
  readonly reach?: (dims: { readonly dModel: number; readonly dHead: number }) => number;
  /** What 0 stands for, where it is a word and not a number. */
  readonly zero?: Localized;
}

interface ChoiceParam<V extends string = string> extends ChoiceRule<V>, Described {
  readonly options: readonly { readonly value: V; readonly label: Localized }[];
}

interface FlagParam extends FlagRule, Described {}
interface TextParam extends TextRule, Described {}

export type Param = NumberParam | ChoiceParam | FlagParam | TextParam;
export type ParamSchema = Readonly<Record<string, Param>>;

export type ParamValue = number | string | boolean;
export type ParamValues = Readonly<Record<string, ParamValue>>;

/** The base of a geometric row of frequencies, as every scheme that has one declares it. */
export const baseParam = {
  kind: 'number',
  default: 10000,
  min: 1.01,
  max: 1e8,
  integer: false,
  scale: 'log',
  label: { en: 'Base', 'zh-CN': '底数' },
} as const satisfies NumberParam;

/** The values that a rule allows. */
export type ValueOf<R extends Rule> = R extends NumberRule
  ? number
  : R extends FlagRule
    ? boolean
    : R extends ChoiceRule<infer V>
      ? V
      : string;

/** The plain values that fit a schema. */
export type ParamsOf<S extends ParamSchema> = { readonly [K in keyof S]: ValueOf<S[K]> };

/** The schema's defaults. */
export function defaultsOf<S extends ParamSchema>(schema: S): ParamsOf<S> {
  return Object.fromEntries(
    Object.entries(schema).map(([name, param]) => [name, param.default]),
  ) as ParamsOf<S>; // Object.fromEntries forgets the keys; they are the schema's.
}

/** The default of a parameter beside the others. */
export function usualOf(param: Param, params: ParamValues): ParamValue {
  return (param.kind === 'number' ? param.usual?.(params) : undefined) ?? param.default;
}

/** Parameters with some of them given; what was at its default and is not given stays at it. */
export function withGiven(
  schema: ParamSchema,
  before: ParamValues,
  given: ParamValues,
): ParamValues {
  const joined = { ...before, ...given };
  const usual = Object.entries(schema)
    .filter(([name, param]) => !(name in given) && before[name] === usualOf(param, before))
    .map(([name, param]) => [name, usualOf(param, joined)] as const);
  return { ...joined, ...Object.fromEntries(usual) };
}

/** The allowed range of a parameter in words that no language changes, for notices and errors. */
export function rangeOf(param: Rule): string {
  switch (param.kind) {
    case 'number':
      return `${param.min}…${param.max}`;
    case 'choice':
      return param.options.map((option) => option.value).join(', ');
    case 'flag':
      return 'true, false';
    case 'text':
      return `0…${param.maxLength} UTF-16`;
  }
}

/** Whether a value is one the parameter allows. */
export function accepts(param: Rule, value: unknown): value is ParamValue {
  switch (param.kind) {
    case 'number':
      return (
        typeof value === 'number' &&
        value >= param.min &&
        value <= param.max &&
        (!param.integer || Number.isInteger(value))
      );
    case 'choice':
      return param.options.some((option) => option.value === value);
    case 'flag':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string' && value.length <= param.maxLength;
  }
}
