// Our copy of the reference values must be the one that is handed out beside the checkout.
// Where a clone has no such neighbour there is nothing to compare with, and the test says so.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const handedOut = new URL('../../../shared/golden/', import.meta.url);
const ours = new URL('./', import.meta.url);

/** Files of ours that are not those handed out. There may be more there: for what is not computed here. */
function differing(): string[] {
  return copies().filter((name) => {
    const original = new URL(name, handedOut);
    return (
      !existsSync(original) || !readFileSync(original).equals(readFileSync(new URL(name, ours)))
    );
  });
}

function copies(): string[] {
  return readdirSync(ours).filter((name) => name.endsWith('.json'));
}

it.skipIf(!existsSync(handedOut))('every golden file is byte for byte the one handed out', () => {
  expect(copies()).not.toEqual([]);
  expect(differing()).toEqual([]);
});
