/** The tiny encoders of `scripts/encoders.py`, and what the transformers library makes of them. Tests only. */
import { goldenCheckpoint } from './checkpoints.ts';

interface Expected {
  readonly ids: readonly number[];
  /** Of a picture, bytes, [row][column][channel]. */
  readonly pixels?: readonly number[];
  /** Of a spectrogram, [frame][bin]. */
  readonly frames?: readonly (readonly number[])[];
  readonly cases: readonly {
    /** What the configuration says otherwise. */
    readonly changes: Readonly<Record<string, unknown>>;
    /** [layer][head][query][key] */
    readonly attention: readonly (readonly (readonly (readonly number[])[])[])[];
    /** After the last norm, [token][width]. */
    readonly hidden: readonly (readonly number[])[];
  }[];
}

const expected = import.meta.glob<Expected>('../files/families/golden/*/expected.json', {
  import: 'default',
});
const configs = import.meta.glob<Readonly<Record<string, unknown>>>(
  '../files/families/golden/*/config.json',
  { import: 'default' },
);
const files = import.meta.glob<string>('../files/families/golden/*/model.safetensors', {
  query: '?url',
  import: 'default',
});

const all = Object.keys(expected).map((path) => path.split('/').at(-2) ?? '');
/** Those that read no text. */
export const seeingFamilies = ['vit', 'whisper'] as const;
export const encoderFamilies = all.filter((family) => !seeingFamilies.some((no) => no === family));

export async function goldenEncoder(family: string) {
  const folder = `../files/families/golden/${family}/`;
  const wanted = await expected[`${folder}expected.json`]?.();
  if (!wanted) throw new Error(`encoders: no ${family}`);
  const config = await configs[`${folder}config.json`]?.();
  const address = await files[`${folder}model.safetensors`]?.();
  // Weights of a language model are used again.
  if (!config || !address) return { ...(await goldenCheckpoint(family)), expected: wanted };
  return { config, blob: await (await fetch(address)).blob(), expected: wanted };
}
