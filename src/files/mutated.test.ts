import fc from 'fast-check';
import { expect, it } from 'vitest';
import { locales } from '../text/locale.ts';
import { describedByGuess, guessOf } from './guess.ts';
import { languageModelOf } from './languageModel.ts';
import { changes, mutated } from './mutating.ts';
import { Refusal } from './refusal.ts';
import { memorySource, npyBytes, safetensorsBytes, tensorsIn } from './testing.ts';

const counted = (size: number) => Uint8Array.from({ length: size }, (_, i) => i);
const whole = [
  safetensorsBytes({
    'wpe.weight': { dtype: 'F32', shape: [32, 8], bytes: counted(1024) },
    ids: { dtype: 'I64', shape: [2], bytes: counted(16) },
    half: { dtype: 'BF16', shape: [1, 2, 2], bytes: counted(8) },
  }),
  safetensorsBytes({
    'wte.weight': { dtype: 'F16', shape: [4, 8], bytes: counted(64) },
    'wpe.weight': { dtype: 'F16', shape: [4, 8], bytes: counted(64) },
    'h.0.attn.c_attn.weight': { dtype: 'F16', shape: [8, 24], bytes: counted(384) },
  }),
  npyBytes(`{'descr': '<f4', 'fortran_order': True, 'shape': (3, 20), }   \n`, counted(240)),
  npyBytes(`{'descr': '|i1', 'fortran_order': False, 'shape': (30, 2), } \n`, counted(60), 2),
  npyBytes(`{'descr': '>i2', 'fortran_order': False, 'shape': (2,), }`, counted(4), 3),
];

/** Null where it opens and every tensor has its values, otherwise the refusal. */
async function outcome(bytes: Uint8Array<ArrayBuffer>): Promise<Refusal | null> {
  try {
    const file = await tensorsIn(memorySource(bytes));
    const guess = guessOf(file);
    if (guess) languageModelOf(file, describedByGuess(guess));
    if ((guess?.told.layers ?? 1) > file.tensors.length) throw new Error('sizes of no file');
    for (const { name, firstRow, rows } of file.tables) {
      await file.read(name, { rows: [firstRow, rows] });
    }
    for (const { name, shape } of file.tensors) {
      const values = await file.read(name);
      if (values.length !== shape.reduce((a, b) => a * b, 1)) throw new Error(`${name}: too few`);
    }
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

it('10,000 damaged files give values or a sentence, each within 5 seconds', async () => {
  const keys: (string | null)[] = [];
  const files = fc.tuple(fc.constantFrom(...whole), changes);
  await fc.assert(
    fc.asyncProperty(files, async ([bytes, changed]) => {
      const begun = performance.now();
      const refusal = await outcome(mutated(bytes, changed));
      const silent = locales().some((locale) => refusal?.said(locale) === '');
      const took = performance.now() - begun;
      // Without `expect`, which takes longer than to read a file.
      if (silent || took >= 5000) throw new Error(`says nothing: ${silent}, took ${took} ms`);
      keys.push(refusal?.key ?? null);
    }),
    { numRuns: 10_000 },
  );
  expect(keys).toHaveLength(10_000);
  // Neither everything refused nor everything swallowed, and for many reasons.
  expect(keys.filter((key) => key === null).length).toBeGreaterThan(500);
  expect(new Set(keys).size).toBeGreaterThan(10);
});
