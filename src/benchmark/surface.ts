/** What a rival draws on, and the line and the colours that both rivals draw alike. */
import { line } from 'd3';
import type { CurveJob, Job } from '../paint/painter.ts';

export interface Surface {
  readonly element: HTMLElement | SVGElement;
  /**
   * @param data  [rows × columns] of the job's matrix
   * @param unit  place of a value on the job's scale, 0…1
   * @returns     how many images, rectangles or lines it took
   */
  draw(job: Job, data: Float32Array, unit: (value: number) => number): number;
}

/** A profile as the path of an SVG. */
export function lineOf(job: CurveJob, data: Float32Array, unit: (value: number) => number): string {
  const { columns } = job.matrix;
  const path = line<number>(
    (_, column) => ((column + 0.5) * job.width) / columns,
    (value) => (1 - unit(value)) * job.height,
  );
  return path(data.subarray(job.row * columns, (job.row + 1) * columns)) ?? '';
}
