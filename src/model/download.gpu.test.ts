import { afterEach, expect, it, vi } from 'vitest';
import { loadEncoder } from './download.ts';

afterEach(() => vi.unstubAllGlobals());

it('the browser keeps the files, and has them again without a network', async () => {
  const base = new URL('/', location.href);
  const first = await loadEncoder({ base });
  const fetched = vi.fn<typeof fetch>(() => Promise.reject(new TypeError('no network')));
  vi.stubGlobal('fetch', fetched);
  const again = await loadEncoder({ base });
  expect(fetched).not.toHaveBeenCalled();
  expect(again.shards.map(({ length }) => length)).toEqual(
    first.shards.map(({ length }) => length),
  );
});
