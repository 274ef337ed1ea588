/** The pictures of the plate: its three maps, and under each the row of the crosshair as a curve. */
import { packed } from '../fields/oklab.ts';
import type { ColourScale } from '../fields/scale.ts';
import { type ThemeName, themes } from '../fields/theme.ts';
import type { CurveColours, CurveJob } from '../paint/painter.ts';
import type { Frame } from '../state/frame.ts';
import { dimsOf, schemeOf } from '../state/spec.ts';
import type { MapName } from '../state/view.ts';
import { cellOf } from './cross.ts';
import { scaleOf } from './mapColours.ts';
import type { CurveLook, Picture } from './pictures.ts';
import { readout } from './readout.ts';

export function mapPicture(map: MapName): Picture {
  return {
    key: map,
    follows: map,
    matrix: ({ maps }) => maps[map],
    scale: (frame) => scaleOf(map, frame),
    counted: ({ spec }) => map === 'similarity' && schemeOf(spec).bounded !== true,
  };
}

export function profilePicture(map: MapName): Picture {
  return {
    ...mapPicture(map),
    scale: (frame) => profileScale(map, frame),
    curve: (frame, theme) => curveOf(map, frame, theme),
  };
}

/** A profile's own height: a row of attention is seldom near the largest weight of the map. */
function profileScale(map: MapName, frame: Frame): ColourScale {
  const scale = scaleOf(map, frame);
  const { rowMax } = readout.getState();
  if (map !== 'attention' || !rowMax) return scale;
  return { ...scale, domain: { kind: 'fixed', max: rowMax } };
}

function curveOf(map: MapName, frame: Frame, theme: ThemeName): CurveLook {
  const { cross } = readout.getState();
  const cell = cross && cellOf(cross, map, frame);
  return {
    row: cell?.row ?? 0,
    style: styleOf(map, frame),
    colours: curveColours(theme, map),
    highlighted: cell?.column ?? null,
    lineWidth: 1.5 * globalThis.devicePixelRatio,
  };
}

function curveColours(theme: ThemeName, map: MapName): CurveColours {
  const { accent, hairline, soft } = themes[theme];
  const faded = (hex: string, alpha: number) => ((packed(hex) & 0xffffff) | (alpha << 24)) >>> 0;
  return {
    line: packed(accent),
    second: faded(accent, 170),
    faint: faded(accent, 140),
    baseline: packed(map === 'positions' ? hairline : soft),
  };
}

/** Fewer columns than this are no line: they are bars over the whole width. */
const fewestOfLine = 5;

function styleOf(map: MapName, frame: Frame): CurveJob['style'] {
  if (map === 'attention' || (frame.maps[map]?.columns ?? 0) < fewestOfLine) return 'bars';
  if (map === 'similarity') return 'line';
  const scheme = schemeOf(frame.spec);
  const wave = (channel: number) => scheme.wave?.(channel, frame.spec.params, dimsOf(frame.spec));
  if (!wave(0) || !wave(1)) return 'line';
  return wave(0) === wave(1) ? 'block' : 'interleaved';
}
