/**
 * The learned position table of all-MiniLM-L6-v2, a BERT: fetched once from the page's own host and
 * held against its hash. scripts/minilm-table.mjs made the file; public/tables/README.md says whose
 * it is.
 */
import { decoded as numbersOf } from '../bytes/dtype.ts';
import { sha256 } from '../bytes/sha256.ts';
import { minilmAddress } from './minilmAddress.ts';
import { Missing } from './missing.ts';

export const minilm = {
  rows: 512,
  width: 384,
  /** Of the whole file. */
  bytes: 393_344,
  sha256: '04c5ac78c007a66596a01f665c9c42fbeb3240241ee33eec3ee711b9eaa59757',
} as const;

/** NumPy's header, version 1.0, as the script writes it; float16 rows follow, little-endian. */
const headerBytes = 128;
const patienceMs = 20_000;

let table: Float32Array | null = null;
let fetching: Promise<void> | null = null;

/**
 * [512, 384], row-major.
 * @throws when it has not been loaded: our mistake
 */
export function minilmTable(): Float32Array {
  if (!table) throw new Error('minilm: the table is used before it is loaded');
  return table;
}

/** Null where it is here already; rejects with `Missing`, and may then be asked again. */
export function loadMinilm(): Promise<void> | null {
  if (table) return null;
  fetching ??= fetched()
    .then(decoded)
    .then((values) => {
      table = values;
    })
    .finally(() => {
      fetching = null;
    });
  return fetching;
}

async function fetched(): Promise<ArrayBuffer> {
  try {
    const response = await fetch(minilmAddress(), {
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return await response.arrayBuffer();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Missing({
      en: `The table of all-MiniLM-L6-v2 could not be loaded (${why}). It will be tried again at the next change.`,
      'zh-CN': `无法载入 all-MiniLM-L6-v2 的位置表（${why}）。下一次改动时会再试。`,
    });
  }
}

/**
 * @returns  [512, 384]; float32 holds every float16 exactly
 * @throws Missing where the file is not the one that was published with this page
 */
export async function decoded(file: ArrayBuffer): Promise<Float32Array> {
  if (file.byteLength !== minilm.bytes || (await sha256(new Uint8Array(file))) !== minilm.sha256) {
    throw new Missing({
      en: 'The table of all-MiniLM-L6-v2 arrived damaged: its SHA-256 is not the published one, so it is not used. It will be tried again at the next change.',
      'zh-CN':
        '收到的 all-MiniLM-L6-v2 位置表已损坏：SHA-256 与发布的不符，因此不予使用。下一次改动时会再试。',
    });
  }
  return numbersOf(new Uint8Array(file, headerBytes), 'F16', true);
}
