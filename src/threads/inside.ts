/** Threads of the page as a single file: each runs the page's own script, told which thread it is. */

const told = 'whereaboutsThread';

/** That script, while it is run for the first time. */
const script = typeof document === 'undefined' ? null : document.currentScript;

/** Null on the page itself. */
export const threadName = (globalThis as { readonly [told]?: string })[told] ?? null;

const addresses = new Map<string, string>();

/** The address of a script that runs as the thread of that name (src/single.ts). */
export function threadAddress(name: string): string {
  const address = addresses.get(name) ?? scriptAddress(name);
  addresses.set(name, address);
  return address;
}

function scriptAddress(name: string): string {
  if (!script) throw new Error('threadAddress: only the page as a single file starts threads so');
  const parts = [`globalThis.${told} = ${JSON.stringify(name)};\n`, script.textContent];
  return URL.createObjectURL(new Blob(parts, { type: 'text/javascript' }));
}
