/**
 * The language model that a person opened, as plain data for whoever computes with it: what it is, and
 * where its bytes lie. Held while the page is open and in no link: a file stays where it is.
 */
import type { Described } from '../files/families/index.ts';

/** Where a file is: on disk, or on a server. */
export type FilePlace =
  | { readonly name: string; readonly blob: Blob }
  | { readonly name: string; readonly address: string; readonly hosts: readonly string[] };

/** What a model is given that reads no text. */
export interface Seen {
  /** What goes into its first convolution, [count, columns]. */
  readonly rows: Float32Array;
  /** Of each of its tokens what people call it. */
  readonly tokens: readonly string[];
}

export interface OpenedModel extends Described {
  /** Its name for people. */
  readonly name: string;
  readonly places: readonly FilePlace[];
  readonly seen?: Seen;
}

let model: OpenedModel | null = null;
let version = 0;

/** Null until one is opened. */
export function openedModel(): OpenedModel | null {
  return model;
}

/** Another number for each model that was opened or closed; 0 until one is. */
export function openedModelVersion(): number {
  return version;
}

/** In force from the next computation on; null closes it. */
export function setOpenedModel(opened: OpenedModel | null): void {
  model = opened;
  version += 1;
}
