/**
 * A line of a language model that grows: what its layers keep of the tokens so far, so that one that
 * follows takes a pass over itself alone. Where a longer line changes what positions do to the tokens
 * before, all of it is run anew.
 */
import { dispose, slice, type Tensor2D } from '@tensorflow/tfjs-core';
import { rowsOf, viewOf } from '../attention/matrixView.ts';
import type { KeysValues, Past } from '../attention/past.ts';
import { cutPositions } from '../encodings/encoding.ts';
import { loadEncodings } from '../encodings/index.ts';
import type { LanguageModelFile } from '../files/languageModel.ts';
import {
  continuedLayers,
  type LanguageRun,
  type LanguageTensors,
  languageLayers,
  nextLogits,
  type Within,
} from '../model/languageModel.ts';
import type { Spec } from '../state/spec.ts';
import { specKey } from '../state/specKey.ts';
import { keepsTable } from '../state/surgery.ts';
import type { LanguageAsk, Progress } from './languageModel.ts';
import { actingIn, lengthsFor, tableOf, withinLayer } from './languagePositions.ts';
import { readBack } from './readBack.ts';

/** What is kept of a line; tensors of its own. */
export interface KeptLine {
  readonly ids: readonly number[];
  /** Of all that its keys and values depend on, beside the tokens. */
  readonly key: string;
  /** By layer. */
  readonly layers: readonly KeysValues[];
}

export interface Continued {
  /** Of the token that follows, [vocabulary]. */
  readonly logits: Float32Array;
  /** What is kept for the token after it; null where nothing could be. */
  readonly line: KeptLine | null;
}

export function freeLine(line: KeptLine | null): void {
  freeLayers(line?.layers ?? []);
}

function freeLayers(layers: readonly KeysValues[]): void {
  dispose(layers.flatMap(({ key, value }) => [key, value]));
}

/** Rows by which keys and values get more room: as long as it lasts, no tensor changes its size. */
const roomStep = 64;

/**
 * What follows a line, of at least one token.
 *
 * @param kept  of a line that begins as this one, or of any other, or null; freed in any case
 * @throws Refusal for tokens, or rows of a learned table, that the model does not have; the signal's reason
 */
export async function continuedLine(
  file: LanguageModelFile,
  model: LanguageTensors,
  ask: LanguageAsk,
  kept: KeptLine | null,
  progress: Progress,
  signal: AbortSignal,
): Promise<Continued> {
  const { ids, spec } = ask;
  const { description } = file;
  const layers: KeysValues[] = [];
  let end: Tensor2D | null = null;
  try {
    await loadEncodings(actingIn(spec, description).map(({ scheme }) => scheme));
    const withins = description.layers.map((_, layer) => withinLayer(spec, description, layer));
    const isKept = spec.order === 'forward' && description.causal && withins.every(isPlain);
    const key = specKey(spec, dependsOn, lengthsFor(spec, description));
    const past = isKept && kept?.key === key ? kept : null;
    const before = past ? sharedStart(past.ids, ids) : 0;
    const after = ids.slice(before);
    const rows = keepsTable(spec, description)
      ? await file.readTable(spec.start + before, after.length, signal)
      : null;
    const within = (layer: number) => {
      const own = withins[layer];
      if (!own) throw new Error(`continuedLine: no layer ${layer}`);
      return own;
    };
    const run: LanguageRun = {
      tokens: await file.readTokens(after, signal),
      table: () => tableOf(spec, description, rows, before),
      within(layer) {
        const { positions: all, hooks } = within(layer);
        return { hooks, positions: cutPositions(all, before, ids.length) };
      },
    };
    const pastOf = (layer: number): Past => ({
      positions: cutPositions(within(layer).positions, 0, before),
      kept: past?.layers[layer] ?? null,
      room: roomStep * Math.ceil(ids.length / roomStep),
    });
    const each = isKept
      ? continuedLayers(description, model, run, pastOf)
      : languageLayers(description, model, run);
    let done = 0;
    for (const made of each) {
      end?.dispose();
      end = made.normed;
      made.stream.dispose();
      if ('weights' in made) dispose([made.weights, made.flow]);
      else layers.push({ key: made.key, value: made.value });
      done += 1;
      progress(done, description.layers.length);
      if (after.length === 1) continue;
      // Waits for the layer: only so can anything be stopped between two of them.
      await readBack(() => slice(made.normed, 0, 1));
      signal.throwIfAborted();
    }
    if (!end) throw new Error('continuedLine: a model without layers');
    const last = rowsOf(viewOf(end), after.length - 1, 1);
    const logits = await readBack(() => nextLogits(description, model, last));
    signal.throwIfAborted();
    return { logits, line: isKept ? { ids, key, layers } : null };
  } catch (error) {
    freeLayers(layers);
    throw error;
  } finally {
    end?.dispose();
    freeLine(kept);
  }
}

/** All that keys and values depend on, beside the tokens and how many they are. */
const dependsOn = [
  'encoding',
  'params',
  'start',
  'gain',
  'order',
  'seed',
  'layers',
  'changedHeads',
  'pairs',
] as const satisfies readonly (keyof Spec)[];

/** Whether a layer's attention goes by positions, not by the content of the whole line. */
function isPlain({ hooks: { score, values } }: Within): boolean {
  return !score && !values;
}

/** How many tokens two lines share at their start; of the second at least one is left. */
function sharedStart(first: readonly number[], second: readonly number[]): number {
  const most = second.length - 1;
  const apart = second.findIndex((id, place) => id !== first[place]);
  return apart < 0 ? most : Math.min(apart, most);
}
