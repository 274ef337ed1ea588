/** One square map of a column: its scale, the heatmap and the crosshair that all columns share. */
import { blockOf, type Column, kindOf, pictureOf } from '../../show/columns.ts';
import type { SquareMap } from '../../state/view.ts';
import { said } from '../../text/t.ts';
import { useFrame, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { MapHead } from '../parts/MapHead.tsx';
import { Untrained } from '../parts/MapKinds.tsx';
import { Square } from '../parts/Square.tsx';
import { Terms } from '../terms/Terms.tsx';

interface ColumnMapProps {
  readonly column: Column;
  readonly map: SquareMap;
  readonly difference: boolean;
  readonly side: number;
}

export function ColumnMap({ column, map, difference, side }: ColumnMapProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const first = useFrame();
  const computed = column.computed ?? 0;
  const picture = pictureOf(computed, map, difference);
  const plain = map === 'similarity' ? kindOf(column.spec) : map;
  const title = words(difference ? `compare.delta.${map}` : `map.${plain}`);
  return (
    <div className="column-map" style={{ width: side }}>
      <MapHead
        title={
          <>
            <Terms text={title} />
            {map === 'attention' && <Untrained />}
          </>
        }
        picture={picture}
        frame={column.frame && first}
      />
      {column.problem === null ? (
        <Square
          map={map}
          name={blockOf(computed, map, difference)}
          title={title}
          picture={picture}
          frame={first}
          computed={column.frame !== null}
          side={side}
        />
      ) : (
        <div className="map-empty" style={{ width: side, height: side }}>
          <p>{words('compare.cannot')}</p>
          <p className="soft">{said(column.problem, locale)}</p>
        </div>
      )}
    </div>
  );
}
