/** From what is on show to pixels: the jobs of the three maps and their profiles, in one go. */
import { lookupTable, palettes, specialColours } from '../fields/colour.ts';
import type { Window } from '../fields/matrix.ts';
import { packed } from '../fields/oklab.ts';
import type { ColourScale } from '../fields/scale.ts';
import { type ThemeName, themes } from '../fields/theme.ts';
import type { CurveColours, CurveJob, HeatmapJob, Painting } from '../paint/painter.ts';
import type { Frame } from '../state/frame.ts';
import type { Theme } from '../state/page.ts';
import { dimsOf, familyOf, schemeOf } from '../state/spec.ts';
import { type MapName, viewStore } from '../state/view.ts';
import { cellOf } from './cross.ts';
import { readout } from './readout.ts';
import { mapNames, type Shown, stage } from './stage.ts';
import { windowOf } from './windows.ts';

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
export function scaleOf(map: MapName, frame: Frame): ColourScale {
  if (map === 'attention') {
    // Sixteen times an even share: the first rows, with few keys to see, would else fade the rest.
    const max = Math.min(1, 16 / frame.spec.length);
    return { kind: 'sequential', domain: { kind: 'fixed', max }, curve: 'sqrt' };
  }
  const scheme = schemeOf(frame.spec);
  const bounded = scheme.boundedFor?.(frame.spec.params) ?? scheme.bounded ?? false;
  const family = familyOf(frame.spec);
  const unit =
    map === 'positions'
      ? bounded
      : (family === 'rotary' && bounded) ||
        (family === 'additive' && frame.spec.similarity === 'cosine');
  return {
    kind: 'diverging',
    domain: unit ? { kind: 'fixed', max: 1 } : { kind: 'measured' },
    curve: 'linear',
  };
}

/** Whether the range of a map is not known beforehand, or bad numbers in it are to be counted. */
export function needsMeasuring(map: MapName, frame: Frame): boolean {
  if (scaleOf(map, frame).domain.kind === 'measured') return true;
  return map === 'similarity' && schemeOf(frame.spec).bounded !== true;
}

/** A profile's own height: a row of attention is seldom near the largest weight of the map. */
function profileScale(map: MapName, frame: Frame): ColourScale {
  const scale = scaleOf(map, frame);
  const { rowMax } = readout.getState();
  if (map !== 'attention' || !rowMax) return scale;
  return { ...scale, domain: { kind: 'fixed', max: rowMax } };
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

export interface Canvases {
  readonly heatmap: HTMLCanvasElement;
  readonly profile: HTMLCanvasElement;
}

const canvases = new Map<MapName, Canvases>();

/** A map's canvases while it is mounted; returns what takes them away. */
export function register(map: MapName, pair: Canvases): () => void {
  canvases.set(map, pair);
  return () => canvases.delete(map);
}

function paintings(shown: Shown, only: 'all' | 'profiles'): Painting[] {
  const { frame, measurement, measured } = shown;
  const { windows, theme } = viewStore.getState();
  const { cross } = readout.getState();
  const name = themeNames[theme];
  const ratio = globalThis.devicePixelRatio;
  return mapNames.flatMap((map) => {
    const pair = canvases.get(map);
    const matrix = frame.maps[map];
    if (!pair || !matrix) return [];
    const scale = scaleOf(map, frame);
    const drawn = {
      matrix,
      window: windowOf(map, matrix, frame, windows),
      scale,
      extent: measured.includes(map) ? (measurement?.slot(measured.indexOf(map)) ?? null) : null,
    };
    const cell = cross && cellOf(cross, map, frame);
    const heatmap = heatmapPainting(pair.heatmap, drawn, name);
    const profile: Painting = {
      canvas: pair.profile,
      job: {
        kind: 'curve',
        ...drawn,
        ...sizeOf(pair.profile),
        scale: profileScale(map, frame),
        row: cell?.row ?? 0,
        style: styleOf(map, frame),
        colours: curveColours(name, map),
        highlighted: cell?.column ?? null,
        lineWidth: 1.5 * ratio,
      },
    };
    const parts = only === 'all' ? [heatmap, profile] : [profile];
    return parts.filter(({ canvas }) => canvas.clientWidth > 0 && canvas.clientHeight > 0);
  });
}

/** A matrix on a canvas in the colours of a theme. */
export function heatmapPainting(
  canvas: HTMLCanvasElement,
  drawn: Pick<HeatmapJob, 'matrix' | 'window' | 'scale' | 'extent'>,
  theme: ThemeName,
): Painting {
  return {
    canvas,
    job: {
      kind: 'heatmap',
      ...drawn,
      ...heatmapSize(sizeOf(canvas), drawn.window),
      table: tableOf(theme, drawn.scale.kind),
      special: specialColours[theme],
    },
  };
}

/** In device pixels. */
function sizeOf({ clientWidth, clientHeight }: HTMLCanvasElement): Size {
  const ratio = globalThis.devicePixelRatio;
  return {
    width: Math.max(Math.round(clientWidth * ratio), 1),
    height: Math.max(Math.round(clientHeight * ratio), 1),
  };
}

/**
 * One pixel a cell where whole cells are larger than pixels: the browser enlarges them, in the
 * same places (`image-rendering: pixelated`), and the GPU shades a hundredth as many.
 */
function heatmapSize(room: Size, { left, right, top, bottom }: Window): Size {
  const along = (from: number, to: number, pixels: number) =>
    Number.isInteger(from) && Number.isInteger(to) && to - from < pixels ? to - from : pixels;
  return { width: along(left, right, room.width), height: along(top, bottom, room.height) };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Paints now: a frame's matrices are only lent. */
export function paintPlate(only: 'all' | 'profiles' = 'all'): void {
  const { painter, shown } = stage.getState();
  if (painter && shown) painter.paint(paintings(shown, only));
}

let asked: 'all' | 'profiles' | null = null;

/** Paints before the next frame of the screen, once however often it is asked. */
export function repaint(only: 'all' | 'profiles' = 'all'): void {
  if (asked === null) {
    requestAnimationFrame(() => {
      const what = asked ?? 'all';
      asked = null;
      paintPlate(what);
    });
  }
  asked = asked === 'all' ? 'all' : only;
}
