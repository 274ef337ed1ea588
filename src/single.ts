/**
 * Where the page as a single file begins (vite.single.config.ts): its one script is the page, and in a
 * thread what that thread runs.
 */
import { threadName } from './threads/inside.ts';

const threads = import.meta.glob([
  './compute/worker.ts',
  './compute/graphWorker.ts',
  './compute/race/worker.ts',
  './files/worker.ts',
]);

const start = threadName === null ? () => import('./main.tsx') : threads[`./${threadName}.ts`];
if (!start) throw new Error(`single: no thread ${threadName}`);
void start();
