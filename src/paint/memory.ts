/**
 * The painter for numbers in memory, where there is no WebGPU. It draws the same pixels as gpu.ts,
 * more slowly, and refuses matrices in GPU buffers.
 */
import type { Matrix, MemoryMatrix } from '../fields/matrix.ts';
import { extent } from '../fields/statistics.ts';
import { curvePixels } from './curve.ts';
import { heatmapPixels } from './heatmap.ts';
import { checkedJob } from './job.ts';
import type { Job, Painter } from './painter.ts';
import { present } from './present.ts';

export function memoryPainter(): Painter {
  const counts = { dispatches: 0, draws: 0, bytesRead: 0 };
  const surface = new OffscreenCanvas(1, 1);
  const context = surface.getContext('2d');
  if (!context) throw new Error('memoryPainter: this browser has no 2d context');

  return {
    counts,
    measure(matrices) {
      const extents = matrices.map((matrix) => extent(inMemory(matrix).data));
      return {
        slot(i) {
          const measured = extents[i];
          if (!measured) throw new Error(`slot: ${extents.length} were measured, asked for ${i}`);
          return { kind: 'memory', extent: measured };
        },
        read: () => Promise.resolve(extents),
        stop: () => undefined,
      };
    },
    paint(paintings) {
      for (const { canvas, job } of paintings) {
        checkedJob(job);
        surface.width = job.width;
        surface.height = job.height;
        const pixels = new Uint8ClampedArray(pixelsOf(job).buffer);
        context.putImageData(new ImageData(pixels, job.width, job.height), 0, 0);
        present(canvas, surface.transferToImageBitmap());
        counts.draws += 1;
      }
    },
    forget: () => undefined,
    settled: () => Promise.resolve(),
    stop: () => undefined,
  };
}

/** [height × width] packed colours of a job whose matrix is in memory. */
export function pixelsOf(job: Job): Uint32Array<ArrayBuffer> {
  const matrix = inMemory(job.matrix);
  const largest = largestOf(job);
  return job.kind === 'heatmap'
    ? heatmapPixels(job, matrix, largest)
    : curvePixels(job, matrix, largest);
}

function largestOf(job: Job): number {
  if (job.scale.domain.kind === 'fixed') return job.scale.domain.max;
  if (job.extent?.kind !== 'memory') throw new Error('memoryPainter: the extent is not in memory');
  return job.extent.extent.largest;
}

function inMemory(matrix: Matrix): MemoryMatrix {
  if (matrix.kind !== 'memory') throw new Error('memoryPainter: the matrix is in a GPU buffer');
  return matrix;
}
