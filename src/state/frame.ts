/** What a run leaves to be drawn, and what can go wrong with it: the types between compute and views. */
import type { Exact, ExactScoreContext } from '../encodings/encoding.ts';
import type { Matrix } from '../fields/matrix.ts';
import type { Localized } from '../text/locale.ts';
import type { Line } from '../text/tokens.ts';
import type { Spec } from './spec.ts';
import type { MapName, SquareMap } from './view.ts';

/** One picture's worth of numbers. Its matrices are valid until the next frame is shown. */
export const stageNames = [
  'tokens',
  'table',
  'input',
  'query',
  'key',
  'value',
  'scores',
  'bias',
  'logits',
  'weights',
  'mixed',
  'attended',
  'residual',
  'output',
] as const;

/** The stages of the block shown, in the order of the pass. */
export type StageName = (typeof stageNames)[number];

/** The squares, query × key; all others are position × channel. */
export const squareStages: readonly StageName[] = ['scores', 'bias', 'logits', 'weights'];

export interface Stages {
  /** What multiplies Q·Kᵀ in the head shown. */
  readonly scale: number;
  /** Null where a scheme has no such stage. */
  readonly maps: Readonly<Record<StageName, Matrix | null>>;
  /** The attention of every head; empty where the line is too long to hold them all. */
  readonly heads: readonly Matrix[];
  /** Content·content, content·position, position·content, position·position; or empty, as above. */
  readonly terms: readonly Matrix[];
}

export interface Frame {
  readonly spec: Spec;
  readonly line: Line;
  /** The position map is null for a scheme that has no positions to show. */
  readonly maps: Readonly<Record<Exclude<MapName, 'positions'>, Matrix>> & {
    readonly positions: Matrix | null;
  };
  /** The scheme's float64 formula, where it has one. */
  readonly exact: Exact | null;
  /** The schemes beside this one, in the order asked for. */
  readonly rivals: readonly RivalFrame[];
  /** The stages of the block, where they are looked at. */
  readonly stages: Stages | null;
  /** What only a trained model has, where it is looked at. */
  readonly model: ModelParts | null;
  /**
   * A row of the pass in float64; null where it would take too long, and as long as it has not been
   * prepared where it takes more than a moment.
   */
  exactRow(query: number): ExactRow | null;
  /** Works out what rows have in common, in pieces. @returns whether there are rows */
  prepareRows(pause: () => Promise<void> | undefined): Promise<boolean>;
}

/** How far the rows of a map that were looked at lie from float64, at most. */
export interface Held {
  readonly rows: number;
  /** How many rows the map has. */
  readonly of: number;
  /** Absolute below 1, relative above: a bias grows without bound. */
  readonly error: number;
}

/** Of one scheme; null for a map that there is not, or that would take too long. */
export type HeldMaps = Readonly<Record<MapName, Held | null>>;

/** What was held against float64: the maps of the Spec's own scheme, and of those beside it. */
export interface Check extends HeldMaps {
  readonly rivals: readonly HeldMaps[];
}

/** The largest |GPU − exact| of all that was held. */
export function maxErrorOf(check: Check): number {
  const held = [check, ...check.rivals].flatMap((each) => [
    each.positions,
    each.similarity,
    each.attention,
  ]);
  return held.reduce((worst, each) => Math.max(worst, each?.error ?? 0), 0);
}

export interface ModelParts {
  /** Attention of every head, layer 0 first. */
  readonly heads: readonly (readonly Matrix[])[];
  /** The residual stream before layer 0 and after each layer, [token, 256 or 512]. */
  readonly streams: readonly Matrix[];
  /** Attention of the head shown minus that with positions as they were trained. */
  readonly change: Matrix;
  /** The vector of the whole text, [1, 512]; of the trained encoder alone. */
  readonly sentence: Matrix | null;
  /** Beside each token of the line its place in the model's vocabulary; 0 is unknown. */
  readonly ids: readonly number[];
  /** What a language model from a file says; null for the trained encoder. */
  readonly own: OwnModelParts | null;
  /** Of a language model its residual stream by layer, by `flowNames`, [token, layer] each. */
  readonly flow: readonly Matrix[] | null;
}

/**
 * What is measured of the residual stream of a token after each layer: its norm, the norms of what
 * attention and feed-forward have added there, and its cosine to the stream before the layer.
 */
