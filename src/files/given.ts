/** Which of the files that a person gave are taken for what. */

export interface Given<F> {
  /** Of tensors: `.safetensors`, `.gguf`, `.npy`. */
  readonly tensors: F | null;
  readonly tokenizer: F | null;
  /** `config.json`, with tensors. */
  readonly config: F | null;
  /** One of each can be open; the rest of what was given is not read. */
  readonly others: readonly F[];
}

/** The likeliest first: a model's folder has several files in JSON, and one that is the tokenizer. */
const likely = {
  tensors: [/\.safetensors$/i, /\.gguf$/i, /\.npy$/i, /(?<!\.json)$/i],
  tokenizer: [/^tokenizer\.json$/i, /tokenizer\.json$/i, /\.json$/i],
} as const;

export function sorted<F extends { readonly name: string }>(files: readonly F[]): Given<F> {
  const first = (kind: keyof typeof likely) =>
    likely[kind].flatMap((name) => files.find((file) => name.test(file.name)) ?? [])[0] ?? null;
  const tensors = first('tensors');
  const config = tensors && (files.find(({ name }) => /^config\.json$/i.test(name)) ?? null);
  const tokenizer =
    likely.tokenizer.flatMap(
      (name) => files.find((file) => file !== config && name.test(file.name)) ?? [],
    )[0] ?? null;
  const taken = [tensors, tokenizer, config];
  return { tensors, tokenizer, config, others: files.filter((file) => !taken.includes(file)) };
}
