/**
 * SHA-256 of bytes, also where the browser keeps its own from the page: a page that was not served
 * securely (http, from another machine of a lecture hall) has no `crypto.subtle`.
 * Source: FIPS 180-4, §4.2.2 and §6.2.
 */

/** The hash in hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // Declared as always there, which it is not.
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  return hexadecimal(
    subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : computedSha256(bytes),
  );
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const primes = firstPrimes(64);
const ROUNDS = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const START = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime)) found.push(n);
  return found;
}

/** The first 32 bits behind the point. */
function fraction(value: number): number {
  return ((value % 1) * 2 ** 32) | 0;
}

/** The 32 bytes of the hash, computed here: about 4 MB in 100 ms. */
export function computedSha256(bytes: Uint8Array): Uint8Array {
  const state = START.slice();
  const schedule = new Int32Array(64);
  const whole = bytes.length - (bytes.length % 64);
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole; at += 64) mix(state, schedule, words, at);
  const end = padded(bytes.subarray(whole), bytes.length);
  for (let at = 0; at < end.byteLength; at += 64) mix(state, schedule, end, at);
  const hash = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => hash.setInt32(4 * i, word));
  return new Uint8Array(hash.buffer);
}

/** What is left after the last whole block, a 1, zeros, and the length in bits. */
function padded(rest: Uint8Array, length: number): DataView {
  const end = new Uint8Array(rest.length < 56 ? 64 : 128);
  end.set(rest);
  end[rest.length] = 0x80;
  const view = new DataView(end.buffer);
  view.setBigUint64(end.length - 8, 8n * BigInt(length));
  return view;
}

function rotated(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** Mixes the 64 bytes of `words` from `at` into the state of 8 words. */
function mix(state: Int32Array, schedule: Int32Array, words: DataView, at: number): void {
  const w = (i: number) => schedule[i] ?? 0;
  for (let i = 0; i < 16; i++) schedule[i] = words.getInt32(at + 4 * i);
  for (let i = 16; i < 64; i++) {
    const before = w(i - 15);
    const last = w(i - 2);
    const low = rotated(before, 7) ^ rotated(before, 18) ^ (before >>> 3);
    const high = rotated(last, 17) ^ rotated(last, 19) ^ (last >>> 10);
    schedule[i] = w(i - 16) + low + w(i - 7) + high;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i++) {
    const chosen = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const turned = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const first = (h + turned + chosen + (ROUNDS[i] ?? 0) + w(i)) | 0;
    const second = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] = (state[i] ?? 0) + word;
  });
}
