/** What fits. No tensors. */
import type { Device } from './device.ts';

/** The largest length whose [heads, length, length] fits in one tensor, at most 4,096. */
export function largestLength(device: Pick<Device, 'tensorBytesLimit'>, heads: number): number {
  return Math.min(4096, Math.floor(Math.sqrt(device.tensorBytesLimit / (4 * heads))));
}
