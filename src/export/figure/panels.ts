/** Which matrices a figure shows, how each is called and what is along its sides. Paints nothing. */
import type { Matrix, Window } from '../../fields/matrix.ts';
import type { ColourScale } from '../../fields/scale.ts';
import { whole } from '../../fields/window.ts';
import { stageOnShow } from '../../show/channel.ts';
import { type Column, columnsOf, kindOf, pictureOf } from '../../show/columns.ts';
import { scaleOf } from '../../show/mapColours.ts';
import { scaleOn } from '../../show/stages.ts';
import { windowOf } from '../../show/windows.ts';
import { mapTitleKeys, shapeKey } from '../../show/words.ts';
import type { Quantity, QuantityAbout } from '../../state/asked.ts';
import { type Frame, type StageName, stageNames } from '../../state/frame.ts';
import { aboutOf, familyOf, type Spec } from '../../state/spec.ts';
import { type MapName, type SquareMap, squareMaps, viewStore } from '../../state/view.ts';
import type { Locale } from '../../text/locale.ts';
import { said, t } from '../../text/t.ts';
import type { Side } from '../csv.ts';
import { sideOf, sidesOf } from '../sides.ts';

export interface Panel {
  readonly title: string;
  /** Beside the title, in second rank. */
  readonly kind: string;
  readonly frame: Frame;
  readonly matrix: Matrix;
  readonly scale: ColourScale;
  /** The cells that are shown, whole ones. */
  readonly window: Window;
  /** Of the whole matrix, not of the window. */
  readonly rows: Side;
  readonly columns: Side;
}

const sidesOfMatrix = (matrix: Matrix, spec: Spec) => ({
  rows: sideOf(matrix.rowAxis, spec),
  columns: sideOf(matrix.columnAxis, spec),
});

const allOf = ({ rows, columns }: Matrix) => whole(rows, columns);

/** The cells of a map that the page shows, those at the edges whole. */
function shownOf(map: MapName, matrix: Matrix, frame: Frame): Window {
  const { left, right, top, bottom } = windowOf(map, matrix, frame, viewStore.getState().windows);
  const { floor, ceil } = Math;
  return { left: floor(left), right: ceil(right), top: floor(top), bottom: ceil(bottom) };
}

/**
 * One of the three maps; none where the scheme has none.
 *
 * @param zoomed  as the page shows it, and not the whole of it
 */
export function mapPanel(
  map: MapName,
  frame: Frame,
  locale: Locale,
  zoomed = false,
): readonly Panel[] {
  const matrix = frame.maps[map];
  if (!matrix) return [];
  const { spec } = frame;
  const title = t(locale, mapTitleKeys(spec)[map]);
  const scale = scaleOf(map, frame);
  const kind = kindWords(map, frame, locale);
  const window = zoomed ? shownOf(map, matrix, frame) : allOf(matrix);
  return [{ title, kind, frame, matrix, scale, window, ...sidesOfMatrix(matrix, spec) }];
}

function kindWords(map: MapName, { spec, maps }: Frame, locale: Locale): string {
  if (map === 'attention') {
    return t(locale, 'map.head', { head: spec.head, heads: spec.heads });
  }
  if (map === 'positions') {
    if (!maps.positions) return '';
    const { rows, columns } = maps.positions;
    return t(locale, shapeKey(spec, maps.positions), { rows, columns });
  }
  const family = familyOf(spec);
  return family === 'additive'
    ? t(locale, 'export.similarity', { kind: t(locale, `option.similarity.${spec.similarity}`) })
    : t(locale, `map.similarity.${family}`);
}

/**
 * The schemes beside one another, their similarity above their attention; or below one another, each with
 * its similarity beside its attention.
 */
export function comparisonPanels(
  frame: Frame,
  { differences, across }: { readonly differences: boolean; readonly across: boolean },
  locale: Locale,
): readonly Panel[] {
  const columns = columnsOf(frame.spec, frame);
  return across
    ? squareMaps.flatMap((map) => columns.flatMap((column) => panelOf(column, map)))
    : columns.flatMap((column) => squareMaps.flatMap((map) => panelOf(column, map)));

  function panelOf({ spec, computed, place }: Column, map: SquareMap): readonly Panel[] {
    if (computed === null) return [];
    const differs = differences && place > 0;
    const picture = pictureOf(computed, map, differs);
    const matrix = picture.matrix(frame);
    if (!matrix) return [];
    const plain = map === 'similarity' ? kindOf(spec) : map;
    return [
      {
        title: said(aboutOf(spec).text.name, locale),
        kind: t(locale, differs ? `compare.delta.${map}` : `map.${plain}`),
        frame,
        matrix,
        scale: picture.scale(frame),
        window: shownOf(map, matrix, frame),
        ...sidesOfMatrix(matrix, spec),
      },
    ];
  }
}

/** The stage of the pass that the Attend room shows. */
export function stagePanel(frame: Frame, locale: Locale): readonly Panel[] {
  const stage = stageOnShow(frame);
  const matrix = frame.stages?.maps[stage];
  if (!matrix) return [];
  return [
    {
      title: t(locale, `stage.${stage}`),
      kind: t(locale, `stage.${stage}.what`),
      frame,
      matrix,
      scale: scaleOn(stage, frame),
      window: allOf(matrix),
      ...sidesOfMatrix(matrix, frame.spec),
    },
  ];
}

/** A quantity of two sides or more that was read: of the head shown, where it has heads; each term by itself. */
export function quantityPanels(
  about: QuantityAbout,
  { shape, data }: Quantity,
  frame: Frame,
): readonly Panel[] {
  const sides = sidesOf(about, frame);
  const columns = shape.at(-1) ?? 1;
  const rows = shape.at(-2) ?? 1;
  const heads = shape.length > 2 ? (shape.at(-3) ?? 1) : 1;
  const { head } = frame.spec;
  const cells = rows * columns;
  const known = [...stageNames, 'positions', 'similarity'] as readonly string[];
  const scale = known.includes(about.name)
    ? scaleOn(about.name as MapName | StageName, frame) // one of those names
    : scaleOn('logits', frame);
  const none: Side = { name: '', first: 0 };
  const [rowSide = none, columnSide = none] = sides.slice(-2);
  return Array.from({ length: shape.length > 3 ? (shape[0] ?? 1) : 1 }, (_, outer) => {
    const from = (outer * heads + (heads > 1 ? head - 1 : 0)) * cells;
    const term = shape.length > 3 ? ` ${outer + 1}` : '';
    return {
      title: `${about.name}${term}`,
      kind: `[${shape.join(', ')}]`,
      frame,
      matrix: {
        kind: 'memory',
        rows,
        columns,
        rowAxis: 'position',
        columnAxis: 'channel',
        data: data.subarray(from, from + cells),
      },
      scale,
      window: whole(rows, columns),
      rows: rowSide,
      columns: columnSide,
    };
  });
}
