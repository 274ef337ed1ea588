/** Damage to files, at random. Tests only. */
import fc from 'fast-check';

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

/** What is done to a file, one after another. */
export const changes = fc.array(change, { minLength: 1, maxLength: 4 });

export function mutated(bytes: Uint8Array, damage: readonly Change[]) {
  const list = [...bytes];
  for (const { at, removed, put } of damage) {
    list.splice(Math.floor(at * list.length), removed, ...put);
  }
  return Uint8Array.from(list);
}
