/** From a model's name on the Hugging Face Hub to the address of its file. Fetches nothing. */
import { type HttpOptions, httpSource } from './http.ts';
import { type Hub, huggingFace } from './huggingFace.ts';
import { refusal } from './refusal.ts';
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

/** Opens a model's file. @throws Refusal */
export async function hubSource(
  file: HubFile,
  options: Omit<HttpOptions, 'hosts'> = {},
  hub: Hub = huggingFace,
): Promise<Source> {
  return await httpSource(hubAddress(file, hub), { ...options, hosts: hub.hosts });
}