export const flowNames = ['norm', 'attention', 'forward', 'cosine'] as const;

/** A token that may come next. */
export interface NextToken {
  readonly id: number;
  readonly logit: number;
  readonly probability: number;
}

/** What a language model says of the line. */
interface Said {
  /** −ln of the probability of each token but the first, [token − 1]. */
  readonly losses: Float32Array;
  /** The likeliest tokens that may come next, the likeliest first. */
  readonly next: readonly NextToken[];
}

export interface OwnModelParts extends Said {
  /** The same with positions as they were trained. */
  readonly trained: Said;
  /** Largest difference of a weight from that, over all heads of all layers. */
  readonly largest: number;
  /** What `flowNames` are, [4, token, layer]. */
  readonly flow: Float32Array;
}

/** A text as the trained encoder takes it: beside each piece its id, 0 where it knows none. */
export interface Pieces {
  readonly ids: ArrayLike<number>;
  readonly pieces: readonly string[];
  /** Whether the text has more than is taken. */
  readonly cut: boolean;
}

/** How far the files of a trained model have come, or a run of one over its layers. */
export type ModelState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'running'; readonly layer: number; readonly layers: number }
  /** `total` is 0 before anything is known. */
  | { readonly kind: 'loading'; readonly bytes: number; readonly total: number }
  /** `fit`: of a model for which there is no room, how many of its first layers there is room for. */
  | { readonly kind: 'failed'; readonly reason: Localized; readonly fit?: number };

/** Another scheme under the same tokens and weights, and how far its maps lie from the first. */
export interface RivalFrame {
  readonly frame: Frame;
  /** Its map minus that of the frame it stands beside. */
  readonly differences: Readonly<Record<SquareMap, Matrix>>;
}

/**
 * What lies between two stages: the heads side by side, [position, dModel]; the hidden layer of the
 * feed-forward, [position, 4·dModel]; what the feed-forward adds, [position, dModel].
 */
export const betweenNames = ['joined', 'hidden', 'forward'] as const;
export type BetweenName = (typeof betweenNames)[number];

/** A matrix of the block shown, every head's columns side by side; the last two feed forward. */
export const matrixNames = ['wq', 'wk', 'wv', 'wo', 'wide', 'narrow'] as const;
export type MatrixName = (typeof matrixNames)[number];

/**
 * Part of a map, a stage, a head's attention, a term or a matrix, by name; of a scheme beside the
 * first a map, or its difference from the first's; of a trained model the change, a stream, or a
 * head of `layer`, counted through all layers; of a language model what is measured of its stream.
 */
export type BlockName =
  | MapName
  | StageName
  | BetweenName
  | MatrixName
  | `head ${number}`
  | `term ${number}`
  | `rival ${number} ${SquareMap}`
  | `rival ${number} ${SquareMap} difference`
  | 'change'
  | 'sentence'
  | `stream ${number}`
  | `flow ${number}`
  | `layer ${number}`;

/** What comes of the permutation experiment. */
export interface Permutation {
  /** The token at place i came from order[i]. */
  readonly order: readonly number[];
  /** Largest |output put back − original output|. */
  readonly difference: number;
  /** What makes the order matter, as far as it is in force. */
  readonly reasons: readonly ('table' | 'mask' | 'rotation' | 'bias' | 'content')[];
}

export interface ExactRow {
  /** What it follows from: of content, what a scheme may go by. */
  readonly context: ExactScoreContext;
  /** What the scheme adds after scaling, one number per key. */
  readonly added: Float64Array;
  readonly logits: Float64Array;
  readonly weights: Float64Array;
}

export type Problem =
  | { readonly kind: 'too-large'; readonly largest: number }
  | { readonly kind: 'gpu-error'; readonly message: string }
  | { readonly kind: 'missing'; readonly reason: Localized }
  | { readonly kind: 'lost' }
  | { readonly kind: 'recovered'; readonly milliseconds: number };

export type FallbackReason = 'off' | 'unsupported' | 'no-adapter' | 'failed';

/** What computes, for those who only say so. */
export interface DeviceInfo {
  readonly backend: 'webgpu' | 'webgl' | 'cpu';
  /** The adapter's own name. */
  readonly adapter: string;
  /** Why this is not WebGPU, or null where it is. */
  readonly fallback: FallbackReason | null;
}
