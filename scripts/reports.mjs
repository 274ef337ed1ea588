// @ts-check
// What the runners report, in one form: how many tests passed, and how long each took. It judges
// nothing by time: the slowest are only named.

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 * @typedef {{ name: string, milliseconds: number }} Timed
 * @typedef {{ count: Count, tests: Timed[] }} Read
 */

/**
 * A file that could not even be loaded has no failed test in it, and still counts as one.
 *
 * @param {any} report  of vitest's reporter `json`
 * @returns {Read}
 */
export function readVitest(report) {
  /** @type {any[]} */
  const files = report.testResults;
  const broken = files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' &&
      !assertionResults.some((/** @type {any} */ test) => test.status === 'failed'),
  );
  return {
    count: {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      skipped: report.numPendingTests + report.numTodoTests,
    },
    tests: files.flatMap(({ name, assertionResults }) =>
      assertionResults.map((/** @type {any} */ test) => ({
        name: `${fileOf(name)} › ${test.fullName}`,
        milliseconds: test.duration ?? 0,
      })),
    ),
  };
}

/**
 * @param {any} report  of Playwright's reporter `json`
 * @returns {Read}
 */
export function readPlaywright({ stats, suites }) {
  const { expected, unexpected, flaky, skipped } = stats;
  return {
    count: { passed: expected, failed: unexpected + flaky, skipped },
    tests: suites.flatMap(timedIn),
  };
}

/**
 * @param {any} suite
 * @returns {Timed[]}
 */
function timedIn({ suites = [], specs = [] }) {
  const here = specs.map((/** @type {any} */ { file, title, tests }) => ({
    name: `${fileOf(file)} › ${title}`,
    milliseconds: tests
      .flatMap((/** @type {any} */ test) => test.results)
      .reduce((/** @type {number} */ sum, /** @type {any} */ { duration }) => sum + duration, 0),
  }));
  return [...here, ...suites.flatMap(timedIn)];
}

/** @param {string} path */
const fileOf = (path) => path.split(/[\\/]/).at(-1) ?? path;

/**
 * @param {readonly Timed[]} tests
 * @param {number} most
 * @returns {string[]} a line each, slowest first
 */
export function slowest(tests, most) {
  return tests
    .toSorted((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, most)
    .map(({ name, milliseconds }) => `${(milliseconds / 1000).toFixed(1).padStart(6)} s  ${name}`);
}
