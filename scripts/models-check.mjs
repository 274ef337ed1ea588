// @ts-check
// `node scripts/models-check.mjs [PYTHON]`: what this page opens for models of the list, held against the
// transformers library's own code for the same configuration: inverse frequencies, layers without
// positions, T5's buckets, Inkling's profiles. Needs a python3 with torch and transformers; says so where
// it finds none.
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const python = process.argv[2] ?? 'python3';
const here = fileURLToPath(new URL('.', import.meta.url));
if (spawnSync(python, ['-c', 'import torch, transformers']).status !== 0) {
  console.log(`models-check: ${python} has no torch or no transformers, so nothing is compared.`);
  process.exit(0);
}
const ours = execFileSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', 'src/state/uses.test.ts'],
  { cwd: `${here}..`, env: { ...process.env, MODELS_OUT: '1' }, encoding: 'utf8' },
);
const line = /MODELS (\[.*\])/.exec(ours)?.[1];
if (!line) throw new Error('models-check: the page said nothing');
const found = execFileSync(python, [`${here}models-check.py`], { input: line, encoding: 'utf8' });
console.log(found.trim());
if (/^FAIL/m.test(found)) process.exit(1);
