/**
 * A `tokenizer.json` of the Hugging Face library, opened: text to the ids of its model. Two kinds
 * are read, WordPiece as BERT has it and byte-level BPE as GPT-2 and RoBERTa have it; a file that
 * asks for any other step is refused by that step's name, since its ids would be wrong.
 */
import { refusal } from '../refusal.ts';
import { bytePairs } from './bytePairs.ts';
import { childOf, kindOf, listOf, numberOf, objectOf, type Part, textOf } from './part.ts';
import { wordPiece } from './wordPiece.ts';

export interface Encoded {
  readonly ids: readonly number[];
  /** As people read them; bytes that are no whole character are �. */
  readonly labels: readonly string[];
}

export interface Tokenizer {
  readonly kind: 'WordPiece' | 'BPE';
  /** How many ids there are. */
  readonly size: number;
  encode(text: string): Encoded;
}

/** Cuts a stretch of text without special tokens. */
export interface Cutter {
  /** Ids in order; the unknown token's where nothing fits. */
  cut(text: string): readonly number[];
  label(token: string): string;
}

/** Larger than any such file in use, in bytes. */
export const mostBytes = 2 ** 25;

/** @throws Refusal for what is no such file, or one with steps that are not read */
export function tokenizerOf(json: string): Tokenizer {
  const file = parsed(json);
  const model = childOf(file, 'model');
  if (!model) throw refusal('files.tokenizer.json');
  const vocabulary = vocabularyOf(model);
  const kind = kindOf(model) || ('merges' in model ? 'BPE' : 'WordPiece');
  if (kind !== 'WordPiece' && kind !== 'BPE') {
    throw refusal('files.tokenizer.step', { step: kind });
  }
  const cutter = (kind === 'BPE' ? bytePairs : wordPiece)(file, model, vocabulary);
  const added = addedOf(file);
  const names = new Map([...vocabulary, ...added].map(([token, id]) => [id, token]));
  const special = new Set(added.values());
  const around = aroundOf(file);
  return {
    kind,
    size: names.size,
    encode(text) {
      const inner = split(text, added).flatMap((part) =>
        typeof part === 'number' ? [part] : cutter.cut(part),
      );
      const ids = [...around.before, ...inner, ...around.after];
      const label = (id: number) => {
        const token = names.get(id) ?? '';
        return special.has(id) ? token : cutter.label(token);
      };
      return { ids, labels: ids.map(label) };
    },
  };
}

function parsed(json: string): Part {
  try {
    const file = objectOf(JSON.parse(json));
    if (file) return file;
  } catch {
    // It is told below, with all else that is no such file.
  }
  throw refusal('files.tokenizer.json');
}

function vocabularyOf(model: Part): ReadonlyMap<string, number> {
  const entries = Object.entries(childOf(model, 'vocab') ?? {});
  const vocabulary = new Map(
    entries.flatMap(([token, id]) => (typeof id === 'number' ? [[token, id] as const] : [])),
  );
  if (vocabulary.size === 0) throw refusal('files.tokenizer.json');
  return vocabulary;
}

/** Tokens that are found in the text as they stand: `[MASK]`. */
function addedOf(file: Part): ReadonlyMap<string, number> {
  return new Map(
    listOf(file, 'added_tokens').flatMap((entry) => {
      const [content, id] = [textOf(entry, 'content'), numberOf(entry, 'id')];
      return content && id !== null ? [[content, id] as const] : [];
    }),
  );
}

function split(text: string, added: ReadonlyMap<string, number>): readonly (string | number)[] {
  const longestFirst = [...added.keys()].toSorted((a, b) => b.length - a.length);
  if (longestFirst.length === 0) return [text];
  const escaped = longestFirst.map((token) => token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return text
    .split(new RegExp(`(${escaped.join('|')})`))
    .map((part) => added.get(part) ?? part)
    .filter((part) => part !== '');
}

/** The ids that a single text is put between: [CLS] … [SEP]. */
function aroundOf(file: Part): { before: readonly number[]; after: readonly number[] } {
  const step = childOf(file, 'post_processor');
  const kind = step ? kindOf(step) : 'ByteLevel';
  if (!step || kind === 'ByteLevel') return { before: [], after: [] };
  if (kind === 'BertProcessing' || kind === 'RobertaProcessing') {
    // Pairs [token, id].
    const idOf = (name: string) => {
      const pair: unknown = step[name];
      const id: unknown = Array.isArray(pair) ? pair[1] : null;
      return typeof id === 'number' ? [id] : [];
    };
    return { before: idOf('cls'), after: idOf('sep') };
  }
  if (kind !== 'TemplateProcessing') throw refusal('files.tokenizer.step', { step: kind });
  const tokens = childOf(step, 'special_tokens');
  const [before, after]: [number[], number[]] = [[], []];
  let side = before;
  for (const piece of listOf(step, 'single')) {
    if (childOf(piece, 'Sequence')) side = after;
    const name = textOf(childOf(piece, 'SpecialToken'), 'id');
    const ids: unknown = name ? childOf(tokens, name)?.ids : null;
    if (Array.isArray(ids)) side.push(...ids.filter((id): id is number => typeof id === 'number'));
  }
  return { before, after };
}
