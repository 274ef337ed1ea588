// Runs the scripts that the page exports and compares what they leave with the page's own numbers:
// every scheme under each of its choices, and all that a pass can be asked for. A library that python3
// does not have is said and passed over. PYTHON names another interpreter.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { setPageAddress } from '../src/bytes/pageAddress.ts';
import { loadMinilm } from '../src/encodings/minilm.ts';
import type { Dialect } from '../src/export/code/dialect.ts';
import { notebookOf } from '../src/export/code/notebook.ts';
import { codeOf, results, scriptOf, transformersOf } from '../src/export/code/script.ts';
import { defaultSpec, type Spec } from '../src/state/spec.ts';
import { codeCases, pageNumbers } from '../src/testing/codeCases.ts';

/** Absolute below 1, relative above. */
const tolerance = 1e-5;

const python = process.env.PYTHON ?? 'python3';
const modules = {
  numpy: 'numpy',
  pytorch: 'torch',
  tensorflow: 'tensorflow',
  jax: 'jax',
} as const satisfies Record<Dialect, string>;

const quietly = {
  ...process.env,
  TF_CPP_MIN_LOG_LEVEL: '3',
  CUDA_VISIBLE_DEVICES: '',
  JAX_PLATFORMS: 'cpu',
};

const runs = (...given: readonly string[]) =>
  spawnSync(python, given, { stdio: 'ignore' }).status === 0;

/** Versions of the libraries that are there, without loading them: some take seconds. */
function versionsOf(names: readonly string[]): Readonly<Record<string, string>> {
  const asked = `
import importlib.metadata, importlib.util, json, sys
found = [name for name in sys.argv[1:] if importlib.util.find_spec(name)]
known = importlib.metadata.packages_distributions() if found else {}
print(json.dumps({name: importlib.metadata.version(known[name][0]) for name in found}))
`;
  const { status, stdout } = spawnSync(python, ['-c', asked, ...names], { encoding: 'utf8' });
  return status === 0 ? JSON.parse(stdout) : {};
}

// Each in names of its own, as if it were alone in a file.
const runner = `
import base64, json, sys, warnings
import numpy as np
warnings.simplefilter('ignore')
out = []
for text in json.load(sys.stdin):
    names = {}
    try:
        exec(text, names)
        out.append({
            name: {
                'shape': list(names[name].shape),
                'data': base64.b64encode(np.asarray(names[name], dtype=np.float64).tobytes()).decode(),
            }
            for name in ['positions', 'similarity', 'weights', 'output']
        })
    except Exception as error:
        out.append(f'{type(error).__name__}: {error}')
print(json.dumps(out))
`;

type Left = Readonly<Record<string, { readonly shape: readonly number[]; readonly data: string }>>;

function run(scripts: readonly string[]): readonly (Left | string)[] {
  const { stdout, stderr } = spawnSync(python, ['-c', runner], {
    input: JSON.stringify(scripts),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: quietly,
  });
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('[')) throw new Error(stderr.slice(-2000));
  return JSON.parse(last);
}

const numbersOf = (data: string) =>
  new Float64Array(Uint8Array.from(Buffer.from(data, 'base64')).buffer);

/** The largest difference, absolute below 1, relative above; infinite where they cannot be compared. */
function apart(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (got.length !== wanted.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < got.length; i++) {
    const [a = Number.NaN, b = Number.NaN] = [got[i], wanted[i]];
    if (Object.is(a, b)) continue;
    const difference = Math.abs(a - b) / Math.max(1, Math.abs(b));
    worst = Math.max(worst, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  return worst;
}

/** The table that the page would fetch. */
async function loadTable(): Promise<void> {
  setPageAddress('http://page.test/');
  const file = readFileSync(new URL('../public/tables/minilm-positions.npy', import.meta.url));
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(file)));
  await loadMinilm();
  vi.unstubAllGlobals();
  setPageAddress('');
}

