/**
 * The painter for numbers in memory, where there is no WebGPU. It draws the same pixels as gpu.ts,
 * more slowly, what takes long in pieces, and refuses matrices in GPU buffers.
 */
import type { Matrix, MemoryMatrix } from '../fields/matrix.ts';
import { type Extent, extentOf, extentTurns } from '../fields/statistics.ts';
import { pauses, turn } from '../threads/pause.ts';
import { atOnce, inTurns } from '../threads/turns.ts';
import { curveTurns } from './curve.ts';
import { heatmapTurns, workOf } from './heatmap.ts';
import { checkedJob } from './job.ts';
import type { Job, Painter, Painting } from './painter.ts';
import { present } from './present.ts';

const nothing = extentOf(null, 0, 0);
/** Pixels and the cells under them, of all that is drawn at once: some 10 ms the first time. */
const lightWork = 2 ** 18;

export function memoryPainter(): Painter {
  const counts = { dispatches: 0, draws: 0, bytesRead: 0 };
  const surface = new OffscreenCanvas(1, 1);
  const context = surface.getContext('2d');
  if (!context) throw new Error('memoryPainter: this browser has no 2d context');

  /** Pictures that are drawn in pieces, by the canvas that waits for them. */
  const waiting = new Map<HTMLCanvasElement, Painting>();
  const working = new Set<Promise<void>>();

  function put({ canvas, job: { width, height } }: Painting, colours: Uint32Array<ArrayBuffer>) {
    surface.width = width;
    surface.height = height;
    const pixels = new Uint8ClampedArray(colours.buffer);
    context?.putImageData(new ImageData(pixels, width, height), 0, 0);
    present(canvas, surface.transferToImageBitmap());
    counts.draws += 1;
  }

  async function paintInPieces(paintings: readonly Painting[]): Promise<void> {
    for (const painting of paintings) waiting.set(painting.canvas, painting);
    // Whoever asks for it has been busy already.
    await turn();
    const pause = pauses();
    for (const painting of paintings) {
      const { canvas, job } = painting;
      const isWanted = () => waiting.get(canvas) === painting;
      const pixels = isWanted() && (await inTurns(pixelTurns(job), pause, isWanted));
      if (!pixels) continue;
      put(painting, pixels);
      waiting.delete(canvas);
    }
  }

  return {
    counts,
    measure(matrices) {
      const given = matrices.map(inMemory);
      const found: Extent[] = [];
      const left = measured(given, found);
      if (given.reduce((sum, { data }) => sum + data.length, 0) <= lightWork) atOnce(left);
      return {
        slot(i) {
          if (!given[i]) throw new Error(`slot: ${given.length} were measured, asked for ${i}`);
          return {
            kind: 'memory',
            get extent() {
              atOnce(left);
              return found[i] ?? nothing;
            },
            ...(found.length < given.length && { left }),
          };
        },
        async read() {
          if (found.length === given.length) return found;
          await turn();
          await inTurns(left, pauses());
          return found;
        },
        stop: () => undefined,
      };
    },
    paint(paintings) {
      for (const { canvas, job } of paintings) {
        checkedJob(job);
        waiting.delete(canvas);
      }
      const work = paintings.reduce((sum, { job }) => sum + workOf(job), 0);
      if (work <= lightWork && paintings.every(({ job }) => isMeasured(job))) {
        for (const painting of paintings) put(painting, pixelsOf(painting.job));
        return;
      }
      const pieces = paintInPieces(paintings).finally(() => working.delete(pieces));
      working.add(pieces);
    },
    forget: () => waiting.clear(),
    async painted() {
      while (working.size > 0) await Promise.all(working);
    },
    stop: () => undefined,
  };
}

/** [height × width] packed colours of a job whose matrix is in memory. */
export function pixelsOf(job: Job): Uint32Array<ArrayBuffer> {
  return atOnce(pixelTurns(job));
}

function* pixelTurns(job: Job): Generator<void, Uint32Array<ArrayBuffer>> {
  const matrix = inMemory(job.matrix);
  if (job.extent?.kind === 'memory' && job.extent.left) yield* job.extent.left;
  const largest = largestOf(job);
  return yield* job.kind === 'heatmap'
    ? heatmapTurns(job, matrix, largest)
    : curveTurns(job, matrix, largest);
}

function isMeasured({ extent }: Job): boolean {
  return extent?.kind !== 'memory' || extent.left === undefined;
}

function* measured(matrices: readonly MemoryMatrix[], found: Extent[]): Generator<void, void> {
  for (const { data } of matrices) found.push(yield* extentTurns(data));
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
