/**
 * The GPU's value of the cell under the crosshair, over its place on the profile: in a line of its
 * own, so that no curve runs through it.
 */

import { windowOf } from '../../show/windows.ts';
import { shortValue } from '../../show/words.ts';
import type { MapName } from '../../state/view.ts';
import { useReadout, useView } from '../hooks/stores.ts';
import './profile.css';

export function ProfileLabel({ map, width }: { readonly map: MapName; readonly width: number }) {
  const reading = useReadout(({ readings }) => readings[map]);
  const frame = useReadout((now) => now.frame);
  const windows = useView((view) => view.windows);
  const matrix = frame?.maps[map];
  if (!reading || reading.gpu === null || !frame || !matrix) return null;
  const { left, right } = windowOf(map, matrix, frame, windows);
  const share = (reading.cell.column + 0.5 - left) / (right - left);
  if (share < 0 || share > 1) return null;
  return (
    <output className="profile-value" style={{ left: share * width }} aria-hidden="true">
      {/* At the left end it begins there, at the right end it ends there. */}
      <span style={{ translate: `${-100 * share}%` }}>{shortValue(reading.gpu)}</span>
    </output>
  );
}
