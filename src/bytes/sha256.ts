/** SHA-256 of bytes. */

/**
 * The hash in hexadecimal, also where the browser keeps its own from the page: a page that was not
 * served securely (http, from another machine of a lecture hall) has no `crypto.subtle`.
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // Declared as always there; outside a secure context it is not.
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  const hash = subtle
    ? new Uint8Array(await subtle.digest('SHA-256', bytes))
    : (await import('@noble/hashes/sha2.js')).sha256(bytes);
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
