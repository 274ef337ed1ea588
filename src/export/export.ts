/**
 * What an export says of itself, in a file `NAME.export.ts`; its place in the dialog and its name in
 * the script follow. Makes nothing itself.
 */
import type { Quantity, QuantityAbout } from '../state/asked.ts';
import type { Frame } from '../state/frame.ts';
import type { Locale, Localized } from '../text/locale.ts';
import type { TextKey } from '../text/t.ts';
import type { Look } from './look.ts';

/** Each has its word, `export.name.ID`. */
export type ExportName = TextKey extends infer Key
  ? Key extends `export.name.${infer Name}`
    ? Name
    : never
  : never;

/** In the order of the dialog. */
export const groups = ['figure', 'numbers', 'code', 'cite'] as const;
export type Group = (typeof groups)[number];

/** What there is to be taken away: the picture that the page shows, and what is known about it. */
export interface About {
  readonly frame: Frame;
  /** Of the page as it is, absolute. */
  readonly link: string;
  readonly locale: Locale;
  /** All that `read` knows. */
  readonly quantities: readonly QuantityAbout[];
  /** The one asked for; null where none was. */
  readonly quantity: QuantityAbout | null;
  /** How figures look. */
  readonly look: Look;
}

export interface ExportContext extends About {
  /** Numbers of the frame, as `whereabouts.read` gives them. */
  readonly read: (name: string) => Promise<Quantity>;
}

export interface Export {
  /** That of the file. */
  readonly id: ExportName;
  readonly group: Group;
  /** Of the file that is written, without a dot. */
  readonly ending: string;
  readonly mediaType: string;
  /** `one`: it is of one quantity, the positions where none is asked for. `any`: of one, or all. */
  readonly takes?: 'one' | 'any';
  /** Why it cannot be made of this; null where it can. Asked before anything large is computed. */
  readonly refuses?: (about: About) => Localized | null;
  /** The most bytes that it will have, as far as that is known beforehand. */
  readonly bytes?: (about: About) => number;
  readonly make: (context: ExportContext) => BlobPart | Promise<BlobPart>;
}

export const defineExport = (declared: Export): Export => declared;

/** What cannot be made, in words for whoever asked. */
export class Refused extends RangeError {
  constructor(
    readonly id: ExportName,
    readonly reason: Localized,
  ) {
    super(`export: ${id}: ${reason.en}`);
    this.name = 'RangeError';
  }
}
