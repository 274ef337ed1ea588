/** The GPU's value of the cell under the crosshair, beside its place on the profile. */
import type { MapName } from '../state/view.ts';
import { profileScale } from './paintPlate.ts';
import { useReadout } from './readout.ts';
import { useStage, useView } from './stage.ts';
import { windowOf } from './windows.ts';
import { shortValue } from './words.ts';

export function ProfileLabel({
  map,
  width,
  height,
}: {
  readonly map: MapName;
  readonly width: number;
  readonly height: number;
}) {
  const reading = useReadout(({ readings }) => readings[map]);
  const frame = useReadout((now) => now.frame);
  const extent = useStage(({ extents }) => extents[map]);
  const windows = useView((view) => view.windows);
  useReadout(({ rowMax }) => rowMax);
  const matrix = frame?.maps[map];
  if (!reading || reading.gpu === null || !frame || !matrix) return null;
  const { left, right } = windowOf(map, matrix, frame, windows);
  const x = ((reading.cell.column + 0.5 - left) / (right - left)) * width;
  if (x < 0 || x > width) return null;
  const scale = profileScale(map, frame);
  const max = scale.domain.kind === 'fixed' ? scale.domain.max : (extent?.largest ?? 1) || 1;
  const share = Number.isFinite(reading.gpu) ? reading.gpu / max : 0;
  const y = scale.kind === 'diverging' ? (0.5 - 0.5 * share) * height : (1 - share) * height;
  const side = x > width * 0.7 ? 'left' : 'right';
  return (
    <output
      className={`profile-value ${side}`}
      style={{ left: x, top: Math.min(Math.max(y, 10), height - 12) }}
      aria-hidden="true"
    >
      {shortValue(reading.gpu)}
    </output>
  );
}
