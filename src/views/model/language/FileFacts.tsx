/** How many weights the file of a language model has, in which kinds of number, and what these save and cost. */
import { useStore } from 'zustand';
import { blockOf } from '../../../bytes/blocks.ts';
import type { Opened } from '../../../show/opened.ts';
import { openedStore } from '../../../show/opened.ts';
import { plainNumber, significant } from '../../../show/words.ts';
import { useWords } from '../../hooks/useWords.ts';
import { Terms } from '../../terms/Terms.tsx';

export function FileFacts() {
  const words = useWords();
  const opened = useStore(openedStore, (own) => own.opened);
  if (!opened) return null;
  const { weights, bits, kinds, packed } = countedIn(opened);
  const holes = {
    weights: significant(weights / 1e6),
    kinds: kinds.join(', '),
    bits: plainNumber(Number(bits.toPrecision(2))),
    megabytes: significant((bits * weights) / 8e6),
    half: significant((2 * weights) / 1e6),
  };
  return (
    <p className="soft file-facts">
      <Terms text={words('language.file', holes)} />{' '}
      {words(packed ? 'language.file.packed' : 'language.file.plain')}
    </p>
  );
}

/** Kinds of number, the one with the most weights first. */
function countedIn({ file }: Opened) {
  const of = new Map<string, number>();
  for (const { dtype, shape } of file.tensors) {
    of.set(dtype, (of.get(dtype) ?? 0) + shape.reduce((count, size) => count * size, 1));
  }
  const kinds = [...of].toSorted(([, a], [, b]) => b - a);
  const weights = kinds.reduce((sum, [, count]) => sum + count, 0);
  const bits = kinds.reduce((sum, [kind, count]) => sum + count * bitsOf(kind), 0) / weights;
  return {
    weights,
    bits,
    kinds: kinds.map(([kind]) => kind),
    packed: kinds.some(([kind]) => blockOf(kind)),
  };
}

/** Of one value, its part of the numbers of its block included. */
function bitsOf(kind: string): number {
  const block = blockOf(kind);
  if (block) return (8 * block.bytes) / block.values;
  return Number(/\d+/.exec(kind)?.[0] ?? 32);
}
