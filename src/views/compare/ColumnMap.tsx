/** One square map of a column: its scale, the heatmap and the crosshair that all columns share. */
import { useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { familyOf } from '../../state/spec.ts';
import { said } from '../../text/t.ts';
import { ScaleBar } from '../Legend.tsx';
import { Untrained } from '../MapKinds.tsx';
import { extentStore, repaintPictures, showOn } from '../pictures.ts';
import { Surface } from '../Surface.tsx';
import { useStage, useView } from '../stage.ts';
import { useWords } from '../words.ts';
import { type Column, pictureOf, type SquareMap } from './columns.ts';

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
  const place = column.place === 0 ? 0 : (column.rival ?? -1) + 1;
  const picture = pictureOf(place, map, difference);
  const extent = useStore(extentStore, (extents) => extents[picture.key]);
  const present = column.frame !== null;

  useLayoutEffect(() => {
    if (!canvas.current || !present) return;
    return showOn(canvas.current, pictureOf(place, map, difference));
  }, [place, map, difference, present]);
  useLayoutEffect(() => repaintPictures(), [side]);

  const adds = ['bias', 'contextual'].includes(familyOf(column.spec));
  const plain = words(map === 'similarity' && adds ? 'map.added' : `map.${map}`);
  const title = difference ? words(`compare.delta.${map}`) : plain;
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
        <Surface map={map} title={title} width={side} height={side} canvas={canvas} frame={first} />
      ) : (
        <div className="map-empty" style={{ width: side, height: side }}>
          <p>{words('compare.cannot')}</p>
          <p className="soft">{said(column.problem, locale)}</p>
        </div>
      )}
    </div>
  );
}
