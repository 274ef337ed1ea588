/**
 * The schemes that stand beside the Spec's own in the Compare room, as one text of the link:
 * `rope(base=500000);alibi(form=row)`. Parameters at their defaults are left out.
 */

import { encodingById } from '../encodings/index.ts';
import { accepts, type ParamValues, usualOf } from '../encodings/params.ts';
import { defaultParams, paramsOf, type Spec, withParams } from './spec.ts';
import { readValue, writeValue } from './values.ts';

/** A scheme with all of its parameters. */
export type Rival = Pick<Spec, 'encoding' | 'params'>;

/** Beside the Spec's own scheme; four columns in all. */
export const mostRivals = 3;

/** What a text says; `bad` are the parts that it cannot be taken for, or too many. Never throws. */
export function readRivals(
  text: string,
  most = mostRivals,
): {
  readonly rivals: readonly Rival[];
  readonly bad: readonly string[];
} {
  const rivals: Rival[] = [];
  const bad: string[] = [];
  for (const part of text === '' ? [] : text.split(';')) {
    const rival = rivals.length < most ? readRival(part) : null;
    if (rival) rivals.push(rival);
    else bad.push(part);
  }
  return { rivals, bad };
}

/** The text that `readRivals` reads as these. */
export function writeRivals(rivals: readonly Rival[]): string {
  return rivals.map(writeRival).join(';');
}

/** The Specs of the schemes beside the Spec's own: the same in all but encoding and parameters. */
export function rivalSpecs(spec: Spec): readonly Spec[] {
  return readRivals(spec.compare).rivals.map((rival) => ({ ...spec, ...rival, compare: '' }));
}

function readRival(part: string): Rival | null {
  const [, encoding = '', list = ''] = /^([\w-]+)(?:\((.*)\))?$/s.exec(part) ?? [];
  if (!encodingById(encoding)) return null;
  const known = paramsOf(encoding);
  const params: Record<string, ParamValues[string]> = {};
  for (const pair of list === '' ? [] : list.split(',')) {
    const [, name = '', raw = ''] = /^(\w+)=(.*)$/s.exec(pair) ?? [];
    const param = known.find((each) => each.name === name);
    const value = unescaped(raw);
    if (!param || value === null) return null;
    const read = readValue(name, param, value);
    if (read.notice || !accepts(param, read.value)) return null;
    params[name] = read.value;
  }
  return { encoding, params: withParams(encoding, defaultParams(encoding), params) };
}

function writeRival({ encoding, params }: Rival): string {
  const pairs = paramsOf(encoding).flatMap((param) => {
    const value = params[param.name];
    return value === undefined || value === usualOf(param, params)
      ? []
      : [`${param.name}=${escaped(writeValue(value))}`];
  });
  return pairs.length === 0 ? encoding : `${encoding}(${pairs.join(',')})`;
}

/** A value without the characters that separate values in the list. */
function escaped(value: string): string {
  return encodeURIComponent(value).replace(/[()]/g, (bracket) => (bracket === '(' ? '%28' : '%29'));
}

function unescaped(raw: string): string | null {
  try {
    return decodeURIComponent(raw);
  } catch {
    return null;
  }
}