describe('exported code', async () => {
  await loadTable();
  const cases = codeCases().filter(({ spec }) => !('without' in codeOf(spec)));
  const versions = versionsOf([...Object.values(modules), 'transformers']);
  const computed = await pageNumbers();
  const known = new Map<string, ReturnType<typeof computed>>();
  const numbers = (name: string, spec: Spec) => {
    const found = known.get(name) ?? computed(spec);
    known.set(name, found);
    return found;
  };

  it('is there for every scheme under each of its choices', () => {
    const without = codeCases().flatMap(({ name, spec }) =>
      'without' in codeOf(spec) ? [name] : [],
    );
    expect(without).toEqual([]);
    expect(cases.length).toBeGreaterThan(250);
  });

  /** Runs scripts, and says what they are apart from the page. */
  function holds(library: string, given: readonly { name: string; spec: Spec; script: string }[]) {
    const left = run(given.map(({ script }) => script));
    let worst = { name: '', difference: 0 };
    const wrong = given.flatMap(({ name, spec }, i) => {
      const each = left[i];
      if (each === undefined || typeof each === 'string') return [`${name}: ${each}`];
      const page = numbers(name, spec);
      return results.flatMap((result) => {
        const difference = apart(numbersOf(each[result]?.data ?? ''), page[result]);
        if (difference > worst.difference) worst = { name: `${result} of ${name}`, difference };
        return difference <= tolerance ? [] : [`${name}: ${result} is ${difference} apart`];
      });
    });
    console.log(
      `exported code: ${given.length} scripts run with ${library}, at most ${worst.difference.toExponential(1)} apart (${worst.name})`,
    );
    expect(wrong).toEqual([]);
  }

  for (const [dialect, module] of Object.entries(modules) as [Dialect, string][]) {
    const version = versions[module];
    if (version === undefined)
      console.log(`exported code: ${python} has no ${module} here, skipped`);
    it.skipIf(version === undefined)(
      `leaves the page's numbers with ${module}`,
      { timeout: 600_000 },
      () => {
        const scripts = cases.map(({ name, spec }) => ({
          name,
          spec,
          script: scriptOf(spec, dialect, []),
        }));
        holds(`${module} ${version}`, scripts);
      },
    );
  }

  const inTransformers = cases.flatMap(({ name, spec }) => {
    const code = transformersOf(spec);
    const plain = spec.layer === 1 && spec.start < 100;
    return 'without' in code || !plain
      ? []
      : [{ name, spec, script: scriptOf(spec, 'pytorch', [], code) }];
  });

  it('calls Transformers where it has the scheme', () => {
    expect(new Set(inTransformers.map(({ spec }) => spec.encoding)).size).toBe(10);
  });

  const transformers = versions.torch && versions.transformers;
  if (transformers === undefined)
    console.log(`exported code: ${python} has no torch and transformers here, skipped`);
  it.skipIf(transformers === undefined)(
    "leaves the page's numbers with transformers",
    { timeout: 600_000 },
    () => holds(`transformers ${transformers}`, inTransformers),
  );

  const hasJupyter =
    runs('-c', 'import ipykernel, matplotlib') && runs('-m', 'jupyter', 'execute', '--version');
  if (!hasJupyter) console.log(`exported code: ${python} has no jupyter execute here, skipped`);
  it.skipIf(!hasJupyter)('is checked by its own notebook', { timeout: 300_000 }, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'whereabouts-'));
    const { name, spec } = cases.find((each) => each.spec.encoding === 'rope') ?? {
      name: '',
      spec: defaultSpec,
    };
    const shown = Object.fromEntries(
      results.map((result) => [result, Float32Array.from(numbers(name, spec)[result])]),
    );
    writeFileSync(path.join(folder, 'a.ipynb'), notebookOf(spec, shown, ['A title'], 'en'));
    const { status, stderr } = spawnSync(
      python,
      ['-m', 'jupyter', 'execute', '--inplace', path.join(folder, 'a.ipynb')],
      { encoding: 'utf8', env: { ...quietly, MPLBACKEND: 'agg' } },
    );
    expect(status, stderr).toBe(0);
    const printed: string = JSON.parse(readFileSync(path.join(folder, 'a.ipynb'), 'utf8'))
      .cells.at(-1)
      .outputs.flatMap(({ text }: { text: string[] }) => text)
      .join('');
    for (const result of results) expect(printed).toContain(`${result}: `);
    console.log(`exported code: the notebook ran, ${printed.trim().replaceAll('\n', ', ')}`);
    rmSync(folder, { recursive: true });
  });
});
