import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import manifest from '../../package.json';
import { packagedBytes, packagedManifest } from '../testing/sentenceEncoder.ts';
import { ENCODER_FILES, ENCODER_PACKAGE, SHARDS } from './files.ts';

it.each(ENCODER_FILES)('$name is, bit for bit, the file of the package', (file) => {
  const bytes = packagedBytes(file.name);
  expect(bytes).toHaveLength(file.bytes);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
});

it('the shards are those that the model names, in its order', () => {
  expect(SHARDS.map(({ name }) => name)).toEqual(packagedManifest().flatMap(({ paths }) => paths));
});

it('the package is the one that is installed', () => {
  expect(manifest.dependencies[ENCODER_PACKAGE.name]).toBe(ENCODER_PACKAGE.version);
});
