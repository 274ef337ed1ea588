/**
 * A `tokenizer.json` of the Hugging Face library, opened: text to the ids of its model. Two kinds
 * are read, WordPiece as BERT has it and byte-level BPE as GPT-2 and those after it have it; a file that
 * asks for any other step is refused by that step's name, since its ids would be wrong.
 */
import { refusal } from '../refusal.ts';
import { addedOf, splitter } from './added.ts';
import { bytePairs } from './bytePairs.ts';
import { checkCount, checkLength } from './limits.ts';
import { childOf, idOf, kindOf, listOf, objectOf, type Part, textOf } from './part.ts';
import { wordPiece } from './wordPiece.ts';
import { type Words, wordsOf } from './words.ts';

export interface Encoded {
  readonly ids: readonly number[];
  /** As people read them; bytes that are no whole character are �. */
  readonly labels: readonly string[];
  /** How many of them, at the end, close the line: [SEP]. */
  readonly closing: number;
}

export interface Tokenizer {
  readonly kind: 'WordPiece' | 'BPE';
  /** As many rows as a vocabulary must have for its ids: the largest of them, and one. */
  readonly size: number;
  encode(text: string): Encoded;
  /** Ids as people read them; nothing for one that it does not have. */
  labels(ids: readonly number[]): readonly string[];
  /** The text of ids in a row; bytes at its end that are no whole character yet are left out. */
  text(ids: readonly number[]): string;
}

/** Cuts a stretch of text without special tokens. */
export interface Cutter {
  /** Ids in order; the unknown token's where nothing fits. */
  cut(text: string): readonly number[];
  label(token: string): string;
  /** Of tokens in a row, without the bytes of a character that is not whole at their end. */
  text(tokens: readonly string[]): string;
}

/** @throws Refusal for what is no such file, or one with steps that are not read */
export function tokenizerOf(json: string): Tokenizer {
  return tokenizerFrom(parsed(json));
}

/**
 * @param words  how a text is cut before bytes are merged, where the file does not say it itself
 * @throws Refusal
 */
export function tokenizerFrom(file: Part, words?: Words): Tokenizer {
  const model = childOf(file, 'model');
  if (!model) throw refusal('files.tokenizer.json');
  const vocabulary = vocabularyOf(model);
  const kind = kindOf(model) || ('merges' in model ? 'BPE' : 'WordPiece');
  if (kind !== 'WordPiece' && kind !== 'BPE') {
    throw refusal('files.tokenizer.step', { step: kind });
  }
  const cutter =
    kind === 'WordPiece'
      ? wordPiece(file, model, vocabulary)
      : bytePairs(file, model, vocabulary, words ?? wordsOf(childOf(file, 'pre_tokenizer')));
  const added = addedOf(file, vocabulary);
  const names = new Map(Array.from(vocabulary, ([token, id]) => [id, token]));
  for (const { content, id } of added) names.set(id, content);
  let size = 0;
  for (const id of names.keys()) size = Math.max(size, id + 1);
  const special = new Set(added.map(({ id }) => id));
  const split = splitter(added);
  const around = aroundOf(file);
  const label = (id: number) => {
    const token = names.get(id) ?? '';
    return special.has(id) ? token : cutter.label(token);
  };
  return {
    kind,
    size,
    labels: (ids) => ids.map(label),
    text(ids) {
      const parts: string[] = [];
      let row: string[] = [];
      const end = () => {
        parts.push(cutter.text(row));
        row = [];
      };
      for (const id of ids) {
        const token = names.get(id) ?? '';
        if (!special.has(id)) row.push(token);
        else {
          end();
          parts.push(token);
        }
      }
      end();
      return parts.join('');
    },
    encode(text) {
      const inner = split(text).flatMap((part) =>
        typeof part === 'number' ? [part] : cutter.cut(part),
      );
      const ids = [...around.before, ...inner, ...around.after];
      return { ids, labels: ids.map(label), closing: around.after.length };
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
  if (entries.length === 0) throw refusal('files.tokenizer.json');
  checkCount('vocab', entries.length);
  for (const [token] of entries) checkLength('vocab', token);
  return new Map(entries.map(([token, id]) => [token, idOf(id)]));
}

/** The ids that a single text is put between: [CLS] … [SEP]. */
function aroundOf(file: Part): { before: readonly number[]; after: readonly number[] } {
  const step = childOf(file, 'post_processor');
  const kind = step ? kindOf(step) : 'ByteLevel';
  if (!step || kind === 'ByteLevel') return { before: [], after: [] };
  if (kind === 'BertProcessing' || kind === 'RobertaProcessing') {
    // Pairs [token, id].
    const side = (name: string) => {
      const pair: unknown = step[name];
      return Array.isArray(pair) ? [idOf(pair[1])] : [];
    };
    return { before: side('cls'), after: side('sep') };
  }
  if (kind !== 'TemplateProcessing') throw refusal('files.tokenizer.step', { step: kind });
  const tokens = childOf(step, 'special_tokens');
  const [before, after]: [number[], number[]] = [[], []];
  let side = before;
  const pieces = listOf(step, 'single');
  checkCount('single', pieces.length);
  for (const piece of pieces) {
    if (childOf(piece, 'Sequence')) side = after;
    const name = textOf(childOf(piece, 'SpecialToken'), 'id');
    const ids: unknown = name ? childOf(tokens, name)?.ids : null;
    if (!Array.isArray(ids)) continue;
    checkCount('single', before.length + after.length + ids.length);
    side.push(...ids.map(idOf));
  }
  return { before, after };
}
