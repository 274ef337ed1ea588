/**
 * A file on a server, by HTTP ranges. Refuses servers that would send all of it, and hosts that
 * nobody named.
 *
 * Redirects: a page cannot see one before it is followed, only where it ended. So an answer counts
 * only when it comes from the host that was named, or from one in `hosts`, and never over http when
 * https was asked for; any other is dropped with its body unread. No cookie and no referrer goes
 * with a request, so a host that nobody named learns nothing but that a file was asked for. The
 * page's content security policy (connect-src) stops the browser from asking it at all.
 */
import { patiently, poured, patience as usualPatience } from './patience.ts';
import { refusal } from './refusal.ts';
import { checkRange, type Source } from './source.ts';

export interface HttpOptions {
  /** Hosts that may answer beside the named one: `example.org`, or `*.example.org` for those under it. */
  readonly hosts?: readonly string[];
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte before a read is given up. */
  readonly patience?: number;
}

/** What the first request asks for, in bytes: the header of most files is in it. */
const firstBytes = 65_536;

/**
 * Opens a file by its address. The first range tells the size; no HEAD is sent.
 *
 * @throws Refusal when the address, server or file cannot be used
 */
export async function httpSource(address: string, options: HttpOptions = {}): Promise<Source> {
  const url = addressed(address);
  const { hosts = [], patience = usualPatience } = options;
  let bytesRead = 0;

  const ask = (from: number, to: number, signal: AbortSignal | undefined) =>
    patiently({ name: url.host, patience, signal }, async (clock) => {
      const response = await fetch(url, {
        headers: { Range: `bytes=${from}-${to - 1}` },
        signal: clock.signal,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      }).catch(() => {
        throw refusal('files.unreachable', { host: url.host });
      });
      clock.wind();
      checkHost(url, response.url, hosts);
      const range = rangeOf(response, url.host, from, to);
      const body = response.body ?? new Blob().stream();
      const bytes = await poured(body, range.to - from, clock, url.host, (count) => {
        bytesRead += count;
      });
      return { bytes, size: range.size, tag: response.headers.get('etag') };
    });

  const first = await ask(0, firstBytes, options.signal);
  return {
    name: decoded(url.pathname.split('/').at(-1) ?? '') || url.host,
    size: first.size,
    get bytesRead() {
      return bytesRead;
    },
    async read(from, to, signal) {
      checkRange(from, to, first.size);
      if (to <= first.bytes.length) return first.bytes.slice(from, to);
      const next = await ask(from, to, signal);
      if (next.size !== first.size || (first.tag && next.tag && next.tag !== first.tag)) {
        throw refusal('files.changed', { name: url.host });
      }
      return next.bytes;
    },
  };
}

function addressed(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw refusal('files.address', { address });
  return url;
}

/** What a part of an address says; as it stands where it is not encoded well. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function checkHost(asked: URL, answered: string, hosts: readonly string[]): void {
  const other = new URL(answered);
  const named = other.host === asked.host || hosts.some((host) => covers(host, other.host));
  if (named && (other.protocol === 'https:' || asked.protocol === 'http:')) return;
  throw refusal('files.redirect', { host: asked.host, other: other.host });
}

function covers(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}

/** The range that an answer says it has, which must be the one asked for, or what there is of it. */
function rangeOf(response: Response, host: string, from: number, to: number) {
  const { status } = response;
  const said = response.headers.get('content-range') ?? '';
  const empty = response.headers.get('content-length') === '0' || said === 'bytes */0';
  if ((status === 200 || status === 416) && empty) throw refusal('files.empty');
  if (status === 200) throw refusal('files.noranges', { host });
  if ([401, 403, 404, 410].includes(status)) {
    throw refusal('files.absent', { host, status: String(status) });
  }
  if (status !== 206) throw refusal('files.status', { host, status: String(status) });
  const [, first, last, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(said)?.map(Number) ?? [];
  if (first === undefined || last === undefined || size === undefined || size > 2 ** 53) {
    throw refusal('files.nosize', { host });
  }
  if (first !== from || last + 1 !== Math.min(to, size)) throw refusal('files.range', { host });
  return { to: last + 1, size };
}
