/**
 * What a page that embeds this one is answered (docs/embedding.md): `{ whereabouts: id, call, args }` →
 * `{ whereabouts: id, result | error }`. A page of another site is handed no numbers of a file that a
 * person opened.
 */
import { shownStore } from './show/shown.ts';
import { shown } from './state/call.ts';
import { refersToOwnFile } from './state/ownFile.ts';
import { specStore } from './state/store.ts';

/** What hands out the numbers that are shown. */
const handOut: ReadonlySet<string> = new Set(['read', 'export']);

/** How often a person's own file came into what is asked for, since the first message. */
let ownFiles = 0;
specStore.subscribe(({ spec }) => {
  if (refersToOwnFile(spec)) ownFiles += 1;
});

export async function answer(
  { data, source, origin }: MessageEvent<unknown>,
  script: Window['whereabouts'],
): Promise<void> {
  const { whereabouts: id, ...message } = data as Readonly<Record<string, unknown>>;
  // An answer to this page, which may embed another of its kind.
  if ('result' in message || 'error' in message) return;
  const reply = (answered: object) =>
    source?.postMessage(
      { whereabouts: id, ...answered },
      { targetOrigin: origin === 'null' ? '*' : origin },
    );
  try {
    reply({ result: await called(message, script, isOther(origin)) });
  } catch (error) {
    reply({ error: error instanceof Error ? error.message : String(error) });
  }
}

/** @param other  whether a page of another site asks */
async function called(
  { call: asked, args = [] }: Readonly<Record<string, unknown>>,
  script: Window['whereabouts'],
  other: boolean,
): Promise<unknown> {
  const given: readonly unknown[] = Array.isArray(args) ? args : [];
  const calls: Readonly<Record<string, () => unknown>> = {
    ready: () => script.ready,
    device: () => script.device(),
    encodings: () => JSON.parse(JSON.stringify(script.encodings())) as unknown,
    spec: () => script.spec(),
    apply: () => script.apply(given[0]),
    lessons: () => script.lessons(),
    lesson: () => script.lesson(given[0], given[1]),
    read: () => script.read(given[0]),
    permute: () => script.permute(given[0]),
    export: () => script.export(given[0], given[1], given[2]),
    memory: () => script.memory(),
    bench: () => script.bench(given[0]),
  };
  const name = typeof asked === 'string' ? asked : '';
  const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
  if (!call) {
    const there = Object.keys(calls).join(', ');
    throw new RangeError(`whereabouts: no ${shown(asked)}; there are ${there}`);
  }
  if (!Array.isArray(args)) {
    throw new TypeError(`whereabouts: args is an array, got ${shown(args)}`);
  }
  if (!other || !handOut.has(name)) return call();
  const before = ownFiles;
  if (showsOwnFile()) throw withheld(name);
  const result = await call();
  // Not what was shown while it was read, either.
  if (showsOwnFile() || ownFiles !== before) throw withheld(name);
  return result;
}

function showsOwnFile(): boolean {
  const { frame } = shownStore.getState();
  return [specStore.getState().spec, ...(frame ? [frame.spec] : [])].some(refersToOwnFile);
}

const withheld = (name: string) =>
  new Error(
    `${name}: the page shows numbers of a file that a person opened, and hands them to no other site; it answers again when it shows something else`,
  );

/** A file from the disk, and a sandboxed frame, are of no site: each is another to all. */
function isOther(origin: string): boolean {
  return origin === 'null' || origin !== globalThis.location.origin;
}
