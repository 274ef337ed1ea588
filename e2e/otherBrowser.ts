/** A browser that Playwright does not drive: one page, what is asked of it, what goes wrong in it. */
import { existsSync } from 'node:fs';
import path from 'node:path';

export interface OtherBrowser {
  /** Goes to an address, once it is loaded. */
  readonly goTo: (address: string) => Promise<void>;
  /** What an expression gives in the page, awaited, as JSON carries it. */
  readonly ask: <T>(expression: string) => Promise<T>;
  /** Errors so far, uncaught ones among them. */
  readonly faults: () => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
}

/** The path of the first of these programs that this machine has; undefined where it has none. */
export function findProgram(names: readonly string[]): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find((program) => existsSync(program));
}

/** An expression that gives its value as JSON, in time. */
export const asJson = (expression: string) =>
  `Promise.resolve(${expression}).then((found) => JSON.stringify(found ?? null))`;
