/** What must hold of a job before it is drawn; a job that breaks it is our mistake. */
import type { Job } from './painter.ts';

export function checkedJob(job: Job): void {
  const { matrix, window, width, height, scale, extent } = job;
  const { left, right, top, bottom } = window;
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) {
    throw new Error(`${job.kind}: width and height are whole pixels, got ${width} × ${height}`);
  }
  if (!(0 <= left && left < right && right <= matrix.columns)) {
    throw new Error(`${job.kind}: columns are 0…${matrix.columns}, got ${left}…${right}`);
  }
  if (!(0 <= top && top < bottom && bottom <= matrix.rows)) {
    throw new Error(`${job.kind}: rows are 0…${matrix.rows}, got ${top}…${bottom}`);
  }
  if (scale.domain.kind === 'measured' && !extent) {
    throw new Error(`${job.kind}: a measured scale needs an extent`);
  }
  if (job.kind === 'curve') checkedColumns(job.row, matrix.rows, job.highlighted, matrix.columns);
}

function checkedColumns(
  row: number,
  rows: number,
  highlighted: number | null,
  columns: number,
): void {
  if (!(Number.isInteger(row) && 0 <= row && row < rows)) {
    throw new Error(`curve: the row is 0…${rows - 1}, got ${row}`);
  }
  if (highlighted !== null && !(0 <= highlighted && highlighted < columns)) {
    throw new Error(`curve: the highlighted column is 0…${columns - 1}, got ${highlighted}`);
  }
}
