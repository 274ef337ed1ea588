/** Which of the files that a person gave are taken for what. */

import { isShard } from './shards.ts';

export interface Given<F> {
  /** Of tensors: `.safetensors`, `.gguf`, `.npy`. */
  readonly tensors: F | null;
  /** All files that tensors are in: those given of a model that is in several, or the one. */
  readonly shards: readonly F[];
  /** `model.safetensors.index.json`, with them. */
  readonly index: F | null;
  readonly tokenizer: F | null;
  /** `config.json`, with tensors. */
  readonly config: F | null;
  /** `preprocessor_config.json`, with tensors. */
  readonly preparation: F | null;
  /** One of each can be open; the rest of what was given is not read. */
  readonly others: readonly F[];
}

/** The likeliest first. */
const likely = {
  tensors: [/\.safetensors$/i, /\.gguf$/i, /\.npy$/i, /(?<!\.json)$/i],
  tokenizer: [/^tokenizer\.json$/i, /tokenizer\.json$/i],
} as const;

const isIndex = ({ name }: { readonly name: string }) => /\.safetensors\.index\.json$/i.test(name);

export function sorted<F extends { readonly name: string }>(all: readonly F[]): Given<F> {
  const index = all.find(isIndex) ?? null;
  // It is JSON and no tokenizer.
  const files = all.filter((file) => !isIndex(file));
  const first = (kind: keyof typeof likely) =>
    likely[kind].flatMap((name) => files.find((file) => name.test(file.name)) ?? [])[0] ?? null;
  const tensors = first('tensors');
  const beside = (pattern: RegExp) =>
    tensors && (files.find(({ name }) => pattern.test(name)) ?? null);
  const config = beside(/^config\.json$/i);
  const preparation = beside(/^preprocessor_config\.json$/i);
  // A model's folder has more files in JSON; without a configuration it is none, and any may be it.
  const any = config
    ? undefined
    : files.find((file) => file !== preparation && /\.json$/i.test(file.name));
  const tokenizer = first('tokenizer') ?? any ?? null;
  const several = files
    .filter(({ name }) => isShard(name))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  const shards = tensors && isShard(tensors.name) ? several : tensors ? [tensors] : [];
  const taken = [...shards, tokenizer, config, preparation, index];
  return {
    tensors,
    shards,
    tokenizer,
    config,
    preparation,
    index: shards.length > 0 ? index : null,
    others: files.filter((file) => !taken.includes(file)),
  };
}
