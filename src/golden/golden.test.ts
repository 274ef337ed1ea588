// Our copy of the reference values must be the one that is handed out beside the checkout.
// Where a clone has no such neighbour there is nothing to compare with, and the test says so.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const handedOut = new URL('../../../shared/golden/', import.meta.url);
const ours = new URL('./', import.meta.url);

function differing(): string[] {
  return readdirSync(handedOut).filter((name) => {
    const copy = new URL(name, ours);
    return !existsSync(copy) || !readFileSync(copy).equals(readFileSync(new URL(name, handedOut)));
  });
}

it.skipIf(!existsSync(handedOut))('every golden file is byte for byte the one handed out', () => {
  expect(readdirSync(handedOut)).not.toEqual([]);
  expect(differing()).toEqual([]);
});
