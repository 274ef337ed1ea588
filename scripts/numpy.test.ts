// Runs the NumPy lines that the page shows and compares what they give with the page's own numbers:
// every scheme under each of its choices, and the stages of a block. Where there is no python3 with
// NumPy it says so and is passed over. PYTHON names another interpreter.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { numpyCases } from '../src/testing/numpyCases.ts';

/** Absolute below 1, relative above: some numbers are given in float32. */
const tolerance = 1e-6;

const python = process.env.PYTHON ?? 'python3';
const hasNumpy = spawnSync(python, ['-c', 'import numpy'], { stdio: 'ignore' }).status === 0;
if (!hasNumpy) console.log(`numpy: ${python} has no NumPy here, so the lines are not run.`);

// Each in names of its own, as if it were alone in a file.
const runner = `
import json, sys, warnings
import numpy as np
warnings.simplefilter('ignore')
out = []
for lines in json.load(sys.stdin):
    names = {'np': np, 'print': lambda *args: None}
    try:
        exec(lines, names)
        value = float(names['value'])
        out.append({float('inf'): 'Infinity', float('-inf'): '-Infinity'}.get(value, repr(value)))
    except Exception as error:
        out.append(f'{type(error).__name__}: {error}')
print(json.dumps(out))
`;

describe('NumPy lines', async () => {
  const cases = await numpyCases();

  it('end in the number, in every scheme', () => {
    expect(cases.length).toBeGreaterThan(300);
    expect(
      cases.filter(({ lines }) => !/(^|\n)value = .+$/.test(lines.replace(/\nprint.*/, ''))),
    ).toEqual([]);
  });

  it.skipIf(!hasNumpy)('compute the numbers that the page shows', () => {
    const run = spawnSync(python, ['-c', runner], {
      input: JSON.stringify(cases.map(({ lines }) => lines)),
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    expect(run.stderr).toBe('');
    const printed: readonly string[] = JSON.parse(run.stdout);
    const wrong = cases.flatMap(({ name, lines, value }, i) => {
      const got = Number(printed[i]);
      const apart = Math.abs(got - value) / Math.max(1, Math.abs(value));
      return Object.is(got, value) || apart <= tolerance
        ? []
        : [{ name, lines, printed: printed[i], value }];
    });
    expect(wrong).toEqual([]);
  });
});
