// The file as it is served, and what is known of BERT's positions.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import facts from '../../public/tables/minilm-positions.json';
import { decoded, minilm } from './minilm.ts';

const bytes = readFileSync(new URL('../../public/tables/minilm-positions.npy', import.meta.url));
const file = Uint8Array.from(bytes).buffer;

describe('the position table of all-MiniLM-L6-v2', () => {
  it('is the published file, in a NumPy header that says what the loader takes for granted', () => {
    expect(bytes.length).toBe(minilm.bytes);
    expect(facts).toMatchObject({
      licence: 'Apache-2.0',
      sha256: minilm.sha256,
      bytes: minilm.bytes,
      shape: [minilm.rows, minilm.width],
    });
    const header = bytes.toString('latin1', 10, 128).trim();
    expect(bytes.readUInt16LE(8)).toBe(118);
    expect(header).toBe("{'descr': '<f2', 'fortran_order': False, 'shape': (512, 384), }");
  });

  it('is 512 rows of 384 finite numbers, the first by far the longest', async () => {
    const values = await decoded(file);
    expect(values).toHaveLength(512 * 384);
    expect(values.every(Number.isFinite)).toBe(true);
    const norms = Array.from({ length: 512 }, (_, p) =>
      Math.hypot(...values.subarray(384 * p, 384 * (p + 1))),
    );
    const [first = 0, ...others] = norms;
    // From the float32 weights: 2.3618, and 0.4911, 0.4468 … 0.9696 for rows 1, 2 … 511.
    expect(first).toBeCloseTo(2.3618, 3);
    expect(norms[1]).toBeCloseTo(0.4911, 3);
    expect(norms[511]).toBeCloseTo(0.9696, 3);
    expect(Math.min(...others)).toBeGreaterThan(0.39);
    expect(Math.max(...others)).toBeLessThan(0.98);
  });

  it('is refused with one bit changed, and cut short', async () => {
    const changed = file.slice(0);
    const view = new Uint8Array(changed);
    view[5000] = (view[5000] ?? 0) ^ 1;
    await expect(decoded(changed)).rejects.toThrow('SHA-256');
    await expect(decoded(file.slice(0, 1000))).rejects.toThrow('SHA-256');
  });
});
