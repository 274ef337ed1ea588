/**
 * The WebGPU backend's buffers, with a budget. tfjs keeps every freed buffer of every exact size
 * for ever; this pool keeps the most recently freed ones, up to a number of bytes and of buffers, and
 * destroys the rest. Sizes stay exact, because tfjs reads a buffer back whole.
 */

/** Free buffers above this are destroyed. */
const pooledBytesLimit = 48 * 2 ** 20;
/** So are those above this number: a step of a slider takes a few dozen. */
const mostFree = 256;

/** What tfjs's backend asks of its buffer manager (dist/buffer_manager, 4.22). */
export class BoundedPool {
  numBytesUsed = 0;
  numBytesAllocated = 0;
  /** While commands that wait to be submitted may use what is free. */
  #held = false;
  /** Oldest first. */
  #free: GPUBuffer[] = [];
  readonly #used = new Set<GPUBuffer>();

  constructor(
    private readonly device: Pick<GPUDevice, 'createBuffer'>,
    private readonly limit = pooledBytesLimit,
  ) {}

  /** Bytes held in buffers that nobody uses. */
  get numBytesPooled(): number {
    return this.numBytesAllocated - this.numBytesUsed;
  }

  acquireBuffer(size: number, usage: number, mappedAtCreation = false, reuse = true): GPUBuffer {
    const place = reuse
      ? this.#free.findLastIndex((free) => free.size === size && free.usage === usage)
      : -1;
    const [pooled] = place >= 0 ? this.#free.splice(place, 1) : [];
    const buffer = pooled ?? this.device.createBuffer({ size, usage, mappedAtCreation });
    if (!pooled) this.numBytesAllocated += size;
    this.#used.add(buffer);
    this.numBytesUsed += size;
    return buffer;
  }

  releaseBuffer(buffer: GPUBuffer, reuse = true): void {
    if (!this.#used.delete(buffer)) throw new Error('pool: released a buffer that is not in use');
    this.numBytesUsed -= buffer.size;
    if (reuse) this.#free.push(buffer);
    else this.#destroy(buffer);
    this.#trim();
  }

  /** Until it is let go, no free buffer is destroyed. */
  set held(held: boolean) {
    this.#held = held;
    this.#trim();
  }

  #trim(): void {
    if (this.#held) return;
    while (this.numBytesPooled > this.limit || this.#free.length > mostFree) {
      const oldest = this.#free.shift();
      if (!oldest) break;
      this.#destroy(oldest);
    }
  }

  getNumUsedBuffers(): number {
    return this.#used.size;
  }

  getNumFreeBuffers(): number {
    return this.#free.length;
  }

  dispose(): void {
    for (const buffer of [...this.#free, ...this.#used]) buffer.destroy();
    this.#free = [];
    this.#used.clear();
    this.numBytesUsed = 0;
    this.numBytesAllocated = 0;
  }

  #destroy(buffer: GPUBuffer): void {
    buffer.destroy();
    this.numBytesAllocated -= buffer.size;
  }
}
