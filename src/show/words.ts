/** The page's words in the language in force, for components and for what they draw. */
import type { AxisName } from '../fields/matrix.ts';
import type { Frame } from '../state/frame.ts';
import { aboutOf, familyOf, type Spec, schemeOf } from '../state/spec.ts';
import { type MapName, viewStore } from '../state/view.ts';
import { formatNumber, type Holes, said, type TextKey, t } from '../text/t.ts';
import { labelOf } from '../text/tokens.ts';

export function say<K extends TextKey>(key: K, ...holes: Holes<K>): string {
  return t(viewStore.getState().locale, key, ...holes);
}

/** What the scheme of a Spec is called. */
export function schemeName(spec: Spec): string {
  return said(aboutOf(spec).text.name, viewStore.getState().locale);
}

/** A value of a map: enough digits to tell neighbours apart, a real minus sign. */
export function shortValue(value: number, digits = 3): string {
  const { locale } = viewStore.getState();
  if (!Number.isFinite(value)) return formatNumber(locale, value);
  const size = Math.abs(value);
  if (size > 0 && (size < 10 ** -digits || size >= 1e6)) return scientific(value);
  return formatNumber(locale, value, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** A share of one as whole per cent: 61%. */
export function percent(share: number): string {
  return formatNumber(viewStore.getState().locale, share, {
    style: 'percent',
    maximumFractionDigits: 0,
  });
}

/** The same of two significant digits: 61%, 3.4%, 0.012%. */
export function finePercent(share: number): string {
  return formatNumber(viewStore.getState().locale, share, {
    style: 'percent',
    maximumSignificantDigits: 2,
  });
}

/** As short as it can be written: 0.2, 1,024. */
export function plainNumber(value: number): string {
  return formatNumber(viewStore.getState().locale, value);
}

/** Three significant digits: 6.28, 7.00, 47,100, 1.2 × 10⁷; a whole number as it is. */
export function significant(value: number): string {
  if (
    Number.isFinite(value) &&
    value !== 0 &&
    !(Math.abs(value) >= 1e-4 && Math.abs(value) < 1e7)
  ) {
    return scientific(value);
  }
  return formatNumber(viewStore.getState().locale, value, {
    maximumSignificantDigits: 3,
    minimumSignificantDigits: Math.abs(value - Math.round(value)) < 1e-9 ? 1 : 3,
  });
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 1.2 × 10⁻⁷. */
export function scientific(value: number): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return shortValue(value);
  const [mantissa = '0', exponent = '0'] = value.toExponential(1).split('e');
  return `${mantissa.replace('-', '−')} × ${powerOfTen(Number(exponent))}`;
}

/** 10⁻⁷. */
export function powerOfTen(exponent: number): string {
  const digits = Array.from(String(Math.abs(exponent)), (digit) => superscripts[Number(digit)]);
  return `10${exponent < 0 ? '⁻' : ''}${digits.join('')}`;
}

/** The word at a position, as it is shown. */
export function tokenAt(frame: Frame, position: number): string {
  return labelOf(frame.line.tokens[position] ?? '');
}

/** The patch of an image that a row stands for; null where it is a token. */
export function patchAt(spec: Spec, row: number): readonly number[] | null {
  const { model, params, start } = spec;
  return (model === 'seeded' && schemeOf(spec).patchAt?.(params, start + row)) || null;
}

/** What a row of the maps stands for: a word, or the row and column of a patch of an image. */
export function rowLabel(frame: Frame, row: number): string {
  const patch = patchAt(frame.spec, row);
  return patch ? `(${patch.join(', ')})` : tokenAt(frame, row);
}

/** What computes, as its makers write it: the same in every language. */
export const backendNames = { webgpu: 'WebGPU', webgl: 'WebGL', cpu: 'CPU' } as const;

/** What each map is called: it goes with the family of the scheme. */
export function mapTitleKeys(spec: Spec) {
  const family = familyOf(spec);
  const { sides } = schemeOf(spec);
  return {
    positions:
      family === 'rotary'
        ? 'map.rotation'
        : family === 'bias' || sides?.[0] === 'head'
          ? 'map.bias'
          : sides?.[1] === 'channel'
            ? 'map.projection'
            : family === 'contextual'
              ? 'map.relative'
              : 'map.positions',
    similarity: family === 'contextual' ? 'map.added' : 'map.similarity',
    attention: 'map.attention',
  } as const satisfies Record<MapName, TextKey>;
}

/** The key of what says the shape of a position map, whose holes are `rows` and `columns`. */
export function shapeKey(spec: Spec, matrix: NonNullable<Frame['maps']['positions']>) {
  const { rowAxis, columnAxis } = matrix;
  const family = familyOf(spec);
  if (family === 'rotary') return 'map.rotation.shape';
  if (rowAxis === 'head') return 'map.bias.shape';
  if (family !== 'contextual') return 'map.table.shape';
  if (rowAxis === 'profile') return 'map.profile.shape';
  if (columnAxis === 'channel') return 'map.projection.shape';
  return columnAxis === 'count' ? 'map.counted.shape' : 'map.relative.shape';
}

/** What is along a side of a matrix. */
export const axisKey = {
  position: 'axis.position',
  channel: 'axis.channel',
  query: 'axis.query',
  key: 'axis.key',
  head: 'axis.head',
  offset: 'axis.offset',
  count: 'axis.count',
  profile: 'axis.profile',
} as const satisfies Record<AxisName, string>;
