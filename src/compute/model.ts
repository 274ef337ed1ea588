/**
 * The trained encoder on the device: fetched when a Spec first asks for it, and what it makes of
 * that Spec's text and positions. Where its files come from is `model/`'s affair.
 */
import {
  clone,
  concat,
  dispose,
  keep,
  mul,
  sub,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { type MatrixView, partsOf, stackOf, tensorOf, viewAt } from '../attention/matrixView.ts';
import type { Hooks } from '../encodings/encoding.ts';
import { Missing } from '../encodings/missing.ts';
import { seededNormal } from '../encodings/seeded.ts';
import { DownloadError } from '../model/downloadError.ts';
import {
  type EncoderLayer,
  type EncoderTensors,
  type EncoderTrace,
  encodeText,
  encodeTogether,
  freeEncoder,
  uploadEncoder,
} from '../model/sentenceEncoder.ts';
import type { Tokens } from '../model/tokeniser.ts';
import { type EncoderWeights, weightsByName, weightsByRole } from '../model/weights.ts';
import type { ModelState } from '../state/frame.ts';
import { asTrained, plainPass, sharesPass, withModel } from '../state/model.ts';
import { dimsOf, encoderSizes, type Spec, schemeOf } from '../state/spec.ts';
import { localized } from '../text/t.ts';
import type { Line } from '../text/tokens.ts';
import { biasInOrder, hooksOf, positionsInOrder, positionsOf, rowsInOrder } from './hooks.ts';
import { kept } from './inputs.ts';
import { readBack } from './readBack.ts';

/** What the encoder made of a Spec, all heads of both layers. */
export interface ModelPass {
  readonly spec: Spec;
  readonly hooks: Hooks;
  /** Twice the rows of the word table, [token, 256]: the embedding enters twice. */
  readonly embedded: Tensor2D;
  /** What is added to them, in order; null where nothing is. */
  readonly table: Tensor2D | null;
  readonly trace: EncoderTrace;
}

/** What surgery is held against: what the same text makes of positions as they were trained. */
export interface AsTrained {
  /** Of both layers, [layer · head, query, key]. */
  readonly weights: Tensor3D;
  /** [1, 512]. */
  readonly sentence: Tensor2D;
}

export interface Model {
  /** Waits for the files; nothing to wait for once they are here. */
  load(): Promise<void> | null;
  /** Gives a download up. */
  cancel(): void;
  tokens(text: string): Tokens;
  /** The Spec with the encoder's own sizes: as many positions as the text has tokens, at most 128. */
  fitted(spec: Spec): Spec;
  line(spec: Spec): Line;
  /** Runs it on a fitted Spec of at least one token. Call inside a tidy. */
  pass(spec: Spec): ModelPass;
  /** Kept while the text stays the same. Call inside a tidy. */
  asTrained(spec: Spec): AsTrained;
  /** The sentence vectors of fitted Specs that share one pass, [Spec, 512]. Call inside a tidy. */
  together(specs: readonly Spec[]): Tensor2D;
  /** What `asTrained` keeps was given up before it was computed. */
  forgetReference(): void;
  /** The device is gone, and the tensors with it. */
  forget(): void;
}

interface Loaded {
  readonly weights: EncoderWeights;
  readonly tokens: (text: string) => Tokens;
}

/** @param base  the address of the page, under which the files lie */
export function createModel(base: string, tell: (state: ModelState) => void): Model {
  let loaded: Loaded | null = null;
  let loading: Promise<void> | null = null;
  let stop: AbortController | null = null;
  let tensors: EncoderTensors | null = null;

  async function fetchAll(signal: AbortSignal): Promise<void> {
    tell({ kind: 'loading', bytes: 0, total: 0 });
    try {
      const files = await import('../model/download.ts');
      const { tokeniser } = await import('../model/tokeniser.ts');
      const progress = (bytes: number, total: number) => tell({ kind: 'loading', bytes, total });
      const { manifest, vocabulary, shards } = await files.loadEncoder({ base, signal, progress });
      const weights = weightsByRole(weightsByName(manifest, shards));
      loaded = { weights, tokens: tokeniser(vocabulary) };
      tell({ kind: 'ready' });
    } catch (error) {
      const reason = signal.aborted
        ? localized('model.cancelled')
        : error instanceof DownloadError
          ? error.text
          : null;
      tell({ kind: 'failed', reason: reason ?? localized('model.failed') });
      throw reason ? new Missing(reason) : error;
    }
  }

  function here(): Loaded {
    if (!loaded) throw new Error('model: asked before it was loaded');
    return loaded;
  }

  // A drag asks for the same text again and again.
  const newest = kept<Tokens>(() => {});
  const reference = kept<AsTrained>(({ weights, sentence }) => dispose([weights, sentence]));
  const tokens = (text: string) => newest.get(text, () => here().tokens(text));
  function onDevice(): EncoderTensors {
    tensors ??= uploadEncoder(here().weights);
    return tensors;
  }
  const fitted = (spec: Spec): Spec => ({
    ...withModel(spec),
    length: Math.max(tokens(spec.text).ids.length, 1),
    depth: encoderSizes.layers,
    mask: 'none',
    ...plainPass,
  });
  const pass = (spec: Spec): ModelPass => {
    const { weights } = here();
    const hooks = hooksOf(spec);
    const embedded = twiceRowsOf(weights, tokens(spec.text).ids);
    const table = modelTable(spec, hooks);
    const trace = encodeText(onDevice(), {
      embedded,
      table,
      gain: spec.gain,
      positions: positionsInOrder(positionsOf(spec), spec),
      hooks: (dHead) => layerHooks(spec, dHead),
      shown: spec.head - 1,
    });
    return { spec, hooks, embedded, table, trace };
  };
  return {
    load() {
      if (loaded) return null;
      stop ??= new AbortController();
      loading ??= fetchAll(stop.signal).finally(() => {
        loading = null;
        stop = null;
      });
      return loading;
    },
    cancel: () => stop?.abort(),
    tokens,
    fitted,
    line: (spec) => lineOf(tokens(spec.text)),
    pass,
    asTrained: (spec) =>
      reference.get(spec.text, () => {
        const made = tidy(() => asTrainedOf(pass(fitted(asTrained(spec)))));
        keep(made.weights);
        keep(made.sentence);
        return made;
      }),
    together(specs) {
      const ids = specs.map(({ text }) => tokens(text).ids);
      const tables = specs.flatMap((spec) => {
        const table = modelTable(spec, hooksOf(spec));
        return table ? mul<Tensor2D>(table, spec.gain) : [];
      });
      return encodeTogether(onDevice(), {
        embedded: twiceRowsOf(here().weights, Int32Array.from(ids.flatMap((each) => [...each]))),
        table: tables.length > 0 ? concat(tables) : null,
        gain: 1,
        lengths: ids.map(({ length }) => length),
      });
    },
    forgetReference: () => reference.clear(),
    forget() {
      if (tensors) freeEncoder(tensors);
      tensors = null;
      reference.clear();
    },
  };
}

function twiceRowsOf({ embedding }: EncoderWeights, ids: Int32Array): Tensor2D {
  const width = embedding.shape[1] ?? 0;
  const rows = new Float32Array(ids.length * width);
  ids.forEach((id, place) => {
    rows.set(embedding.data.subarray(id * width, (id + 1) * width), place * width);
  });
  return tensor2d(
    rows.map((value) => 2 * value),
    [ids.length, width],
  );
}

function lineOf({ ids, pieces, total, cut }: Tokens): Line {
  const unique = [...new Set(ids)];
  return {
    tokens: pieces,
    ids: Array.from(ids, (id) => unique.indexOf(id)),
    unique: unique.map((id) => pieces[ids.indexOf(id)] ?? ''),
    note: total === 0 ? 'empty' : cut ? 'cut' : 'exact',
    count: total,
  };
}

/** The scheme's table in the order in which tokens are given positions; null where it has none. */
function modelTable(spec: Spec, hooks: Hooks): Tensor2D | null {
  const table = hooks.table?.(positionsOf(spec)) ?? null;
  return table && rowsInOrder(table, spec);
}

/** What the scheme does within a layer. */
function layerHooks(spec: Spec, dHead: number): Hooks {
  const dims = { ...dimsOf(spec), dHead, dModel: dHead * spec.heads };
  const hooks = schemeOf(spec).hooks(spec.params, dims, seededNormal(spec.seed));
  return biasInOrder(hooks, positionsOf(spec), spec);
}

/** The layer whose attention is shown. */
export function shownLayer({ spec, trace }: ModelPass): EncoderLayer {
  return trace.layers[spec.layer === 1 ? 0 : 1];
}

/** What surgery compares of a pass; tensors of its own. */
export function asTrainedOf({ trace }: ModelPass): { weights: Tensor3D; sentence: Tensor2D } {
  return {
    weights: concat(trace.layers.map(({ weights }) => everyHead(weights))),
    sentence: clone(trace.sentence),
  };
}

/** Attention minus that as trained, of the head shown, [query, key]. */
export function changeOf(pass: ModelPass, { weights }: AsTrained): Tensor2D {
  const { layer, head } = pass.spec;
  const own = headOf(shownLayer(pass).weights, head);
  const at = (layer - 1) * encoderSizes.heads + head - 1;
  return sub(tensorOf(own), tensorOf(viewAt(weights, at)));
}

/** A head of a layer, counted from 1, of all that lie one below another. */
export function headOf(every: MatrixView | null, head: number): MatrixView {
  const view = every && partsOf(every, encoderSizes.heads)[head - 1];
  if (!view) throw new Error(`model: no head ${head}`);
  return view;
}

/** All heads of a layer as a stack, [head, …]. */
export function everyHead(every: MatrixView | null): Tensor3D {
  if (!every) throw new Error('model: a line is short enough for all heads at once');
  return stackOf(every, encoderSizes.heads);
}

/** The residual stream before layer 0 and after each layer, [token, 256 or 512]. */
export function streamsOf({ trace }: ModelPass): readonly MatrixView[] {
  const [below, above] = trace.layers;
  return [below.input, below.output, above.output];
}

/** The vectors of several texts with the positions of a Spec, [text, 512]. */
export function sentencesOf(
  model: Model,
  spec: Spec,
  texts: readonly string[],
): Promise<Float32Array> {
  const specs = texts.map((text) => model.fitted({ ...spec, text }));
  return readBack(() =>
    sharesPass(spec)
      ? model.together(specs)
      : concat(specs.map((each) => tidy(() => model.pass(each).trace.sentence))),
  );
}
