/**
 * What a language model is, as its configuration says: sizes, norms, positions of each layer. Plain
 * data that a config.json and the keys of a GGUF file are both turned into. Holds no weights.
 */

/** A scheme of the registry by its id, with those of its parameters that are said. */
export interface Positional {
  readonly scheme: string;
  readonly params: Readonly<Record<string, number | string | boolean>>;
}

/** What may differ from one layer to the next. */
export interface LayerDescription {
  /** What acts within the layer; `none` where nothing does. */
  readonly positions: Positional;
  /** How many keys a query sees, its own the last of them; 0 is all. */
  readonly window: number;
  /** What multiplies Q·Kᵀ. */
  readonly scale: number;
}

/** Along rows of numbers, of as many of which as are in its kernel it makes one. */
export interface Convolution {
  /** Of each row that goes in. */
  readonly columns: number;
  /** Odd; before the first row and after the last lie zeros, so that it is centred on a row. */
  readonly kernel: number;
  readonly stride: number;
  readonly activation: 'linear' | 'gelu';
}

/** What makes tokens of what is no text; `convolutions` in their order. */
/** Red, green and blue. */
export type Colour = readonly [number, number, number];

export type Stem = { readonly convolutions: readonly Convolution[] } & (
  | {
      /** Those of a picture, row after row, behind a token for its class. */
      readonly kind: 'patches';
      readonly rows: number;
      readonly columns: number;
      /** Of a patch, in pixels. */
      readonly side: number;
      /** What colours from 0 to 1 are lessened by, and then divided by. */
      readonly mean: Colour;
      readonly deviation: Colour;
    }
  | {
      /** Frames of a log-mel spectrogram. */
      readonly kind: 'sound';
      readonly bins: number;
    }
);

export interface ModelDescription {
  /** As `model_type` has it. */
  readonly family: string;
  /** Tokens that it knows. */
  readonly vocabulary: number;
  /** dModel. */
  readonly width: number;
  readonly heads: number;
  /** Heads of keys and values, each shared by heads / keyHeads neighbouring query heads. */
  readonly keyHeads: number;
  /** dHead, which need not be width / heads. */
  readonly headDim: number;
  /** Between the two matrices of the feed-forward. */
  readonly inner: number;
  /** The longest text that it is made for, in tokens; null where it is not said. */
  readonly trained: number | null;
  readonly norm: {
    readonly kind: 'layer' | 'rms';
    readonly epsilon: number;
    /** Whether a normed row is multiplied by 1 + w, not by w. */
    readonly plusOne: boolean;
  };
  /** before: of what a part is given; after: of the stream once it is added; around: of both ends of a part. */
  readonly norms: 'before' | 'after' | 'around';
  /** Whether attention and feed-forward are both given the stream as it enters the layer. */
  readonly parallel: boolean;
  /** Whether each head's queries and keys are normed before they are turned. */
  readonly queryKeyNorm: boolean;
  /** Whether the embedded tokens are normed before the first layer. */
  readonly embeddingNorm: boolean;
  readonly activation: 'relu' | 'gelu' | 'gelu-tanh' | 'silu';
  /** Whether the feed-forward multiplies one projection by another, activated one. */
  readonly gated: boolean;
  readonly biases: {
    readonly queryKeyValue: boolean;
    /** Of the keys, where it is another for them. */
    readonly key?: boolean;
    readonly out: boolean;
    readonly forward: boolean;
  };
  /** What makes logits of the last rows: the embedding, a matrix of its own, or nothing, as in an encoder. */
  readonly output: 'embedding' | 'own' | 'none';
  /** Of a token's row; where it is not the width, a matrix takes it there after the norm. */
  readonly embeddingWidth: number;
  /** Whether a row is added to every token that says in which of two texts it stands: the first here. */
  readonly segments: boolean;
  /** Multiplies the embedded tokens. */
  readonly embeddingScale: number;
  /** Where its tokens are not those of a text. */
  readonly stem?: Stem;
  /** A learned table that is added to them: its rows, and which one is position 0; null for none. */
  readonly table: { readonly rows: number; readonly first: number } | null;
  readonly causal: boolean;
  /** c · tanh(logit / c) bounds the logits of the next token; null where nothing does. */
  readonly logitCap: number | null;
  readonly layers: readonly LayerDescription[];
  /** How many layers its file has, where only the first of them are run. */
  readonly allLayers?: number;
}

/** The first layers of a model alone: attention as in all of it, and nothing that the last one is needed for. */
export function firstLayers(model: ModelDescription, count: number): ModelDescription {
  const { layers } = model;
  return { ...model, layers: layers.slice(0, count), allLayers: layers.length, output: 'none' };
}

/** As transformers and llama.cpp name the activations. */
const activations: Readonly<Record<string, ModelDescription['activation']>> = {
  relu: 'relu',
  gelu: 'gelu',
  gelu_python: 'gelu',
  gelu_new: 'gelu-tanh',
  gelu_fast: 'gelu-tanh',
  gelu_accurate: 'gelu-tanh',
  gelu_pytorch_tanh: 'gelu-tanh',
  silu: 'silu',
  swish: 'silu',
};

/** One name for each that is computed. */
export const activationNames = ['gelu', 'gelu_new', 'relu', 'silu'] as const;

/** @returns undefined for one that the page does not compute */
export function activationOf(name: string): ModelDescription['activation'] | undefined {
  return Object.hasOwn(activations, name) ? activations[name] : undefined;
}

/** Layers that are all alike. */
export function alike(count: number, layer: LayerDescription): readonly LayerDescription[] {
  return Array.from({ length: count }, () => layer);
}

export const noPositions: Positional = { scheme: 'none', params: {} };
