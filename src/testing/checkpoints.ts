/** The tiny golden checkpoints, one a family, and what the transformers library makes of them. Tests only. */
import { setOpenedTable } from '../encodings/openedTable.ts';
import { describedBy } from '../files/families/index.ts';
import { headersHere } from '../files/headers.ts';
import { languageModelOf } from '../files/languageModel.ts';
import { fileSource } from '../files/source.ts';
import { openTensors } from '../files/tensors.ts';
import { type OpenedModel, setOpenedModel } from '../state/openedModel.ts';

/** What it computes of one in float64. */
export interface Expected {
  readonly ids: readonly number[];
  readonly cases: readonly {
    readonly positions: string;
    /** [layer][head][query][key ≤ query] */
    readonly attention: readonly (readonly (readonly (readonly number[])[])[])[];
    readonly logits_last: readonly number[];
    readonly loss: number;
  }[];
}

const configs = import.meta.glob<string>('../golden/checkpoints/*/config.json', {
  query: '?raw',
  import: 'default',
});
const files = import.meta.glob<string>('../golden/checkpoints/*/model.safetensors', {
  query: '?url',
  import: 'default',
});
const expected = import.meta.glob<Expected>('../golden/checkpoints/*/expected.json', {
  import: 'default',
});

export const goldenFamilies = Object.keys(configs).map((path) => path.split('/').at(-2) ?? '');

interface GoldenCheckpoint {
  readonly model: OpenedModel;
  readonly blob: Blob;
  /** Its config.json. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly expected: Expected;
}

export async function goldenCheckpoint(family: string): Promise<GoldenCheckpoint> {
  const folder = `../golden/checkpoints/${family}/`;
  const [config, address, wanted] = await Promise.all([
    configs[`${folder}config.json`]?.(),
    files[`${folder}model.safetensors`]?.(),
    expected[`${folder}expected.json`]?.(),
  ]);
  if (!config || !address || !wanted) throw new Error(`checkpoints: no ${family}`);
  const blob = await (await fetch(address)).blob();
  const places = [{ name: 'model.safetensors', blob }];
  const model = { ...describedBy(config), name: family, places };
  return { model, blob, config: JSON.parse(config), expected: wanted };
}

/** Makes it the model that is open, with its table of positions, as where a person opens it. */
export async function openGolden(family: string): Promise<GoldenCheckpoint> {
  const golden = await goldenCheckpoint(family);
  setOpenedModel(golden.model);
  const { table, width: columns } = golden.model.description;
  if (table) {
    const source = await openTensors(fileSource(golden.blob, family), headersHere);
    const file = languageModelOf(source, golden.model);
    const rows = table.rows - table.first;
    const data = await file.readTable(0, rows, new AbortController().signal);
    setOpenedTable({ name: family, rows, columns, data });
  }
  return golden;
}

/** Attention of all heads of a layer, zeros where the mask hides, [head · query · key]. */
export function squaresIn(heads: Expected['cases'][number]['attention'][number]): number[] {
  return heads.flatMap((rows) => rows.flatMap((row) => rows.map((_, key) => row[key] ?? 0)));
}
