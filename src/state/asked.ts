/** What views ask of what computes. Null where there is no such thing, or the device went on the way. */
import type { OpenedTable } from '../encodings/openedTable.ts';
import type { Encoded } from '../files/tokenizer/tokenizer.ts';
import type { Apart, DistanceKind, Stream } from './experiment.ts';
import type { BlockName, Permutation, Pieces } from './frame.ts';
import type { Diagonals, LensAnswers } from './lens.ts';
import type { OpenedEmbedding, OpenedHead, OpenedLayer, OpenedLook } from './openedFile.ts';
import type { Spec } from './spec.ts';
import type { Thumbnail } from './thumbnail.ts';
import type { MapName } from './view.ts';

/** Numbers as the GPU has them, row-major. */
export interface Quantity {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What can be read of the frame shown, before it is. */
export interface QuantityAbout {
  readonly name: string;
  readonly shape: readonly number[];
  /** The largest length of which it fits on the device. */
  readonly longest: number;
}

export interface Asked {
  /** @throws RangeError for anything but the name of a quantity of the frame shown */
  read(name: unknown): Promise<Quantity>;
  /** All that `read` knows of the frame shown. */
  quantities(): Promise<readonly QuantityAbout[]>;
  /** The value of one cell of a map of the frame shown. */
  cell(map: MapName, row: number, column: number): Promise<number | null>;
  /** Part of a matrix of the frame shown, row-major. */
  block(
    name: BlockName,
    top: number,
    left: number,
    rows: number,
    columns: number,
  ): Promise<Float32Array | null>;
  /** Answers a lens about the frame shown, or about a scheme beside it by its place. */
  lens<K extends keyof LensAnswers>(name: K, rival?: number): Promise<LensAnswers[K] | null>;
  /** A small picture of a scheme. */
  thumbnail(encoding: string): Promise<Thumbnail | null>;
  /**
   * The permutation experiment on the frame shown: the largest difference between the outputs of
   * the tokens in another order, put back, and the originals.
   *
   * @throws RangeError for an order that is not one of 0…length − 1
   */
  permute(order?: unknown): Promise<Permutation>;
  /** How like their positions the tokens still are, layer by layer. */
  stream(spec: Spec): Promise<Stream | null>;
  /**
   * How far the attention of two passes lies apart.
   *
   * @param kept  of each channel of the table whether it is kept; all where it is not given
   */
  apart(spec: Spec, other: Spec, kept?: readonly boolean[]): Promise<Apart | null>;
  /**
   * How far each token's state moves when the tokens come in another order, after each block: the mean
   * of 1 − cos between the two.
   */
  moved(spec: Spec): Promise<Float32Array | null>;
  /** The entropy of each row of the attention of the head shown, in bits. */
  entropies(spec: Spec): Promise<Float32Array | null>;
  byDistance(spec: Spec, of: DistanceKind): Promise<Diagonals | null>;
  /** Gives up the reading of a trained model's weights, or what it works out beside pictures; what waits for it is told. */
  cancelModel(): void;
  /**
   * −ln of the probability of each token but the first of a Spec's text, by the model from a file that is
   * open, [token − 1]; null also where it was given up, as `cancelModel` does.
   *
   * @param tokens  the text in the tokens of the model; null where it is ids
   */
  losses(spec: Spec, tokens: Encoded | null): Promise<Float32Array | null>;
  /**
   * The logits of the token that follows some tokens of the model from a file, with the positions of a
   * Spec, [vocabulary]. What its layers keep of them makes the next question cheap, until `forgetLine`.
   */
  following(spec: Spec, ids: readonly number[]): Promise<Float32Array | null>;
  /** Frees what is kept of the line that was continued. */
  forgetLine(): Promise<void>;
  /** Frees the weights of a model from a file that is not open any more. */
  settleModel(): Promise<void>;
  /**
   * The vectors of several texts by the trained encoder, with the positions of a Spec,
   * [text, 512]; null also where a text has no tokens.
   */
  sentences(spec: Spec, texts: readonly string[]): Promise<Float32Array | null>;
  /** What the trained encoder takes texts for: at most 128 tokens each. */
  pieces(texts: readonly string[]): Promise<readonly Pieces[]>;
  /** What there is to see in a table that a person opened. */
  lookAtTable(table: OpenedTable): Promise<OpenedLook | null>;
  /** What goes into the first layer of a file that a person opened, [count, width]. */
  embedOpened(tokens: OpenedEmbedding): Promise<Float32Array | null>;
  /** Weights of one head of a layer of a file that a person opened, [query, key]. */
  attendOpened(head: OpenedHead): Promise<Float32Array | null>;
  /** What goes into the layer after this one, [count, width]. */
  runOpenedLayer(layer: OpenedLayer): Promise<Float32Array | null>;
}
