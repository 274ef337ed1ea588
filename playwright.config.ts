// The user stories, in a real browser on the built page. Nothing is built here: `npm run build` first.
import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { testLaunchOptions } from './scripts/browser.mjs';

// `npm test` serves the page itself and says where, so that it can never test another checkout's page.
const served = process.env['WHEREABOUTS_ADDRESS'];
const port = 4183;
const address = served ?? `http://127.0.0.1:${port}/`;

const longest = /(?:take-a-lesson|read-every-text|open-without-webgpu|one-screen)\.story\.ts$/;

export default defineConfig({
  testDir: 'e2e',
  // The longest begin first, so that none of them goes on alone in the end.
  projects: [
    { name: 'long', testMatch: longest },
    { name: 'others', testMatch: '**/*.story.ts', testIgnore: longest },
  ],
  // Generous, because a software GPU takes seconds where a real one takes milliseconds.
  // A software adapter takes a minute over the trained encoder where the machine is busy.
  timeout: 240_000,
  expect: { timeout: 40_000 },
  retries: 0,
  // A story waits as often as it computes: three that go on at once keep two cores busy to the end, when
  // the tests beside them (`scripts/test.mjs`) have long been done.
  workers: Math.max(3, Math.floor(availableParallelism() / 2)),
  fullyParallel: true,
  reporter: 'list',
  use: {
    baseURL: address,
    browserName: 'chromium',
    headless: true,
    // A story that wants the page kept says so; the others see every request on the network.
    serviceWorkers: 'block',
    viewport: { width: 1440, height: 900 },
    launchOptions: testLaunchOptions,
  },
  ...(served === undefined && {
    webServer: {
      command: `npx vite preview --host 127.0.0.1 --port ${port} --strictPort`,
      url: address,
      reuseExistingServer: true,
      timeout: 30_000,
      gracefulShutdown: { signal: 'SIGTERM', timeout: 2_000 },
    },
  }),
});
