/**
 * Which tensors of a file are tables of positions, told by the names that model families give them
 * and by their shape. A name that is not listed is not guessed at: a person picks it.
 */
import type { Localized } from '../text/locale.ts';
import { localized } from '../text/t.ts';
import { matrixOf, type TensorInfo } from './stored.ts';

export interface PositionTable {
  readonly name: string;
  /** The family, as its authors write it: `BERT`, `GPT-2`, `ViT` … */
  readonly family: string;
  /** All rows that are stored. */
  readonly rows: number;
  readonly columns: number;
  /** The row of position 0; those before it are no positions (RoBERTa's padding, ViT's class token). */
  readonly firstRow: number;
  /** Patches along one side where positions are a square image, otherwise null. */
  readonly side: number | null;
}

interface Family {
  readonly family: string;
  /** Of the whole name. */
  readonly name: RegExp;
  readonly image?: true;
  /** Whether position 0 is row 2; told by the number of rows where it is not said. */
  readonly padded?: boolean;
}

/**
 * First match wins. Names as in the checkpoints of transformers and timm.
 * Rows before position 0: RoBERTa, XLM-R and MPNet count from padding index + 1 = 2, and BART and
 * OPT keep an offset of 2. Under a shared name they are told by their 2^k + 2 rows.
 */
const families: readonly Family[] = [
  { family: 'GPT-2', name: /(^|\.)wpe\.weight$/ },
  // In a GGUF, whichever family, without rows of padding; BERT alone has segments as well.
  { family: 'GPT-2', name: /^position_embd\.weight$/, padded: false },
  { family: 'GPT', name: /(^|\.)positions_embed\.weight$/ },
  { family: 'DeBERTa', name: /^deberta\.embeddings\.position_embeddings\.weight$/ },
  { family: 'ELECTRA', name: /^electra\.embeddings\.position_embeddings\.weight$/ },
  { family: 'MPNet', name: /^mpnet\.embeddings\.position_embeddings\.weight$/, padded: true },
  { family: 'RoBERTa', name: /^roberta\.embeddings\.position_embeddings\.weight$/, padded: true },
  { family: 'BERT', name: /(^|\.)embeddings\.position_embeddings\.weight$/ },
  { family: 'CLIP', name: /(^|\.)text_model\.embeddings\.position_embedding\.weight$/ },
  {
    family: 'CLIP',
    name: /(^|\.)vision_model\.embeddings\.position_embedding\.weight$/,
    image: true,
  },
  { family: 'ViT', name: /(^|\.)(embeddings\.position_embeddings|pos_embed)$/, image: true },
  { family: 'OPT', name: /^(model\.)?decoder\.embed_positions\.weight$/ },
  { family: 'Whisper', name: /(^|\.)(encoder|decoder)\.embed_positions\.weight$/ },
];

export function positionTables(tensors: readonly TensorInfo[]): readonly PositionTable[] {
  const names = new Set(tensors.map(({ name }) => name));
  return tensors.flatMap((tensor) => tableOf(tensor, names) ?? []);
}

function tableOf({ name, shape }: TensorInfo, names: ReadonlySet<string>): PositionTable | null {
  const found = families.find((family) => family.name.test(name));
  const matrix = matrixOf(shape);
  if (!found || !matrix) return null;
  const { rows, columns } = matrix;
  if (found.image) return { name, family: found.family, rows, columns, ...gridOf(rows) };
  const padded = rows > 2 && (found.padded ?? isPowerOfTwo(rows - 2));
  const family = renamed(found.family, name, padded, names);
  return { name, family, rows, columns, firstRow: padded ? 2 : 0, side: null };
}

/** Where several families share a name, the rest of the file tells them apart. */
function renamed(family: string, name: string, padded: boolean, names: ReadonlySet<string>) {
  if (family === 'BERT' && padded) return 'RoBERTa';
  if (family === 'GPT-2' && names.has('token_types.weight')) return 'BERT';
  const encoder = names.has(name.replace('decoder.', 'encoder.'));
  if (family === 'OPT' && encoder) return padded ? 'BART' : 'Whisper';
  return family === 'Whisper' && padded ? 'BART' : family;
}

function isPowerOfTwo(x: number): boolean {
  return x > 1 && Number.isInteger(Math.log2(x));
}

/** A square of patches behind no, one (class) or two (class and distillation) tokens. */
function gridOf(rows: number): { firstRow: number; side: number | null } {
  for (const firstRow of [0, 1, 2]) {
    const side = Math.sqrt(rows - firstRow);
    if (Number.isInteger(side) && side > 1) return { firstRow, side };
  }
  return { firstRow: 0, side: null };
}

/** What its rows are, as a sentence. */
export function rowsOf({ family, rows, columns, firstRow, side }: PositionTable): Localized {
  const size = { family, rows, columns, firstRow };
  if (side !== null) return localized('files.table.grid', { ...size, side });
  return firstRow > 0 ? localized('files.table.offset', size) : localized('files.table.rows', size);
}
