// Kinds of test: `unit` runs in Node, `gpu` in a real browser on real WebGPU.
import { readFileSync } from 'node:fs';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { testLaunchOptions } from './scripts/browser.mjs';
import { modelFiles } from './scripts/model-files.ts';

/** The modules of tfjs's kernels, by their imports. */
const usedKernels = Array.from(
  readFileSync(new URL('src/compute/kernels/used.ts', import.meta.url), 'utf8').matchAll(
    /from '(@tensorflow\/tfjs-backend-webgpu\/[^']+)'/g,
  ),
  ([, module = '']) => module,
);

/** Tests in a real browser on real WebGPU. */
const inBrowser = (name: string, include: readonly string[]) => ({
  plugins: [modelFiles],
  // Named here so that none is discovered in mid-run: that would reload the page under the tests.
  optimizeDeps: {
    include: [
      ...usedKernels,
      '@tensorflow/tfjs',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-webgl',
      '@tensorflow/tfjs-backend-webgpu',
      '@tensorflow/tfjs-backend-webgpu/dist/register_all_kernels',
      '@tensorflow/tfjs-backend-webgpu/dist/webgpu',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops',
      '@tensorflow/tfjs-core/dist/register_all_gradients',
      'd3',
      'fast-check',
      'react',
      'react-dom',
      'react-dom/client',
      'react/jsx-dev-runtime',
      'react/jsx-runtime',
      'temml',
      'zustand',
      'zustand/vanilla',
    ],
  },
  test: {
    name,
    include: [...include],
    setupFiles: ['src/testing/setup.ts'],
    // A software adapter compiles each pipeline on first use, and takes seconds for some.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One page at a time: two would share one device's memory and spoil each other's counts.
    fileParallelism: false,
    // They share a page and its device: to load one for each, and to compile the same shaders on it, took
    // longer than the tests.
    isolate: false,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: testLaunchOptions }),
      instances: [{ browser: 'chromium' as const }],
    },
  },
});

/** Tests in Node. */
const inNode = (name: string, isolate: boolean, include: readonly string[], exclude: string[]) => ({
  test: {
    name,
    include: [...include],
    exclude,
    setupFiles: ['src/testing/setup.ts'],
    environment: 'node' as const,
    // Thousands of random inputs each, on machines that do other things beside.
    testTimeout: 60_000,
    isolate,
  },
});

/** What a test of these does is done to every module that is loaded. */
const alone = ['src/lessons/languages.test.ts'];

/** These take the device of the page for themselves; the second registers every kernel there is. */
const last = ['src/compute/deviceLost.gpu.test.ts', 'src/compute/race/trainer.gpu.test.ts'];

class LastOnesLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) =>
      last.findIndex((file) => moduleId.endsWith(file));
    // A sequencer's own, not that of arrays.
    // oxlint-disable-next-line unicorn/no-array-sort
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig(({ mode }) => ({
  test: {
    sequence: { sequencer: LastOnesLast },
    projects: [
      // To load all schemes and languages for each file took longer than their tests.
      inNode(
        'unit',
        false,
        ['src/**/*.test.{ts,tsx}', 'scripts/*.test.ts'],
        ['src/**/*.gpu.test.{ts,tsx}', 'src/encodings/schemes/**', ...alone],
      ),
      inNode('unit-alone', true, alone, []),
      // A scheme is held against its goldens on both backends.
      inBrowser('gpu', ['src/**/*.gpu.test.{ts,tsx}', 'src/encodings/schemes/*.test.ts']),
    ].map((project) => ({ ...project, mode })), // `--mode` is not inherited
  },
}));
