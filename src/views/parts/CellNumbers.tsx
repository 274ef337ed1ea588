/**
 * The numbers of the cells in sight, in cells that are large enough: read once nothing moves any
 * more, and gone as soon as something does, so that none is ever beside its cell or of another picture.
 */
import { useEffect, useMemo, useState } from 'react';
import { cellText, numberedPart, type Part } from '../../explain/cellText.ts';
import { specialColours } from '../../fields/colour.ts';
import { inkOn } from '../../fields/inkOn.ts';
import type { Matrix } from '../../fields/matrix.ts';
import { type ColourScale, placeOf, unitOf } from '../../fields/scale.ts';
import type { ThemeName } from '../../fields/theme.ts';
import { pixelOf, whole } from '../../fields/window.ts';
import { tableOf } from '../../show/mapColours.ts';
import { type Picture } from '../../show/pictures.ts';
import { afterPause, answers } from '../../show/shown.ts';
import { windowOf } from '../../show/windows.ts';
import type { BlockName, Frame } from '../../state/frame.ts';
import { useExtent, useShown, useTheme, useView } from '../hooks/stores.ts';
import { useRem } from '../hooks/useSize.ts';
import './cellNumbers.css';

const restMs = 120;

interface CellNumbersProps {
  readonly name: BlockName;
  readonly picture: Picture;
  readonly frame: Frame;
  readonly width: number;
  readonly height: number;
}

/** What was read, and of what. */
interface Read {
  readonly frame: Frame;
  readonly name: BlockName;
  readonly part: Part;
  readonly data: Float32Array;
}

export function CellNumbers(props: CellNumbersProps) {
  const matrix = props.picture.matrix(props.frame);
  return matrix && <Numbers {...props} matrix={matrix} />;
}

function Numbers(props: CellNumbersProps & { readonly matrix: Matrix }) {
  const { name, picture, matrix, frame, width, height } = props;
  const { follows } = picture;
  const extent = useExtent(picture);
  const settled = useShown((now) => now.settled);
  const windows = useView((view) => view.windows);
  const theme = useTheme();
  const letters = useRem() / 16;
  const window = useMemo(
    () =>
      follows ? windowOf(follows, matrix, frame, windows) : whole(matrix.rows, matrix.columns),
    [follows, matrix, frame, windows],
  );
  const part = useMemo(
    () => numberedPart(window, width / letters, height / letters),
    [window, width, height, letters],
  );
  const [read, setRead] = useState<Read | null>(null);
  useEffect(() => {
    if (!part || !settled) return;
    let overtaken = false;
    const ask = async () => {
      const data = await answers.block(name, part.top, part.left, part.rows, part.columns);
      if (data && !overtaken) setRead({ frame, name, part, data });
    };
    const giveUp = afterPause(restMs, () => void ask());
    return () => {
      overtaken = true;
      giveUp();
    };
  }, [name, frame, part, settled]);

  const scale = picture.scale(frame);
  const max = scale.domain.kind === 'fixed' ? scale.domain.max : (extent?.largest ?? null);
  const current = read?.frame === frame && read.name === name && read.part === part;
  if (!part || !read || !current || !settled || max === null) return null;
  return (
    <svg className="cell-numbers" width={width} height={height} aria-hidden="true">
      {Array.from(read.data, (value, at) => {
        const row = part.top + Math.floor(at / part.columns);
        const column = part.left + (at % part.columns);
        const box = pixelOf(window, width, height, { row, column });
        return (
          <text
            key={`${row} ${column}`}
            x={box.x + box.width / 2}
            y={box.y + box.height / 2}
            fill={inkOn(colourOf(value, scale, max, theme))}
          >
            {cellText(value, box.width / letters)}
          </text>
        );
      })}
    </svg>
  );
}

/** As the painter colours it. */
function colourOf(value: number, scale: ColourScale, max: number, theme: ThemeName): number {
  const { nan, infinite, masked } = specialColours[theme];
  if (Number.isNaN(value)) return nan;
  if (!Number.isFinite(value)) return value > 0 ? infinite : masked;
  return tableOf(theme, scale.kind)[placeOf(unitOf(scale, max, value))] ?? 0;
}
