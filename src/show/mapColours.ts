/** The colours of maps: which table a theme has for a scale, and the scale of each map of the plate. */
import { lookupTable, palettes } from '../fields/colour.ts';
import type { ColourScale } from '../fields/scale.ts';
import type { ThemeName } from '../fields/theme.ts';
import type { Frame } from '../state/frame.ts';
import type { Theme } from '../state/page.ts';
import { familyOf, schemeOf } from '../state/spec.ts';
import type { MapName } from '../state/view.ts';

export const themeNames: Readonly<Record<Theme, ThemeName>> = {
  light: 'paper',
  dark: 'night',
  projector: 'projector',
};

const tables = new Map<string, Uint32Array>();

export function tableOf(theme: ThemeName, kind: ColourScale['kind']): Uint32Array {
  const key = `${theme} ${kind}`;
  const table = tables.get(key) ?? lookupTable(palettes[theme][kind]);
  tables.set(key, table);
  return table;
}

/** The scale of a map: fixed where the range is known beforehand, else what was measured. */
export function scaleOf(map: MapName, { spec }: Pick<Frame, 'spec'>): ColourScale {
  if (map === 'attention') {
    // Sixteen times an even share: the first rows, with few keys to see, would else fade the rest.
    const max = Math.min(1, 16 / spec.length);
    return { kind: 'sequential', domain: { kind: 'fixed', max }, curve: 'sqrt' };
  }
  const scheme = schemeOf(spec);
  const bounded = scheme.boundedFor?.(spec.params) ?? scheme.bounded ?? false;
  const family = familyOf(spec);
  const unit =
    map === 'positions'
      ? bounded
      : (family === 'rotary' && bounded) || (family === 'additive' && spec.similarity === 'cosine');
  return {
    kind: 'diverging',
    domain: unit ? { kind: 'fixed', max: 1 } : { kind: 'measured' },
    curve: 'linear',
  };
}
