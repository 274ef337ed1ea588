/**
 * A model in several files: safetensors shards, as the transformers library writes what is too large for
 * one (`model-00001-of-00003.safetensors`), with the index that says which tensor is in which.
 */
import type { ReadHeaders } from './headers.ts';
import { positionTables } from './positionTable.ts';
import { refusal } from './refusal.ts';
import { mostHeader } from './safetensors.ts';
import type { Source } from './source.ts';
import { openTensors, type Tensors } from './tensors.ts';

const numbered = /^(.*?)(\d{5})-of-(\d{5})(\.safetensors)$/i;

/** Whether a file is by its name one of several. */
export function isShard(name: string): boolean {
  return numbered.test(name);
}

/**
 * Opens what one model was written to, as one file.
 *
 * @param index  the text of `model.safetensors.index.json`; null where it is not at hand
 * @throws Refusal where a shard is missing, holds what the index has elsewhere, or is damaged
 */
export async function openShards(
  sources: readonly Source[],
  index: string | null,
  headers: ReadHeaders,
  signal?: AbortSignal,
): Promise<Tensors> {
  const names = new Set(sources.map(({ name }) => name));
  const said = index === null ? null : placesIn(index);
  const wanted = new Set(said ? said.values() : siblingsOf(names));
  const missing = [...wanted].filter((name) => !names.has(name));
  if (missing.length > 0) throw refusal('files.shard.missing', { names: listed(missing) });
  const [only] = sources;
  if (only && sources.length === 1 && index === null) return openTensors(only, headers, signal);
  const files: Tensors[] = [];
  for (const source of sources) files.push(await openTensors(source, headers, signal));
  const owners = new Map<string, Tensors>();
  for (const file of files) {
    for (const { name } of file.tensors) {
      if (owners.has(name)) throw refusal('files.header.twice', { name });
      owners.set(name, file);
    }
  }
  for (const [name, place] of said ?? []) {
    const found = owners.get(name)?.source.name;
    if (found !== place) throw refusal('files.shard.elsewhere', { name, place });
  }
  return joined(files, owners);
}

/** More files than any model is in. */
const mostShards = 1024;

/** The files that an index names. @throws Refusal where it is none */
export function shardsIn(index: string): readonly string[] {
  const names = [...new Set(placesIn(index).values())].toSorted();
  if (names.length > mostShards) {
    throw refusal('files.shard.many', { count: names.length, most: mostShards });
  }
  return names;
}

/** Which tensor is in which file. */
function placesIn(index: string): ReadonlyMap<string, string> {
  if (index.length > mostHeader) {
    throw refusal('files.header.huge', { length: index.length, most: mostHeader });
  }
  let places: unknown;
  try {
    places = Object(JSON.parse(index)).weight_map;
  } catch {
    // It is told below, with all else that is no index.
  }
  const entries = typeof places === 'object' && places !== null ? Object.entries(places) : [];
  if (entries.length === 0 || !entries.every(([, file]) => typeof file === 'string')) {
    throw refusal('files.shard.index');
  }
  return new Map(entries);
}

/** All that belong to those that are here, by how many their names say that there are. */
function siblingsOf(names: ReadonlySet<string>): readonly string[] {
  for (const name of names) {
    const [, before = '', , of, end = ''] = numbered.exec(name) ?? [];
    // A lying name is not followed any further than anyone would give files.
    const count = Math.min(Number(of ?? 0), 1000);
    if (count > 0) {
      return Array.from(
        { length: count },
        (_, i) => `${before}${String(i + 1).padStart(5, '0')}-of-${of}${end}`,
      );
    }
  }
  return [];
}

/** As many names as a sentence holds. */
function listed(names: readonly string[]): string {
  if (names.length <= 2) return names.join(', ');
  return `${names[0]} … ${names.at(-1)} (${names.length})`;
}

function joined(files: readonly Tensors[], owners: ReadonlyMap<string, Tensors>): Tensors {
  const tensors = files.flatMap((file) => file.tensors);
  const known = (name: string) => {
    const file = owners.get(name);
    if (!file) throw new Error(`tensors: there is no ${name}`);
    return file;
  };
  return {
    format: 'safetensors',
    metadata: new Map(),
    length: 0,
    source: joinedSource(files.map(({ source }) => source)),
    tensors,
    matrices: files.flatMap(({ matrices }) => matrices),
    tables: positionTables(tensors),
    find: (name) => owners.get(name)?.find(name) ?? null,
    read: (name, options) => known(name).read(name, options),
    readBytes: (name, options) => known(name).readBytes(name, options),
  };
}

/** All of them behind one another; a range lies in one. */
export function joinedSource(sources: readonly Source[]): Source {
  const sum = (of: (source: Source) => number) =>
    sources.reduce((total, source) => total + of(source), 0);
  return {
    name: sources[0]?.name ?? '',
    size: sum(({ size }) => size),
    get bytesRead() {
      return sum((source) => source.bytesRead);
    },
    read(from, to, signal) {
      let begin = 0;
      for (const source of sources) {
        if (from < begin + source.size) return source.read(from - begin, to - begin, signal);
        begin += source.size;
      }
      throw new Error(`source: [${from}, ${to}) must lie inside [0, ${begin})`);
    },
  };
}
