/** From a model's name on the Hugging Face Hub to its files: their addresses, and what they hold by ranges. */
import { decoded, type HttpOptions, httpSource } from './http.ts';
import { type Hub, huggingFace } from './huggingFace.ts';
import { Refusal, refusal } from './refusal.ts';
import { mostHeader } from './safetensors.ts';
import { shardsIn } from './shards.ts';
import type { Source } from './source.ts';

export interface HubFile {
  /** `owner/name`, or a name alone for the oldest models (`gpt2`). */
  readonly model: string;
  /** A branch, tag or commit. */
  readonly revision?: string;
  readonly file?: string;
}

const part = /^[A-Za-z0-9_](?:[\w.-]*[A-Za-z0-9_])?$/;

/** @throws Refusal for what cannot be a name on the Hub */
export function hubAddress(
  { model, revision = 'main', file = 'model.safetensors' }: HubFile,
  hub: Hub = huggingFace,
): string {
  const parts = model.trim().split('/');
  const named = parts.length <= 2 && parts.every((name) => isPart(name) && name.length <= 96);
  if (!named) throw refusal('files.hub.model', { model });
  if (!revision.split('/').every(isPart)) throw refusal('files.hub.revision', { revision });
  const folders = file.split('/');
  if (!folders.every(isPart) || !/\.(safetensors|gguf|npy|json)$/.test(file)) {
    throw refusal('files.hub.file', { file });
  }
  return `${hub.base}/${parts.join('/')}/resolve/${encodeURIComponent(revision)}/${file}`;
}

/** Neither two dots nor two hyphens in a row: the first would climb, the second the Hub forbids. */
function isPart(name: string): boolean {
  return part.test(name) && !/\.\.|--/.test(name);
}

/**
 * What a person typed or pasted: `owner/name`, with the path of one of its files behind it, or the address
 * of either.
 */
export function hubFileNamed(text: string, hub: Hub = huggingFace): HubFile {
  const own = text.trim();
  const path = own.startsWith(`${hub.base}/`) ? own.slice(hub.base.length + 1) : own;
  const [owner = '', name, kind, ...rest] = path.replace(/[?#].*$|\/+$/g, '').split('/');
  const model = name === undefined ? owner : `${owner}/${name}`;
  if (kind === undefined || (kind === 'tree' && rest.length < 2)) return { model };
  const [revision = '', ...file] = rest;
  if (kind !== 'resolve' && kind !== 'blob') return { model, file: [kind, ...rest].join('/') };
  return { model, revision: decoded(revision), file: file.join('/') };
}

/** The files that the tensors of a model are in, opened. */
export interface HubModel {
  readonly files: readonly HubFile[];
  readonly sources: readonly Source[];
  /** The text of the index that names them, where there are several. */
  readonly index: string | null;
}

const indexName = 'model.safetensors.index.json';
/** Files that are asked for at once: what a browser opens to one host. */
const atOnce = 6;

/**
 * Opens the file that was named; of a model without a name its only file, or those that its index names.
 *
 * @throws Refusal
 */
export async function hubModel(
  named: HubFile,
  options: Omit<HttpOptions, 'hosts'> = {},
  hub: Hub = huggingFace,
): Promise<HubModel> {
  try {
    const source = await hubSource(named, options, hub);
    return { files: [named], sources: [source], index: null };
  } catch (error) {
    const absent = error instanceof Refusal && error.key === 'files.absent';
    if (named.file !== undefined || !absent) throw error;
    const index = await hubText({ ...named, file: indexName }, mostHeader, options, hub);
    if (index === null) throw refusal('files.hub.none', { model: named.model });
    const files = shardsIn(index).map((file) => ({ ...named, file }));
    const sources: Source[] = [];
    for (let from = 0; from < files.length; from += atOnce) {
      const some = files.slice(from, from + atOnce);
      sources.push(...(await Promise.all(some.map((file) => hubSource(file, options, hub)))));
    }
    return { files, sources, index };
  }
}

/** A file of text, whole; null where there is none, or it is longer than `most` bytes. @throws Refusal */
export async function hubText(
  file: HubFile,
  most: number,
  options: Omit<HttpOptions, 'hosts'> = {},
  hub: Hub = huggingFace,
): Promise<string | null> {
  try {
    const source = await hubSource(file, options, hub);
    if (source.size > most) return null;
    return new TextDecoder().decode(await source.read(0, source.size, options.signal));
  } catch (error) {
    if (error instanceof Refusal && error.key === 'files.absent') return null;
    throw error;
  }
}

/** Opens a model's file. @throws Refusal */
export async function hubSource(
  file: HubFile,
  options: Omit<HttpOptions, 'hosts'> = {},
  hub: Hub = huggingFace,
): Promise<Source> {
  return await httpSource(hubAddress(file, hub), { ...options, hosts: hub.hosts });
}
