import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { packageOf, partOf } from './licences.ts';

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));

it('knows the package of a module, also of one within another, and none for our own', () => {
  expect(packageOf('/a/node_modules/d3-scale/src/linear.js')).toBe('/a/node_modules/d3-scale');
  expect(packageOf('/a/node_modules/@noble/hashes/sha2.js')).toBe('/a/node_modules/@noble/hashes');
  expect(packageOf('/a/node_modules/b/node_modules/c/index.js?x')).toBe(
    '/a/node_modules/b/node_modules/c',
  );
  expect(packageOf('/a/src/main.tsx')).toBeNull();
});

it.each([
  ['react', 'MIT', /Copyright \(c\) Meta/],
  ['@fontsource-variable/inter', 'OFL-1.1', /SIL OPEN FONT LICENSE/],
  ['@tensorflow/tfjs-core', 'Apache-2.0', /Apache License\s+Version 2\.0/],
  ['@tensorflow/tfjs-layers', 'Apache-2.0 AND MIT', /Copyright 2018 Google LLC/],
  ['seedrandom', 'MIT', /Copyright 2019 David Bau\.[^]*Permission is hereby granted/],
])('finds the text of %s', (name, licence, says) => {
  const part = partOf(path.join(modules, name));
  expect(part.licence).toBe(licence);
  expect(part.text).toMatch(says);
});
