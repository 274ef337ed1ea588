/**
 * What a model is given that reads no text: a picture or a sound of the person's, or one that is computed
 * here. Kept as pixels or frames, to be drawn, and as the numbers that the model takes.
 */
import { encodingOf, loadEncodings } from '../encodings/index.ts';
import { defaultsOf } from '../encodings/params.ts';
import { seededNormal } from '../encodings/seeded.ts';
import { lookupTable, palettes } from '../fields/colour.ts';
import { type ColourScale, placeOf, unitOf } from '../fields/scale.ts';
import type { ModelDescription, Stem } from '../files/families/description.ts';
import { hop, logMel, risingTone, sampleRate } from '../files/logMel.ts';
import { type Pixels, patchPlaces, patchRows } from '../files/picture.ts';
import { refusal } from '../files/refusal.ts';
import type { Seen } from '../state/openedModel.ts';

export type ModelInput = {
  /** Of its file; null where it is computed here. */
  readonly name: string | null;
  readonly seen: Seen;
} & (
  | {
      readonly kind: 'patches';
      readonly stem: Patches;
      readonly pixels: Pixels;
    }
  | {
      readonly kind: 'sound';
      readonly stem: Sound;
      /** Seconds that are taken of it, and that it has. */
      readonly taken: number;
      readonly seconds: number;
    }
);

type Patches = Extract<Stem, { readonly kind: 'patches' }>;
type Sound = Extract<Stem, { readonly kind: 'sound' }>;

/** The class token, as its authors write it. */
const classToken = '[class]';

/** Whether a file is of the kind that a model takes. */
export function takes({ kind }: Stem, { type }: File): boolean {
  return type.startsWith(kind === 'patches' ? 'image/' : 'audio/');
}

/**
 * @param file  of the person's; null for what is computed here
 * @throws Refusal for a file that the browser cannot read
 */
export async function inputOf(
  description: ModelDescription,
  file: File | null,
): Promise<ModelInput> {
  const { stem, family } = description;
  if (!stem) throw new Error(`modelInput: ${family} reads text`);
  const name = file?.name ?? null;
  return stem.kind === 'patches'
    ? pictureOf(stem, await (file ? pixelsIn(file, stem) : mapsPicture(stem)), name)
    : soundOf(description, stem, file ? await samplesIn(file) : risingTone(2, 200, 4000), name);
}

function pictureOf(stem: Patches, pixels: Pixels, name: string | null): ModelInput {
  const tokens = [classToken, ...patchPlaces(stem).map((place) => place.join(','))];
  return { kind: 'patches', stem, pixels, name, seen: { rows: patchRows(pixels, stem), tokens } };
}

/** As large as the model's, whatever its shape: as its own preparation does. */
async function pixelsIn(file: File, stem: Patches): Promise<Pixels> {
  const picture = await createImageBitmap(file).catch(() => {
    throw refusal('files.picture');
  });
  const { width, height, context } = canvasFor(stem);
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  return context.getImageData(0, 0, width, height);
}

function canvasFor({ rows, columns, side }: Patches) {
  const [width, height] = [columns * side, rows * side];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('modelInput: no canvas');
  return { width, height, context };
}

/** Schemes from the upper left to the lower right; null is a channel for each pixel. */
const pictured = [
  ['sinusoidal', null],
  ['sinusoidal', 8],
  ['binary', 8],
  ['gray', 8],
] as const;

const unitScale: ColourScale = {
  kind: 'diverging',
  domain: { kind: 'fixed', max: 1 },
  curve: 'linear',
};

/** Four of the page's position maps, a quarter each: a row is a position, a column a channel. */
async function mapsPicture({ rows, columns, side }: Patches): Promise<Pixels> {
  await loadEncodings(pictured.map(([id]) => id));
  const [width, height] = [columns * side, rows * side];
  const [across, down] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const maps = pictured.map(([id, channels]) => {
    const scheme = encodingOf(id);
    const dModel = channels ?? 2 * Math.ceil(across / 2);
    const dims = { length: down, start: 0, dModel, nHeads: 1, dHead: dModel };
    const exact = scheme.exact?.(defaultsOf(scheme.params), dims, seededNormal(0));
    return (row: number, x: number) =>
      exact?.cell(row, channels === null ? x : Math.floor((channels * x) / across));
  });
  const colours = lookupTable(palettes.paper.diverging);
  const pixels = new Uint32Array(width * height).map((_, at) => {
    const [y, x] = [Math.floor(at / width), at % width];
    const map = maps[2 * Math.floor(y / down) + Math.floor(x / across)];
    const value = map?.(y % down, x % across) ?? 0;
    return colours[placeOf(unitOf(unitScale, 1, value))] ?? 0;
  });
  return { width, height, data: new Uint8ClampedArray(pixels.buffer) };
}

/** More would take long to compute, and be hard to see. */
const mostSeconds = 10;

function soundOf(
  { table }: ModelDescription,
  stem: Sound,
  samples: Float32Array,
  name: string | null,
): ModelInput {
  const seconds = samples.length / sampleRate;
  // A token is two frames.
  const fitting = Math.min(2 * (table?.rows ?? 0) * hop, mostSeconds * sampleRate);
  const token = 2 * hop;
  const count = Math.floor(Math.min(samples.length, fitting) / token);
  const taken = samples.subarray(0, count * token);
  if (count === 0) throw refusal('files.sound.short');
  const rows = logMel(taken, stem.bins);
  const tokens = Array.from(
    { length: count },
    (_, at) => `${((at * token) / sampleRate).toFixed(2)} s`,
  );
  return {
    kind: 'sound',
    stem,
    name,
    seconds,
    taken: taken.length / sampleRate,
    seen: { rows, tokens },
  };
}

/** One channel, 16,000 samples in a second. */
async function samplesIn(file: File): Promise<Float32Array> {
  const context = new OfflineAudioContext(1, 1, sampleRate);
  const sound = await context.decodeAudioData(await file.arrayBuffer()).catch(() => {
    throw refusal('files.sound');
  });
  const channels = Array.from({ length: sound.numberOfChannels }, (_, at) =>
    sound.getChannelData(at),
  );
  return Float32Array.from({ length: sound.length }, (_, i) =>
    channels.reduce((sum, channel) => sum + (channel[i] ?? 0) / channels.length, 0),
  );
}
