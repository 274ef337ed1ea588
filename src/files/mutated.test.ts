import fc from 'fast-check';
import { expect, it } from 'vitest';
import { locales } from '../text/locale.ts';
import { Refusal } from './refusal.ts';
import { openTensors } from './tensors.ts';
import { memorySource, npyBytes, safetensorsBytes } from './testing.ts';

const counted = (size: number) => Uint8Array.from({ length: size }, (_, i) => i);
const whole = [
  safetensorsBytes({
    'wpe.weight': { dtype: 'F32', shape: [32, 8], bytes: counted(1024) },
    ids: { dtype: 'I64', shape: [2], bytes: counted(16) },
    half: { dtype: 'BF16', shape: [1, 2, 2], bytes: counted(8) },
  }),
  npyBytes(`{'descr': '<f4', 'fortran_order': True, 'shape': (3, 20), }   \n`, counted(240)),
  npyBytes(`{'descr': '|i1', 'fortran_order': False, 'shape': (30, 2), } \n`, counted(60), 2),
  npyBytes(`{'descr': '>i2', 'fortran_order': False, 'shape': (2,), }`, counted(4), 3),
];

/** As a share of the file; whole numbers, because doubles would crowd around 0. */
const place = fc.nat({ max: 65_535 }).map((n) => n / 65_536);
/** Bytes that mean something in a header, and any others. */
const byte = fc.oneof(
  fc.constantFrom(...new TextEncoder().encode('0123456789-eE.,:[](){}"\'\\ \n<>|OfiubFTL')),
  fc.nat(255),
);
interface Change {
  readonly at: number;
  readonly removed: number;
  readonly put: readonly number[];
}
const cut: fc.Arbitrary<Change> = fc.record({
  at: place,
  removed: fc.constant(Number.POSITIVE_INFINITY),
  put: fc.constant([]),
});
const moved: fc.Arbitrary<Change> = fc.record({
  at: place,
  removed: fc.nat(20),
  put: fc.array(byte, { maxLength: 20 }),
});
const replaced: fc.Arbitrary<Change> = fc.record({
  at: place,
  removed: fc.constant(1),
  put: fc.tuple(byte),
});
const change = fc.oneof(
  { weight: 1, arbitrary: cut },
  { weight: 2, arbitrary: moved },
  { weight: 6, arbitrary: replaced },
);

function mutated(bytes: Uint8Array, changes: readonly Change[]) {
  const list = [...bytes];
  for (const { at, removed, put } of changes) {
    list.splice(Math.floor(at * list.length), removed, ...put);
  }
  return Uint8Array.from(list);
}

/** Null where it opens and every tensor has its values, otherwise the refusal. */
async function outcome(bytes: Uint8Array<ArrayBuffer>): Promise<Refusal | null> {
  try {
    const file = await openTensors(memorySource(bytes));
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
  const files = fc.tuple(
    fc.constantFrom(...whole),
    fc.array(change, { minLength: 1, maxLength: 4 }),
  );
  await fc.assert(
    fc.asyncProperty(files, async ([bytes, changes]) => {
      const begun = performance.now();
      const refusal = await outcome(mutated(bytes, changes));
      for (const locale of locales) expect(refusal?.said(locale)).not.toBe('');
      expect(performance.now() - begun).toBeLessThan(5000);
      keys.push(refusal?.key ?? null);
    }),
    { numRuns: 10_000 },
  );
  expect(keys).toHaveLength(10_000);
  // Neither everything refused nor everything swallowed, and for many reasons.
  expect(keys.filter((key) => key === null).length).toBeGreaterThan(500);
  expect(new Set(keys).size).toBeGreaterThan(10);
});
