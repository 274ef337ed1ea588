/** What the live check holds, on both backends; and that it sees a single wrong row. */
import { tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { viewOf } from '../attention/matrixView.ts';
import { encodings } from '../encodings/index.ts';
import { chosen } from '../state/choose.ts';
import type { Check, Frame } from '../state/frame.ts';
import { patched } from '../state/patch.ts';
import { defaultSpec, type Spec } from '../state/spec.ts';
import { startQuietly } from '../testing/pipeline.ts';
import { pauses } from '../threads/pause.ts';
import { checkFrame } from './check.ts';
import type { Pipeline } from './pipeline.ts';

const small = patched(defaultSpec, { length: 24, dim: 32, heads: 2, head: 2, start: 50_000 });
const maps = ['positions', 'similarity', 'attention'] as const;

for (const gpu of ['auto', 'off'] as const) {
  describe(`the live check, gpu=${gpu}`, () => {
    let pipeline: Pipeline;
    let frame: Frame;
    let check: Check | null = null;
    beforeAll(async () => {
      pipeline = await startQuietly(gpu, {
        show: (shown) => {
          frame = shown;
        },
        checked: (found) => {
          check = found;
        },
      });
      expect(pipeline.device().backend === 'webgpu').toBe(gpu === 'auto');
    });

    async function checked(spec: Spec): Promise<Check> {
      await pipeline.request(spec);
      await vi.waitFor(() => expect(check).not.toBeNull(), 5000);
      if (!check) throw new Error('check: none');
      return check;
    }

    it('holds every row of the three maps, scheme by scheme', async () => {
      const ids = gpu === 'auto' ? encodings.map(({ id }) => id) : ['sinusoidal', 't5', 'cope'];
      for (const id of ids) {
        // At 50,000 its linear channel makes scores of which float32 cannot hold the digits.
        const { spec } = chosen({ ...small, ...(id === 'time2vec' && { start: 0 }) }, id);
        const found = await checked(spec);
        expect(found.positions === null, id).toBe(id === 'none');
        expect(found.positions?.error ?? 0, id).toBeLessThanOrEqual(1e-6);
        for (const map of ['similarity', 'attention'] as const) {
          expect(found[map]?.rows, id).toBe(24);
          expect(found[map]?.of, id).toBe(24);
          // The goal: attention within 1e-5.
          expect(found[map]?.error, id).toBeLessThanOrEqual(1e-5);
        }
      }
    });

    it('holds it under every mask, fusion, temperature and similarity', async () => {
      for (const patch of [
        { mask: 'none', similarity: 'dot' },
        { mask: 'window', window: 3, gain: 2 },
        { mask: 'padding', fusion: 'concat', gain: 0.5 },
        { fusion: 'multiply', temperature: 0.5 },
        { encoding: 'rope', queryScale: 'log', querySlope: 0.3 },
        { encoding: 'pope', queryScale: 'llama4', queryStep: 4, queryGain: 1 },
        { encoding: 'path', queryScale: 'power', querySpan: 50_000, queryGain: 1 },
        { encoding: 'forgetting' },
        { encoding: 'relative-profiles' },
        { fusion: 'query-key', temperature: 0 },
        { weights: 'identity', temperature: 0 },
      ]) {
        const found = await checked(patched(small, patch));
        const errors = maps.map((map) => found[map]?.error ?? Number.NaN);
        for (const error of errors) expect(error, JSON.stringify(patch)).toBeLessThanOrEqual(1e-5);
      }
    });

    it('holds the schemes that stand beside the first as well', async () => {
      const rivals = ['rope', 'alibi'].map((encoding) => patched(small, { encoding }));
      await pipeline.request(small, { rivals });
      await vi.waitFor(() => expect(check).not.toBeNull(), 5000);
      expect(check?.rivals).toHaveLength(2);
      for (const held of check?.rivals ?? []) {
        for (const map of maps) expect(held[map]?.error, map).toBeLessThanOrEqual(1e-5);
        expect([held.similarity?.rows, held.attention?.rows]).toEqual([24, 24]);
      }
    });

    it('says what it does not hold: attention of a later block, or of weights held otherwise', async () => {
      for (const patch of [{ depth: 2, layer: 2 }, { precision: 'int8' }]) {
        const found = await checked(patched(small, patch));
        expect(found.attention).toBeNull();
        expect(found.positions?.rows).toBe(24);
        expect(found.similarity?.rows).toBe(24);
      }
    });

    it('sees a single wrong number in any of the maps, and names the map', async () => {
      await checked(patched(small, { encoding: 'rope' }));
      const read = async (map: (typeof maps)[number]) => {
        const { rows, columns } = frame.maps[map] ?? { rows: 0, columns: 0 };
        const data = (await pipeline.block(map, 0, 0, rows, columns)) ?? new Float32Array();
        return { data, shape: [rows, columns] as [number, number] };
      };
      const [positions, similarity, attention] = await Promise.all(maps.map(read));
      for (const wrong of maps) {
        const tensors = maps.map((map, i) => {
          const { data, shape } = [positions, similarity, attention][i] ?? {};
          if (!data || !shape) throw new Error('check: no map');
          const copy = data.slice();
          if (map === wrong) copy[5 * shape[1] + 3] = (copy[5 * shape[1] + 3] ?? 0) + 0.125;
          return tensor2d(copy, shape);
        });
        const [p, s, a] = tensors.map((tensor) => viewOf(tensor));
        if (!p || !s || !a) throw new Error('check: no planes');
        const planes = { positions: p, similarity: s, attention: a };
        const found = await checkFrame(frame, planes, pipeline.device(), () => true);
        for (const map of maps) {
          const error = found?.[map]?.error ?? Number.NaN;
          expect(Math.abs(error - (map === wrong ? 0.125 : 0)), map).toBeLessThanOrEqual(1e-5);
        }
        for (const tensor of tensors) tensor.dispose();
      }
    });

    it('samples a large map, in pieces that leave the page its turns', async () => {
      const large = patched(defaultSpec, { length: 600, dim: 128, heads: 1 });
      await pipeline.request(large);
      await frame.prepareRows(pauses());
      expect(frame.exactRow(599)?.weights).toHaveLength(600);
      const found = await checked(large);
      expect(found.attention).toMatchObject({ rows: 64, of: 600 });
      expect(found.similarity).toMatchObject({ rows: 13, of: 600 });
      expect(found.attention?.error).toBeLessThanOrEqual(1e-5);
    });
  });
}
