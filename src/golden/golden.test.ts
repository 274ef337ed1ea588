// The reference values must be those that were handed out: by their checksums everywhere, and where
// the folder they came from lies beside the checkout, byte for byte. `sha256.txt` was made from that
// folder by `sha256sum` of what is here, by name.
import { createHash } from 'node:crypto';
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
  return readdirSync(ours, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.(json|safetensors)$/.test(name))
    .toSorted();
}

it('every golden file has the checksum of the one handed out', () => {
  const listed = readFileSync(new URL('sha256.txt', ours), 'utf8');
  const found = copies().map((name) => {
    const hash = createHash('sha256').update(readFileSync(new URL(name, ours)));
    return `${hash.digest('hex')}  ${name}\n`;
  });
  expect(found.join('')).toBe(listed);
});

it.skipIf(!existsSync(handedOut))('every golden file is byte for byte the one handed out', () => {
  expect(copies()).not.toEqual([]);
  expect(differing()).toEqual([]);
});
