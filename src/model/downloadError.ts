/** Why a file of the model could not be had: a state of the world, said in every language. */
import '../text/later.ts';
import type { Localized } from '../text/locale.ts';
import { type Holes, localized, type TextKey, t } from '../text/t.ts';

export type DownloadText = Extract<TextKey, `model.download.${string}`>;

/** `key` names the reason and `file` the file for programs; `text` says both to people. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly key: DownloadText;
  readonly file: string;
  readonly text: Localized;

  constructor(key: DownloadText, file: string, text: Localized, message: string) {
    super(message);
    this.key = key;
    this.file = file;
    this.text = text;
  }
}

/** An error to throw; every text about a download names the file. */
export function downloadError<K extends DownloadText>(key: K, ...holes: Holes<K>): DownloadError {
  const values: Readonly<Record<string, string | number>> = holes[0] ?? {};
  const file = String(values['file']);
  return new DownloadError(key, file, localized(key, ...holes), t('en', key, ...holes));
}
