/**
 * Whether a language model fits where it is to be computed with, asked before any of its weights is read.
 * WebGPU says how large a piece may be, and not how many there is room for: the device is asked for
 * buffers of their sizes, into which nothing is written, and given them back.
 */
import type { LanguageModelFile, WeightSizes } from '../files/languageModel.ts';
import { type Refusal, refusal } from '../files/refusal.ts';
import type { Device } from './device.ts';

type Scoped = Pick<GPUDevice, 'createBuffer' | 'pushErrorScope' | 'popErrorScope'>;

/** What is less is not asked about: 256 MiB. */
const small = 2 ** 28;
/** Without a GPU, where a browser does not say how much memory the machine has: 4 GiB. */
const usualMemory = 2 ** 32;

export interface NoRoom {
  readonly reason: Refusal;
  /** How many of its first layers there is room for where they are run alone. */
  readonly fit: number;
}

/** @returns  null where it fits */
export async function noRoomFor(
  file: Pick<LanguageModelFile, 'sizes'>,
  { gpu, tensorBytesLimit }: Pick<Device, 'gpu' | 'tensorBytesLimit'>,
  unasked = small,
): Promise<NoRoom | null> {
  const sizes = file.sizes(gpu !== null);
  const needed = neededOf(sizes);
  if (gpu && sizes.largest > tensorBytesLimit) {
    const [largest, most] = [sizes.largest, tensorBytesLimit].map((bytes) => rounded(bytes / 1e6));
    const reason = refusal('files.room.piece', { needed: largest ?? '', most: most ?? '' });
    return { reason, fit: 0 };
  }
  if (needed <= unasked) return null;
  const fitting = (asked: WeightSizes) =>
    gpu ? roomFor(gpu.device, asked, tensorBytesLimit) : within(asked, memoryHere());
  const fit = await fitting(sizes);
  const layers = sizes.layers.length;
  if (fit === layers) return null;
  const reason = refusal('files.room', { needed: rounded(needed / 1e9), fit, layers });
  return { reason, fit: await fitting({ ...sizes, output: 0 }) };
}

function neededOf({ layers, output }: WeightSizes): number {
  return layers.reduce((sum, bytes) => sum + bytes, output);
}

/** How many layers go into a number of bytes, beside the output matrix. */
function within({ layers, output }: WeightSizes, bytes: number): number {
  let sum = output;
  const past = layers.findIndex((layer) => {
    sum += layer;
    return sum > bytes;
  });
  return past < 0 ? layers.length : past;
}

/** How many layers the device has buffers for, beside the output matrix. @param most  bytes of one */
export async function roomFor(
  device: Scoped,
  { layers, output }: WeightSizes,
  most: number,
): Promise<number> {
  const buffers: GPUBuffer[] = [];
  async function has(bytes: number): Promise<boolean> {
    device.pushErrorScope('out-of-memory');
    for (let left = bytes; left > 0; left -= most) {
      const size = 4 * Math.ceil(Math.min(left, most) / 4);
      buffers.push(device.createBuffer({ size, usage: GPUBufferUsage.STORAGE }));
    }
    return (await device.popErrorScope()) === null;
  }
  try {
    if (!(await has(output))) return 0;
    for (const [layer, bytes] of layers.entries()) if (!(await has(bytes))) return layer;
    return layers.length;
  } finally {
    for (const buffer of buffers) buffer.destroy();
  }
}

/** Bytes of the machine, as far as the browser says: it names 8 GiB where there are more. */
function memoryHere(): number {
  const { deviceMemory } = navigator as Navigator & { readonly deviceMemory?: number };
  return deviceMemory === undefined ? usualMemory : deviceMemory * 2 ** 30;
}

function rounded(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0);
}
