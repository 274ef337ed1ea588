/** What the page should show, worked out here in float64 and independently of the page's own code. */
import { lookupTable, palettes } from '../src/fields/colour.ts';
import { type ColourScale, placeOf, unitOf } from '../src/fields/scale.ts';
import type { ThemeName } from '../src/fields/theme.ts';
import type { Colour, MapName, Spec } from './page.ts';

/** sin(p/10000^(2i/d)) in even channels, cos in odd ones (Vaswani et al. 2017). */
export function sinusoid(position: number, channel: number, dim: number, base = 10_000): number {
  const angle = position / base ** ((channel - (channel % 2)) / dim);
  return channel % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
}

const bounded = new Set(['circular', 'one-sine', 'binary', 'gray', 'sinusoidal', 'rope']);

/** The scale of a map and its end, as the page should have them. */
function scaleOf(map: MapName, spec: Spec, values: readonly number[]): [ColourScale, number] {
  if (map === 'attention') {
    const max = Math.min(1, 16 / spec.length);
    return [{ kind: 'sequential', domain: { kind: 'fixed', max }, curve: 'sqrt' }, max];
  }
  const unit =
    map === 'positions'
      ? bounded.has(spec.encoding)
      : spec.encoding === 'rope' || (spec.encoding !== 'alibi' && spec.similarity === 'cosine');
  const max = unit ? 1 : values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return [{ kind: 'diverging', domain: { kind: 'measured' }, curve: 'linear' }, max];
}

/** The colours that values of a map should have; `values` is the whole map, `at` places in it. */
export function coloursOf(
  map: MapName,
  spec: Spec,
  theme: ThemeName,
  values: readonly number[],
  at: readonly number[],
): Colour[] {
  const [scale, max] = scaleOf(map, spec, values);
  const table = lookupTable(palettes[theme][scale.kind]);
  return at.map((place) => {
    const colour = table[placeOf(unitOf(scale, max, values[place] ?? Number.NaN))] ?? 0;
    return [colour & 255, (colour >>> 8) & 255, (colour >>> 16) & 255];
  });
}

/** The largest difference of two lists of numbers, which must be equally long. */
export function farthest(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) throw new Error(`farthest: ${a.length} numbers and ${b.length}`);
  return a.reduce((most, value, i) => {
    const other = b[i] ?? Number.NaN;
    return value === other ? most : Math.max(most, Math.abs(value - other));
  }, 0);
}

/** A number as the page writes it: a minus sign, thousands, and 1.2 × 10⁻⁷. */
export function numberIn(text: string): number {
  const plain = text.trim().replaceAll('−', '-').replaceAll(',', '');
  const [mantissa = '', power = '⁰'] = plain.split(' × 10');
  const digits = Array.from(power, (c) => (c === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c))).join('');
  return Number(mantissa) * 10 ** Number(digits);
}
