/**
 * The tokenizer that a GGUF carries in its metadata, for byte-level BPE: vocabulary and merges are lists
 * there, and how words are cut has a name.
 */
import { ggufIn } from '../gguf.ts';
import { refusal } from '../refusal.ts';
import { type Tokenizer, tokenizerFrom } from './tokenizer.ts';
import { wordsNamed } from './words.ts';

const key = (name: string) => `tokenizer.ggml.${name}`;
const lists = ['tokens', 'merges', 'token_type'].map(key);

/** Of `token_type`: those that are found in a text as they stand. */
const added = new Set<unknown>([3, 4]);

/**
 * @param bytes  of the file, from its front; all of its header
 * @param size   of the whole file
 * @throws Refusal where there is none, or one that is not read
 */
export function ggufTokenizer(bytes: Uint8Array, size: number): Tokenizer {
  const header = ggufIn(bytes, size, lists);
  if ('wants' in header) throw new Error(`gguf: its header has ${header.wants} bytes`);
  const own = (name: string) => header.metadata.get(key(name));
  const [kind, tokens, merges, types] = [
    own('model'),
    own('tokens'),
    own('merges'),
    own('token_type'),
  ];
  if (!Array.isArray(tokens)) throw refusal('files.gguf.tokens');
  if (kind !== 'gpt2') {
    throw refusal('files.tokenizer.step', { step: typeof kind === 'string' ? kind : '' });
  }
  const cut = own('pre');
  const first = own('add_bos_token') === true ? own('bos_token_id') : null;
  const last = own('add_eos_token') === true ? own('eos_token_id') : null;
  return tokenizerFrom(
    {
      model: {
        type: 'BPE',
        vocab: Object.fromEntries(tokens.map((token, id) => [String(token), id])),
        merges,
        // Llama 3 takes a word that is a token whole.
        ignore_merges: cut === 'llama-bpe',
      },
      added_tokens: tokens.flatMap((token, id) =>
        Array.isArray(types) && added.has(types[id]) ? [{ id, content: String(token) }] : [],
      ),
      post_processor: {
        type: 'RobertaProcessing',
        ...(typeof first === 'number' && { cls: ['', first] }),
        ...(typeof last === 'number' && { sep: ['', last] }),
      },
      ...(cut === 'qwen2' && { normalizer: { type: 'NFC' } }),
    },
    wordsNamed(typeof cut === 'string' ? cut : 'default'),
  );
}
