/**
 * One value of a link or a script: whether it is allowed, how it is read from text and written
 * to it. Knows rules, not which of them exist.
 */
import { accepts, type ParamValue, type Rule, rangeOf } from '../encodings/params.ts';
import { cut, type Notice } from '../text/notice.ts';
import { wellFormed } from '../text/tokens.ts';

/**
 * Reads a value from text. What is not allowed becomes the nearest allowed value, or the default
 * where nothing is near, and a notice says so. Never throws.
 */
export function readValue(
  name: string,
  param: Rule,
  text: string,
): { readonly value: ParamValue; readonly notice?: Notice } {
  const read = parsed(param, text);
  if (accepts(param, read)) return { value: read };
  const value = nearest(param, read);
  const about = { field: cut(name), value: cut(text), used: cut(writeValue(value)) };
  if (param.kind === 'number' && param.integer && Math.round(Number(read)) === value) {
    return { value, notice: { kind: 'rounded', ...about } };
  }
  return { value, notice: { kind: 'invalid', allowed: rangeOf(param), ...about } };
}

/** The text that `readValue` reads as this value. */
export function writeValue(value: ParamValue): string {
  return String(value);
}

const decimal = /^[-−]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
const flags = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

function parsed(param: Rule, text: string): ParamValue | undefined {
  switch (param.kind) {
    case 'number':
      // Adding 0 turns −0, which would not survive a link, into 0.
      return decimal.test(text) ? Number(text.replace('−', '-')) + 0 : undefined;
    case 'flag':
      return flags.get(text);
    case 'choice':
    case 'text':
      return text;
  }
}

function nearest(param: Rule, value: ParamValue | undefined): ParamValue {
  if (param.kind === 'text') return wellFormed(String(value).slice(0, param.maxLength));
  if (param.kind !== 'number' || typeof value !== 'number') return param.default;
  const inRange = Math.min(Math.max(value, param.min), param.max);
  return param.integer ? Math.round(inRange) + 0 : inRange;
}
