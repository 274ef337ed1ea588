/**
 * A pipeline whose GPU can be gone for good: another then takes its place, and is asked for the
 * newest picture and for all that was still waited for. Whoever holds it notices nothing.
 */
import type { FallbackReason } from '../state/frame.ts';
import type { Pipeline } from './pipeline.ts';

/** Methods that answer at once, and those whose answer is waited for. */
type AtOnce = 'stop' | 'device' | 'memory' | 'stats' | 'largestLength' | 'cancelModel';
type Awaited = Exclude<keyof Pipeline, AtOnce>;

interface Waiting {
  readonly method: Awaited;
  readonly args: readonly unknown[];
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/**
 * @param first  starts the pipeline on the GPU; it calls `gone` at most once, and then never answers
 * @param next   starts the one that takes its place
 */
export function withSuccessor(
  first: (gone: (reason: FallbackReason) => void) => Pipeline,
  next: (reason: FallbackReason) => Promise<Pipeline>,
): Pipeline {
  const waiting = new Set<Waiting>();
  let newest: readonly unknown[] | null = null;
  let running = first((reason) => void replace(reason));

  async function replace(reason: FallbackReason): Promise<void> {
    running = await next(reason);
    const left = [...waiting];
    const isAsked = left.some(({ method }) => method === 'request');
    if (newest && !isAsked) void ask('request', ...newest);
    for (const call of left) void send(call);
  }

  function ask(method: Awaited, ...args: readonly unknown[]): Promise<unknown> {
    if (method === 'request') newest = args;
    return new Promise((resolve, reject) => {
      const call = { method, args, resolve, reject };
      waiting.add(call);
      void send(call);
    });
  }

  async function send(call: Waiting): Promise<void> {
    const of = running;
    const answer: (...given: never[]) => Promise<unknown> = of[call.method];
    try {
      const result = await answer(...(call.args as never[])); // as they were given for the method
      if (of === running && waiting.delete(call)) call.resolve(result);
    } catch (error) {
      if (of === running && waiting.delete(call)) call.reject(error);
    }
  }

  const asking = Object.fromEntries(
    Object.keys(running).map((name) => [
      name,
      (...args: readonly unknown[]) => ask(name as Awaited, ...args),
    ]),
  );
  return {
    ...(asking as unknown as Pick<Pipeline, Awaited>),
    stop: () => running.stop(),
    device: () => running.device(),
    memory: () => running.memory(),
    stats: () => running.stats(),
    largestLength: () => running.largestLength(),
    cancelModel: () => running.cancelModel(),
  };
}
