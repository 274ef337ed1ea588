/** What the rival drawings share: a painter that reads each map back and draws it from memory. */

import type { Matrix } from '../fields/matrix.ts';
import { unitOf } from '../fields/scale.ts';
import { answered } from '../gpu/finished.ts';
import type { Job, Measurement, Painter } from '../paint/painter.ts';
import type { BenchmarkParts, Method, MethodName } from './step.ts';
import type { Surface } from './surface.ts';

/**
 * The straightforward way: each map is read back whole and drawn from memory, one pixel or one
 * rectangle a cell in the page's colours, and one line for the profile under it. It takes the
 * extents that the page measures.
 */
export function readBack(
  name: MethodName,
  page: Painter,
  parts: BenchmarkParts,
  newSurface: () => Surface,
): Method {
  const counts = { dispatches: 0, draws: 0, bytesRead: 0 };
  const overlay = document.createElement('div');
  const surfaces = new Map<HTMLCanvasElement, Surface>();
  /** Read once, however often it is drawn. */
  const reads = new WeakMap<Matrix, Promise<Float32Array>>();
  let measured: Measurement | null = null;
  let drawing: Promise<void> = Promise.resolve();

  function surfaceOver(canvas: HTMLCanvasElement): Surface {
    const found = surfaces.get(canvas);
    if (found) return found;
    const surface = newSurface();
    surfaces.set(canvas, surface);
    overlay.append(surface.element);
    const { left, top, width, height } = canvas.getBoundingClientRect();
    // A style attribute in markup is refused by the page's policy; this way is not.
    surface.element.style.cssText = `position:fixed;left:${left}px;top:${top}px;width:${width}px;height:${height}px;image-rendering:pixelated`;
    return surface;
  }

  async function draw(
    canvas: HTMLCanvasElement,
    job: Job,
    measurement: Measurement | null,
  ): Promise<void> {
    const reading = reads.get(job.matrix) ?? readWhole(job.matrix);
    reads.set(job.matrix, reading);
    // Both are on their way at once.
    const [data, extents] = await Promise.all([reading, measurement?.read() ?? []]);
    const { domain } = job.scale;
    const slot = job.extent?.kind === 'gpu' ? job.extent.index : 0;
    const extent = job.extent?.kind === 'memory' ? job.extent.extent : extents[slot];
    const largest = domain.kind === 'fixed' ? domain.max : (extent?.largest ?? 1);
    const unit = (value: number) => unitOf(job.scale, largest, value);
    counts.draws += surfaceOver(canvas).draw(job, data, unit);
  }

  async function readWhole(matrix: Matrix): Promise<Float32Array> {
    if (matrix.kind === 'memory') return matrix.data;
    const device = parts.device();
    if (!device) throw new Error('bench: the device is gone');
    const size = 4 * matrix.rows * matrix.columns;
    const staging = device.createBuffer({
      size,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    try {
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(matrix.buffer, 4 * matrix.from, staging, 0, size);
      device.queue.submit([encoder.finish()]);
      await answered(device, staging.mapAsync(GPUMapMode.READ));
      counts.bytesRead += size;
      return new Float32Array(staging.getMappedRange().slice(0));
    } finally {
      staging.destroy();
    }
  }

  const painter: Painter = {
    counts,
    measure(matrices) {
      const measurement = page.measure(matrices);
      let read: ReturnType<Measurement['read']> | undefined;
      measured = {
        ...measurement,
        read: () => {
          read ??= measurement.read();
          return read;
        },
      };
      return measured;
    },
    paint(paintings) {
      const measurement = measured;
      const before = drawing;
      drawing = Promise.all(
        paintings.map(({ canvas, job }) => draw(canvas, job, measurement)),
      ).then(() => before);
      // It is awaited by `painted`, where a failure is told.
      drawing.catch(() => undefined);
    },
    forget: () => undefined,
    painted: () => drawing,
    stop() {
      overlay.replaceChildren();
      surfaces.clear();
      measured = null;
      drawing = Promise.resolve();
    },
  };
  return {
    name,
    painter,
    enter: () => document.body.append(overlay),
    leave: () => overlay.remove(),
  };
}
