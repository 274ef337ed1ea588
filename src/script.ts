/**
 * `window.whereabouts`: the page as a library (README, The script). An embedding page says the same by
 * messages, which `messages.ts` answers.
 */
import { encodings } from './encodings/index.ts';
import type { ParamSchema } from './encodings/params.ts';
import type { FallbackReason, Permutation } from './state/frame.ts';
import type { Race } from './state/race.ts';
import type { Spec } from './state/spec.ts';

export interface DeviceReport {
  readonly backend: string;
  readonly adapter: string;
  readonly fallback: FallbackReason | null;
  readonly limits: Readonly<Record<string, number>>;
  /** Largest |GPU − exact| of what was held of the frame shown; null until that is worked out. */
  readonly maxError: number | null;
}

/** Steps count from 1. */
interface LessonPlace {
  readonly id: string;
  readonly step: number;
  readonly steps: number;
}

/** What a model that was opened is. */
export interface OpenedReport {
  readonly family: string;
  readonly layers: number;
  readonly heads: number;
  /** dModel. */
  readonly width: number;
  /** The longest text that it is made for, in tokens; null where it is not said. */
  readonly positions: number | null;
  /** How many tokens it knows. */
  readonly tokens: number;
}

/** What the script can do; main.tsx provides it. */
export interface Script {
  readonly ready: Promise<void>;
  device(): DeviceReport | null;
  spec(): Spec;
  apply(patch: unknown): Promise<Spec>;
  /** Every lesson, its title in the page's language. */
  lessons(): Promise<readonly { readonly id: string; readonly title: string }[]>;
  /** Where the page is, null outside of a lesson; with an id or a step, goes there first. */
  lesson(id?: unknown, step?: unknown): Promise<LessonPlace | null>;
  /**
   * Opens files of a model, or one of the Hub by its name, `{ hub: 'owner/name' }`, as the Model room does.
   *
   * @throws Error where it is none that is run: with the sentence that the page says
   */
  open(given: unknown): Promise<OpenedReport>;
  read(name: unknown): Promise<{ readonly shape: readonly number[]; readonly data: Float32Array }>;
  permute(order?: unknown): Promise<Permutation>;
  /** A file, as the dialog of the page makes it. */
  export(kind: unknown, quantity?: unknown, look?: unknown): Promise<Blob>;
  memory(): {
    readonly tensors: number;
    readonly bytesAllocated: number;
    readonly bytesPooled: number;
    /** Whether all that follows a picture has been done: it was checked, and what is said was read. */
    readonly resting: boolean;
  } | null;
  stats(): Readonly<Record<string, number>>;
  bench(options?: unknown): Promise<unknown>;
  /** A race of its own, beside that of the room. */
  race(config?: unknown): Promise<Race>;
}

interface SchemeReport {
  readonly id: string;
  readonly family: string;
  readonly name: Readonly<Record<string, string>>;
  readonly params: ParamSchema;
}

declare global {
  interface Window {
    whereabouts: Script & { encodings(): readonly SchemeReport[] };
  }
}

export function provideScript(script: Script): void {
  const whole = {
    ...script,
    encodings: () =>
      encodings.map(({ id, family, text, params }) => ({ id, family, name: text.name, params })),
  };
  window.whereabouts = whole;
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (!('whereabouts' in Object(event.data))) return;
    void import('./messages.ts').then(({ answer }) => answer(event, whole));
  });
}
