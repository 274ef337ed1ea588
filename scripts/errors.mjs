// @ts-check
// `npm run errors`: the worst error of every scheme on this machine's GPU and on the CPU, as the tests
// measure it, written into the README as a table.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup.mjs';

const [BEGIN, END] = ['<!-- errors:begin -->', '<!-- errors:end -->'];

const run = spawnSync(
  process.execPath,
  [
    path.join(root, 'node_modules/vitest/vitest.mjs'),
    ...'run --project gpu src/encodings/schemes src/compute/backends.gpu.test.ts'.split(' '),
  ],
  { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 },
);
if (run.status !== 0) {
  console.error(run.stdout, run.stderr);
  throw new Error('errors: the tests failed, so there is nothing to report');
}

/** @typedef {{ goldens: number, webgpu: number, cpu: number, formulaWebgpu: number, formulaCpu: number }} Row */
/** @type {Map<string, Row>} */
const rows = new Map();
for (const [, id = '', backend, error, what = ''] of run.stdout.matchAll(
  /worst error: ([\w-]+), (webgpu|cpu), ([\d.e+-]+), (\d+|float64)/g,
)) {
  const row = rows.get(id) ?? { goldens: 0, webgpu: 0, cpu: 0, formulaWebgpu: 0, formulaCpu: 0 };
  rows.set(id, row);
  const worst = Number(error);
  if (what !== 'float64') row.goldens = Number(what);
  if (what === 'float64') row[backend === 'cpu' ? 'formulaCpu' : 'formulaWebgpu'] = worst;
  else row[backend === 'cpu' ? 'cpu' : 'webgpu'] = worst;
}
const adapter = /adapter: (.*)/.exec(run.stdout)?.[1] ?? 'unknown';

/** @param {number} value */
const shown = (value) => (value === 0 ? '0' : value.toExponential(1));
const lines = [...rows]
  .toSorted(([a], [b]) => a.localeCompare(b))
  .map(
    ([id, { goldens, webgpu, cpu, formulaWebgpu, formulaCpu }]) =>
      `| \`${id}\` | ${goldens || '–'} | ${goldens ? shown(webgpu) : '–'} | ${goldens ? shown(cpu) : '–'} | ${shown(formulaWebgpu)} | ${shown(formulaCpu)} |`,
  );
const table = [
  BEGIN,
  `Adapter: ${adapter}. Largest absolute difference, relative above 1.`,
  '',
  '| scheme | comparisons in its test | WebGPU | CPU | position map against float64: WebGPU | CPU |',
  '| --- | ---: | ---: | ---: | ---: | ---: |',
  ...lines,
  END,
].join('\n');

const readme = path.join(root, 'README.md');
const text = readFileSync(readme, 'utf8');
const [before, rest] = text.split(BEGIN);
const after = rest?.split(END)[1];
if (before === undefined || after === undefined)
  throw new Error(`errors: no ${BEGIN} in README.md`);
writeFileSync(readme, `${before}${table}${after}`);
console.log(table);
