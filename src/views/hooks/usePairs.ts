/**
 * How alike the trained encoder finds pairs of sentences: with its positions as trained, without
 * them, and as in force now. Asked in small batches once the changes have stopped; a newer frame
 * takes over, and what was answered once is not asked again.
 */
import { useCallback, useEffect, useState } from 'react';
import { type Likeness, likenessOf, type Pair } from '../../explain/likeness.ts';
import { pairKey } from '../../explain/likenessKey.ts';
import { answers } from '../../show/shown.ts';
import type { Pieces } from '../../state/frame.ts';
import { asTrained, sharesPass, withoutPositions } from '../../state/model.ts';
import type { Spec } from '../../state/spec.ts';
import { useShown } from './stores.ts';

/** The positions that a pair is read with. */
export const states = ['trained', 'off', 'now'] as const;
export type State = (typeof states)[number];

const specOf: Readonly<Record<State, (spec: Spec) => Spec>> = {
  trained: asTrained,
  off: withoutPositions,
  now: (spec) => spec,
};

/** So few pairs that the page answers between two batches; some need a pass for each sentence. */
const batchOf = (spec: Spec) => (sharesPass(spec) ? 7 : 1);
/** Of the answers kept; the oldest go first. */
const mostKept = 2000;
const kept = new Map<string, Likeness>();

/** Asks the encoder for some pairs and keeps what it says; nothing where it cannot be had now. */
async function learn(spec: Spec, pairs: readonly Pair[]): Promise<void> {
  const keys = pairs.map((pair) => pairKey(spec, pair));
  const vectors = await answers.sentences(spec, pairs.flat());
  // Meanwhile another table was opened: nobody knows which of the two it is about.
  const stale = pairs.some((pair, at) => pairKey(spec, pair) !== keys[at]);
  if (!vectors || stale) return;
  const width = vectors.length / (2 * pairs.length);
  const vector = (at: number) => vectors.subarray(at * width, (at + 1) * width);
  keys.forEach((key, at) => {
    kept.set(key, likenessOf(vector(2 * at), vector(2 * at + 1)));
  });
  for (const key of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(key);
  }
}

export interface Readings {
  /** The Spec that `now` is about. */
  readonly spec: Spec;
  /** Null until it is known. */
  of(state: State, pair: Pair): Likeness | null;
}

/**
 * Null before the encoder's first frame.
 *
 * @param pairs   of at least one token each; the same list until the pairs are others
 * @param looked  whether they are on the screen; asked for only then
 */
export function usePairs(pairs: readonly Pair[], looked: boolean): Readings | null {
  const frame = useModelFrame();
  const settled = useShown((now) => now.settled);
  const [told, setTold] = useState<{ readonly spec: Spec } | null>(null);
  useEffect(() => {
    if (!frame || !settled || !looked) return;
    let overtaken = false;
    const { spec } = frame;
    const answer = async () => {
      for (const state of states) {
        const asked = specOf[state](spec);
        const unknown = pairs.filter((pair) => !kept.has(pairKey(asked, pair)));
        for (let first = 0; first < unknown.length; first += batchOf(asked)) {
          await learn(asked, unknown.slice(first, first + batchOf(asked)));
          if (overtaken) return;
          setTold((before) => ({ spec: before?.spec ?? spec }));
        }
      }
      setTold({ spec });
    };
    void answer();
    return () => {
      overtaken = true;
    };
  }, [frame, settled, pairs, looked]);
  const spec = told?.spec ?? frame?.spec;
  const of = useCallback<Readings['of']>(
    (state, pair) => (spec && kept.get(pairKey(specOf[state](spec), pair))) ?? null,
    [spec],
  );
  return spec ? { spec, of } : null;
}

/** The current frame, where it is the encoder's. */
export function useModelFrame() {
  return useShown(({ frame }) => (frame?.model ? frame : null));
}

/** Typing pauses this long before it is taken. */
const pauseMs = 250;

/** The reader's own pair as the encoder takes it, once the typing has stopped. */
export interface Own {
  readonly pair: Pair;
  readonly pieces: readonly [Pieces, Pieces];
}

/** Null while there is none, or one of its sentences is empty. */
export function useOwn([first, second]: Pair): Own | null {
  const ready = useModelFrame() !== null;
  const [own, setOwn] = useState<Own | null>(null);
  useEffect(() => {
    if (!ready) return;
    let overtaken = false;
    const pair: Pair = [first, second];
    const read = async () => {
      const [a, b] = await answers.pieces(pair);
      if (overtaken) return;
      setOwn(a && b && a.ids.length > 0 && b.ids.length > 0 ? { pair, pieces: [a, b] } : null);
    };
    const timer = setTimeout(() => void read(), pauseMs);
    return () => {
      overtaken = true;
      clearTimeout(timer);
    };
  }, [ready, first, second]);
  return own;
}
