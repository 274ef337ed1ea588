/**
 * Pictures of a language model that a person opened: its weights on the device while the file is open,
 * the runs that the newest pictures are made of, and what can be read of them.
 */
import {
  abs,
  clone,
  concat,
  max,
  reshape,
  sub,
  type Tensor,
  type Tensor3D,
  tensor1d,
  tensor3d,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { tensorOf, viewAt, viewOf } from '../attention/matrixView.ts';
import { Missing } from '../encodings/missing.ts';
import { headersHere } from '../files/headers.ts';
import { httpSource } from '../files/http.ts';
import { readIds } from '../files/ids.ts';
import { type LanguageModelFile, languageModelOf } from '../files/languageModel.ts';
import { Refusal } from '../files/refusal.ts';
import { joinedSource, openShards } from '../files/shards.ts';
import { type Source as FileSource, fileSource } from '../files/source.ts';
import type { Encoded } from '../files/tokenizer/tokenizer.ts';
import { freeLanguageModel, type LanguageTensors } from '../model/languageModel.ts';
import { problemOf } from '../state/fitted.ts';
import { flowNames, type ModelState, type NextToken, type OwnModelParts } from '../state/frame.ts';
import { plainPass } from '../state/model.ts';
import {
  type FilePlace,
  type OpenedModel,
  openedModel,
  openedModelVersion,
} from '../state/openedModel.ts';
import { dimsOf, fields, type Spec } from '../state/spec.ts';
import { specKey } from '../state/specKey.ts';
import { fileAsTrained } from '../state/surgery.ts';
import { localized } from '../text/t.ts';
import type { Line } from '../text/tokens.ts';
import { continuedLine, freeLine, type KeptLine } from './continuedLine.ts';
import type { Device } from './device.ts';
import { headKindsTensor } from './headKinds.ts';
import { hooksOf } from './hooks.ts';
import { type LanguageMade, loadLanguageModel, runLanguageModel } from './languageModel.ts';
import { positionMap, unaddedSimilarity } from './maps.ts';
import { positionalTensor } from './modelLenses.ts';
import type { FrameTensors, Looked } from './picture.ts';
import { anglesOf, frequenciesOf } from './read.ts';
import { readBack } from './readBack.ts';
import { noRoomFor } from './room.ts';
import type { Source } from './source.ts';
import { stemTokens } from './stem.ts';

interface Held {
  readonly version: number;
  readonly opened: OpenedModel;
  readonly file: LanguageModelFile;
  readonly tensors: LanguageTensors;
  /** What tokens are of a model that reads no text, before positions, [token, width]; else null. */
  readonly tokens: Float32Array | null;
}

interface Run {
  readonly key: string;
  readonly ids: readonly number[];
  readonly made: LanguageMade;
  readonly next: readonly NextToken[];
}

export interface LanguageSource extends Source {
  /** What a text is in the tokens of the model; without it a text is ids. */
  know(text: string, tokens: Encoded): void;
  /** Of each token but the first of a text; null where it was given up. */
  losses(spec: Spec): Promise<Float32Array | null>;
  /**
   * The logits of the token that follows some tokens, [vocabulary]; null where it was given up. What the layers
   * keep of them makes the next question cheap, until `forgetLine`.
   *
   * @throws Missing for what the model has no token or no position for
   */
  following(spec: Spec, ids: readonly number[]): Promise<Float32Array | null>;
  forgetLine(): void;
  /** Gives the reading of the weights up, and what is worked out beside pictures. */
  cancel(): void;
  /** Frees a model that is not open any more. */
  settle(): Promise<void>;
}

/** Squares of all heads of all layers that are held at once: 256 MiB. */
const mostCells = 2 ** 26;
/** Lines whose tokens are remembered. */
const mostLines = 8;

/**
 * @param device  that in force
 * @param idle  resolves when no picture is being computed
 */
export function languageSource(
  tell: (state: ModelState) => void,
  device: () => Device,
  idle: () => Promise<void>,
): LanguageSource {
  let held: Held | null = null;
  let loading: { readonly version: number; readonly work: Promise<void> } | null = null;
  let stop = new AbortController();
  let runs: readonly Run[] = [];
  /** What is worked out beside pictures, one thing at a time, and what gives it up. */
  let beside: { readonly work: Promise<unknown>; readonly given: AbortController } | null = null;
  let line: KeptLine | null = null;
  let change: { readonly key: string; readonly largest: number } | null = null;
  const lines = new Map<string, Encoded>();

  function free(): void {
    for (const { made } of runs) made.free();
    runs = [];
    forgetLine();
    if (held) freeLanguageModel(held.tensors);
    held = null;
  }

  /** Gives up what is worked out beside pictures; the weights are free once it has ended. */
  async function giveUpBeside(): Promise<void> {
    beside?.given.abort();
    await beside?.work;
  }

  function begun<T>(begin: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const given = new AbortController();
    const work = begin(given.signal);
    beside = { work: work.catch(() => null), given };
    return work;
  }

  function forgetLine(): void {
    freeLine(line);
    line = null;
  }

  async function lossesOfText(spec: Spec, signal: AbortSignal): Promise<Float32Array | null> {
    const known = runOf(spec);
    if (known) return known.made.losses;
    const { file, tensors } = here();
    const ids = tokensOf(spec.text).ids.slice(0, spec.length);
    try {
      const made = await runLanguageModel(file, tensors, { ids, spec }, () => {}, signal);
      made.free();
      return made.losses;
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  async function loadAll(opened: OpenedModel, version: number, signal: AbortSignal): Promise<void> {
    await giveUpBeside();
    if (held?.opened.seen && held.opened.places === opened.places) {
      // It is shown something else, and its weights are here.
      await see(held, opened, version);
      return;
    }
    // A picture of the file before may be on its way.
    if (held) await idle();
    free();
    try {
      const sources = await Promise.all(
        opened.places.map(async (place) => await sourceOf(place, signal)),
      );
      const source = joinedSource(sources);
      const said = () => tell({ kind: 'loading', bytes: source.bytesRead, total: source.size });
      said();
      const file = languageModelOf(await openShards(sources, null, headersHere, signal), opened);
      const noRoom = await noRoomFor(file, device());
      if (noRoom) {
        const { reason, fit } = noRoom;
        tell({ kind: 'failed', reason: reason.text, fit });
        throw new Missing(reason.text);
      }
      const tensors = await loadLanguageModel(file, said, signal);
      await see({ file, tensors }, opened, version);
      tell({ kind: 'ready' });
    } catch (error) {
      if (error instanceof Missing) throw error;
      const reason = signal.aborted ? localized('model.cancelled') : refused(error);
      tell({ kind: 'failed', reason: reason ?? localized('model.failed') });
      throw reason ? new Missing(reason) : error;
    }
  }

  /** Makes tokens of what the model is shown, where it reads no text. */
  async function see(
    { file, tensors }: Pick<Held, 'file' | 'tensors'>,
    opened: OpenedModel,
    version: number,
  ): Promise<void> {
    const { stem } = opened.description;
    const { seen } = opened;
    const tokens = stem && seen ? await stemTokens(stem, await file.readStem(), seen.rows) : null;
    held = { version, opened, file, tensors, tokens };
  }

  function here(): Held {
    if (!held || isClosed()) throw new Error('languageSource: not loaded');
    return held;
  }

  const isClosed = () => held?.version !== openedModelVersion();

  function tokensOf(text: string): Encoded {
    const seen = openedModel()?.seen;
    if (seen) return { ids: [...seen.tokens.keys()], labels: seen.tokens, closing: 0 };
    const known = lines.get(text);
    if (known) return known;
    const ids = readIds(text);
    return 'bad' in ids ? { ids: [], labels: [], closing: 0 } : ids;
  }

  const most = ({ heads, layers }: OpenedModel['description']) =>
    Math.max(Math.floor(Math.sqrt(mostCells / (heads * layers.length))), 1);

  function fitted(spec: Spec): Spec {
    const { description } = here().file;
    const { heads, headDim, layers, causal } = description;
    const length = Math.min(tokensOf(spec.text).ids.length, most(description));
    return {
      ...spec,
      length: Math.max(length, 1),
      dim: heads * headDim,
      heads,
      depth: layers.length,
      head: Math.min(spec.head, heads),
      layer: Math.min(spec.layer, layers.length),
      ...plainPass,
      mask: causal ? 'causal' : 'none',
    };
  }

  const trainedOf = (spec: Spec) => fitted(fileAsTrained(spec, here().file.description));
  const runOf = (spec: Spec) => runs.find(({ key }) => key === keyOf(spec)) ?? null;

  async function run(spec: Spec, signal: AbortSignal): Promise<Run> {
    const found = runOf(spec);
    if (found) return found;
    const { file, tensors, tokens } = here();
    const ids = tokensOf(spec.text).ids.slice(0, spec.length);
    const shown = tokens?.subarray(0, ids.length * file.description.width);
    const ask = { ids, spec, ...(shown && { tokens: shown }) };
    // Of the file that is open now: another may be, once it has run.
    const key = keyOf(spec);
    const made = await runLanguageModel(file, tensors, ask, saidOfLayers, signal);
    return { key, ids, made, next: nextOf(made.logits) };
  }

  const saidOfLayers = (layer: number, layers: number) => tell({ kind: 'running', layer, layers });

  async function follow(
    asked: Spec,
    ids: readonly number[],
    signal: AbortSignal,
  ): Promise<Float32Array | null> {
    const { file, tensors } = here();
    const spec = { ...fitted(asked), length: ids.length };
    const problem = problemOf(spec);
    if (problem) throw new Missing(problem);
    const kept = line;
    line = null;
    try {
      const ask = { ids, spec };
      const made = await continuedLine(file, tensors, ask, kept, saidOfLayers, signal);
      ({ line } = made);
      return made.logits;
    } catch (error) {
      if (signal.aborted) return null;
      const reason = refused(error);
      throw reason ? new Missing(reason) : error;
    } finally {
      tell({ kind: 'ready' });
    }
  }

  /** Runs what a picture is made of and what it is held against; only those are kept. */
  async function prepare(spec: Spec, whole: boolean, signal: AbortSignal): Promise<void> {
    const own = await run(spec, signal);
    const add = (more: readonly Run[]) => {
      const kept = [...new Set([own, ...more])];
      for (const each of runs) if (!kept.includes(each)) each.made.free();
      runs = kept;
    };
    add(runs.filter(({ key }) => key === keyOf(trainedOf(spec))));
    if (!whole) return;
    const trained = await run(trainedOf(spec), signal);
    add([trained]);
    const key = `${own.key} ${trained.key}`;
    if (change?.key !== key) change = { key, largest: await largestApart(own, trained) };
  }

  function picture(spec: Spec, { model: whole = false }: Partial<Looked>): FrameTensors {
    const own = runOf(spec);
    if (!own) throw new Error('languageSource: a picture before its run');
    const hooks = hooksOf(spec);
    const positions = positionMap(hooks, spec);
    // Handles of the frame's own: what is kept for the next one is freed apart from it.
    const layers = own.made.weights.map((weights) => clone(weights));
    const shown = layers[spec.layer - 1];
    if (!shown) throw new Error(`languageSource: no layer ${spec.layer}`);
    return {
      maps: {
        positions: positions && viewOf(positions),
        similarity: viewOf(unaddedSimilarity(spec, hooks, positions)),
        attention: viewAt(shown, spec.head - 1),
      },
      stages: null,
      terms: [],
      model: whole ? wholeOf(spec, own, layers) : null,
    };
  }

  function wholeOf(spec: Spec, own: Run, layers: readonly Tensor3D[]): FrameTensors['model'] {
    const trained = runOf(trainedOf(spec)) ?? own;
    const at = spec.layer - 1;
    const [now, before] = [own, trained].map(({ made }) => made.weights[at]);
    if (!now || !before) throw new Error(`languageSource: no layer ${spec.layer}`);
    const heads = layers.map((weights) =>
      Array.from({ length: spec.heads }, (_, head) => viewAt(weights, head)),
    );
    const one = ([now, before] as const).map((weights) => tensorOf(viewAt(weights, spec.head - 1)));
    const [a, b] = one;
    if (!a || !b) throw new Error('languageSource: two maps');
    const weights: Tensor3D = concat([...own.made.weights]);
    return {
      heads,
      streams: own.made.streams.map((stream) => viewOf(clone(stream))),
      change: sub(a, b),
      sentence: null,
      ids: own.ids,
      own: ownParts(own, trained, change?.largest ?? 0),
      surgery: null,
      positional: positionalTensor(weights),
      kinds: headKindsTensor(weights, own.ids),
      flow: tensor3d(own.made.flow, [flowNames.length, own.ids.length, layers.length]),
    };
  }

  return {
    know(text, tokens) {
      lines.delete(text);
      lines.set(text, tokens);
      for (const old of [...lines.keys()].slice(0, -mostLines)) lines.delete(old);
    },
    async losses(asked) {
      await giveUpBeside();
      const spec = fitted(asked);
      if (tokensOf(spec.text).ids.length === 0 || problemOf(spec)) return null;
      return begun((signal) => lossesOfText(spec, signal));
    },
    async following(spec, ids) {
      await giveUpBeside();
      return begun((signal) => follow(spec, ids, signal));
    },
    forgetLine,
    cancel() {
      stop.abort();
      beside?.given.abort();
    },
    async settle() {
      if (!held || !isClosed()) return;
      await giveUpBeside();
      free();
    },
    load() {
      const version = openedModelVersion();
      const opened = openedModel();
      if (!opened) return Promise.reject(new Missing(localized('model.file.none')));
      if (!isClosed()) return null;
      if (loading?.version === version) return loading.work;
      stop.abort();
      stop = new AbortController();
      const work = loadAll(opened, version, stop.signal).finally(() => {
        if (loading?.work === work) loading = null;
      });
      loading = { version, work };
      return work;
    },
    closed: isClosed,
    fitted,
    problem: (spec) =>
      tokensOf(spec.text).ids.length === 0 ? localized('model.file.empty') : problemOf(spec),
    async prepare([spec], { model: whole = false }, wanted) {
      if (!spec) return;
      const given = new AbortController();
      const watch = setInterval(() => {
        if (!wanted()) given.abort();
      }, 50);
      try {
        await prepare(spec, whole, given.signal);
      } catch (error) {
        // Given up, or the device went on the way: whoever asked looks at that itself.
        if (given.signal.aborted || !wanted()) return;
        const reason = refused(error);
        throw reason ? new Missing(reason) : error;
      } finally {
        clearInterval(watch);
        tell({ kind: 'ready' });
      }
    },
    picture,
    terms: () => [],
    line: (spec) => lineOf(tokensOf(spec.text), spec.length),
    start: () => null,
    matrix: () => null,
    read: (spec) => {
      const own = runOf(spec);
      if (!own) return {};
      return readersOf(spec, own);
    },
    forgetKept: () => {},
    forget() {
      free();
      change = null;
    },
  };
}

function refused(error: unknown) {
  return error instanceof Refusal ? error.text : null;
}

function sourceOf(place: FilePlace, signal: AbortSignal): Promise<FileSource> | FileSource {
  if ('blob' in place) return fileSource(place.blob, place.name);
  return httpSource(place.address, { hosts: place.hosts, signal });
}

/** Of all that a run depends on: not of what is looked at. */
const looked: readonly (keyof Spec)[] = ['head', 'layer', 'similarity', 'compare', 'dim', 'heads'];
const names = [...fields.map(({ name }) => name), 'params' as const].filter(
  (name) => !looked.includes(name),
);

function keyOf(spec: Spec): string {
  return specKey(spec, names);
}

/** The largest difference of a weight, over all heads of all layers. */
async function largestApart(now: Run, trained: Run): Promise<number> {
  if (now === trained) return 0;
  const each = await readBack(() =>
    concat(
      now.made.weights.map((weights, layer) => {
        const before = trained.made.weights[layer];
        if (!before) throw new Error(`languageSource: no layer ${layer}`);
        return tidy(() => reshape(max(abs(sub(weights, before))), [1]));
      }),
    ),
  );
  return Math.max(...each);
}

/** How many next tokens are told. */
const mostNext = 5;

function ownParts(now: Run, trained: Run, largest: number): OwnModelParts {
  return {
    losses: now.made.losses,
    next: now.next,
    trained: { losses: trained.made.losses, next: trained.next },
    largest,
    flow: now.made.flow,
  };
}

/** The likeliest, in float64. */
function nextOf(logits: Float32Array): readonly NextToken[] {
  const most = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
  const ids = Array.from(logits.keys()).toSorted((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0));
  return ids.slice(0, mostNext).map((id) => {
    const logit = logits[id] ?? 0;
    return { id, logit, probability: Math.exp(logit - most) / total };
  });
}

function lineOf({ ids, labels }: Encoded, length: number): Line {
  const own = ids.slice(0, length);
  const unique = [...new Set(own)];
  return {
    tokens: labels.slice(0, length),
    ids: own.map((id) => unique.indexOf(id)),
    unique: unique.map((id) => labels[ids.indexOf(id)] ?? ''),
    note: ids.length === 0 ? 'empty' : own.length < ids.length ? 'cut' : 'exact',
    count: ids.length,
  };
}

function readersOf(spec: Spec, { ids, made }: Run): Readonly<Record<string, () => Tensor | null>> {
  const layer = spec.layer - 1;
  const map = () => positionMap(hooksOf(spec), spec);
  return {
    weights: () => made.weights[layer] ?? null,
    output: () => made.streams[layer] ?? null,
    'logits.next': () => tensor1d(made.logits),
    loss: () => tensor1d(made.losses),
    pieces: () => tensor1d(Float32Array.from(ids)),
    positions: () => map() ?? zeros([spec.length, dimsOf(spec).dModel]),
    similarity: () => unaddedSimilarity(spec, hooksOf(spec), map()),
    angles: () => anglesOf(spec),
    frequencies: () => frequenciesOf(spec),
  };
}
