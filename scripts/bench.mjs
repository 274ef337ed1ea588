// @ts-check
// `npm run bench`: runs the page's own benchmark in one browser, writes bench/results.json and, where
// it is marked, the table of README.md.
//   --lengths 64,256   --steps 12   --budget 240 (seconds)   --no-readme   --dist FOLDER
//   --query "gpu=off"  measures another variant and writes no file
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { machine, opened, optionsOf, readText, run, short, table, withPage } from './served.mjs';
import { root } from './setup.mjs';

const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

/**
 * @typedef {import('../src/benchmark/benchmark.ts').Benchmark} Benchmark
 * @typedef {import('../src/benchmark/table.ts').Row} Row
 */

/** @type {Record<Row['method'], string>} */
const names = {
  page: 'this page',
  'image-data': 'read back, `ImageData`',
  svg: 'read back, d3 SVG rectangles',
};

/** @param {number} bytes */
function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${short(bytes / 1024)} KiB`;
  return `${short(bytes / 1024 ** 2)} MiB`;
}

/** @param {Row} row */
function cellsOf(row) {
  const start = [String(row.length), names[row.method]];
  if (!row.finished) return [...start, '—', '—', '—', '—', '—', `not finished: ${row.reason}`];
  return [
    ...start,
    short(row.median),
    short(row.p95),
    `${short(row.ratio)} ×`,
    `${short(row.drawnRatio)} ×`,
    String(row.dispatches),
    size(row.bytesRead),
  ];
}

/**
 * The trained encoder beside the graph model, in words and a table.
 *
 * @param {Benchmark['model']} model
 * @param {string} own  the page's backend
 */
function modelMarkdown(model, own) {
  if (!model.finished) {
    return `The trained encoder beside its graph model: not finished: ${model.reason}.`;
  }
  const refused = model.refusals.map(
    ({ backend, reason }) => ` On ${backend} it does not run right here (“${reason}”).`,
  );
  return [
    `The trained encoder until the sentence vector is read back: this page's own pass on ${own}, beside the graph model of the same package executed by \`@tensorflow/tfjs-converter\`; same sentences, same run, taking turns, medians.${refused.join('')}`,
    '',
    table(
      [
        'tokens',
        'the graph runs on',
        'this page, ms',
        'graph, ms',
        'graph against this page',
        'largest difference of the vectors',
      ],
      model.rows.map(({ tokens, backend, page, graph, ratio, difference }) => [
        String(tokens),
        backend,
        short(page),
        short(graph),
        `${short(ratio)} ×`,
        difference.toExponential(1),
      ]),
    ),
  ].join('\n');
}

/**
 * @param {Benchmark} result
 * @param {string} browser
 */
function markdown(result, browser) {
  const { rows, drag } = result;
  const head = [
    'length',
    'how it is drawn',
    'median, ms',
    'p95, ms',
    'against this page',
    'without the wait for the screen',
    'dispatches',
    'read back',
  ];
  const { latestWins: latest, naive } = drag;
  const givenUp = naive.givenUp > 0 ? `, with ${naive.givenUp} events given up` : '';
  return [
    `Adapter: ${result.adapter} (${result.backend}), Chromium ${browser}, ${machine()}. Dimension ${result.dim}, ${result.heads} heads, sinusoidal, causal; a step changes the base. All in one run, the methods taking turns.`,
    '',
    table(head, rows.map(cellsOf)),
    '',
    `The pass over all ${result.heads} heads until its output can be read, with own kernels, beside the plain composition of tfjs operations with all heads at once; same run, taking turns:`,
    '',
    table(
      ['length', 'this page, ms', 'composed, ms', 'composed against this page'],
      result.pass.map((row) =>
        row.finished
          ? [String(row.length), short(row.page), short(row.composed), `${short(row.ratio)} ×`]
          : [String(row.length), '—', '—', `not finished: ${row.reason}`],
      ),
    ),
    '',
    modelMarkdown(result.model, result.backend),
    '',
    `A drag of ${drag.events} events, ${drag.gapMs} ms apart, at length ${drag.length} × ${drag.heads} heads: the last event is on screen after **${short(latest.settledMs)} ms**, with ${latest.runs} runs (one step alone takes ${short(drag.oneStepMs)} ms). With every event computed in turn it is ${short(naive.settledMs)} ms and ${naive.runs} runs${givenUp}.`,
  ].join('\n');
}

/** @param {string} text */
function writeReadme(text) {
  const file = path.join(root, 'README.md');
  if (!existsSync(file)) return;
  const before = readText('README.md');
  const from = before.indexOf(BEGIN);
  const to = before.indexOf(END, from);
  if (from < 0 || to < 0) return;
  writeFileSync(file, `${before.slice(0, from + BEGIN.length)}\n${text}\n${before.slice(to)}`);
  console.log('\nREADME.md has the new table.');
}

await run(async () => {
  const options = optionsOf({
    lengths: { type: 'string', default: '64,256,512,1024,2048' },
    steps: { type: 'string', default: '12' },
    budget: { type: 'string', default: '240' },
    query: { type: 'string', default: '' },
    readme: { type: 'boolean', default: true },
  });
  const asked = {
    lengths: options.lengths.split(',').map(Number),
    steps: Number(options.steps),
    budgetMs: 1000 * Number(options.budget),
  };
  await withPage(options.dist, async (served) => {
    const page = await opened(served, { query: `?lang=en&theme=light&${options.query}` });
    console.log('Measuring; this takes some minutes and the machine should do nothing else …');
    const result = /** @type {Benchmark} */ (
      await page.evaluate((given) => window.whereabouts.bench(given), asked)
    );
    const browser = served.browser.version();
    const text = markdown(result, browser);
    console.log(`\n${text}`);
    if (options.query !== '') return;
    const date = new Date().toISOString().slice(0, 10);
    const report = { date, browser: `Chromium ${browser}`, machine: machine(), ...result };
    mkdirSync(path.join(root, 'bench'), { recursive: true });
    writeFileSync(path.join(root, 'bench', 'results.json'), `${JSON.stringify(report, null, 2)}\n`);
    console.log('\nbench/results.json is written.');
    if (options.readme) writeReadme(text);
  });
});
