/** One square map of a column: its scale, the heatmap and the crosshair that all columns share. */
import { useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { SquareMap } from '../../state/view.ts';
import { said } from '../../text/t.ts';
import { CellNumbers } from '../CellNumbers.tsx';
import { ScaleBar } from '../Legend.tsx';
import { Untrained } from '../MapKinds.tsx';
import { extentStore, repaintPictures, showOn } from '../pictures.ts';
import { Surface } from '../Surface.tsx';
import { useStage, useView } from '../stage.ts';
import { useWords } from '../words.ts';
import { blockOf, type Column, kindOf, pictureOf } from './columns.ts';

interface ColumnMapProps {
  readonly column: Column;
  readonly map: SquareMap;
  readonly difference: boolean;
  readonly side: number;
}

export function ColumnMap({ column, map, difference, side }: ColumnMapProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const first = useStage(({ shown }) => shown?.frame ?? null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const computed = column.computed ?? 0;
  const picture = pictureOf(computed, map, difference);
  const matrix = first && column.frame && picture.matrix(first);
  const extent = useStore(extentStore, (extents) => extents[picture.key]);
  const present = column.frame !== null;

  useLayoutEffect(() => {
    if (!canvas.current || !present) return;
    return showOn(canvas.current, pictureOf(computed, map, difference));
  }, [computed, map, difference, present]);
  useLayoutEffect(() => repaintPictures(), [side]);

  const plain = map === 'similarity' ? kindOf(column.spec) : map;
  const title = words(difference ? `compare.delta.${map}` : `map.${plain}`);
  return (
    <div className="column-map" style={{ width: side }}>
      <header className="column-map-head">
        <h2>
          {title}
          {map === 'attention' && <Untrained />}
        </h2>
        {first && present && (
          <ScaleBar scale={picture.scale(first)} largest={extent?.largest ?? null} />
        )}
      </header>
      {column.problem === null ? (
        <Surface map={map} title={title} width={side} height={side} canvas={canvas} frame={first}>
          {matrix && (
            <CellNumbers
              name={blockOf(computed, map, difference)}
              matrix={matrix}
              frame={first}
              follows={map}
              width={side}
              height={side}
              scale={picture.scale(first)}
              largest={extent?.largest ?? null}
            />
          )}
        </Surface>
      ) : (
        <div className="map-empty" style={{ width: side, height: side }}>
          <p>{words('compare.cannot')}</p>
          <p className="soft">{said(column.problem, locale)}</p>
        </div>
      )}
    </div>
  );
}
