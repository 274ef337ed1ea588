// The page without a network: keeps the files of one version and answers with them. Never mixes two
// versions, and takes over from an older one only when it is told to, or when no page is open.
//
// scripts/offline.ts writes two constants before this: VERSION, and FILES, each file of the built
// page as name: { bytes, integrity }. The page itself is the one without a name.
/* global VERSION, FILES */

/** Larger files are kept once they are used; the encoder's, by src/model/download.ts. */
const MOST_AT_ONCE = 1e6; // bytes

const { scope } = self.registration;
const files = new Map(
  Object.entries(FILES).map(([name, file]) => [new URL(name, scope).href, file]),
);
// The scope is part of the name: another copy of the page may lie in another folder of the site.
const ours = `whereabouts-page ${scope} `;
const store = ours + VERSION;

self.addEventListener('install', (event) => event.waitUntil(keep()));
self.addEventListener('activate', (event) => event.waitUntil(forget()));
self.addEventListener('message', ({ data }) => {
  if (data === 'take over') self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const address = addressOf(event.request);
  if (files.has(address)) event.respondWith(answer(address, event.request));
});

/** All or nothing: where the server holds another version by now, its own worker comes next time. */
async function keep() {
  const cache = await caches.open(store);
  const atOnce = [...files].filter(([, { bytes }]) => bytes <= MOST_AT_ONCE);
  await cache.addAll(
    atOnce.map(
      ([address, { integrity }]) => new Request(address, { integrity, cache: 'no-cache' }),
    ),
  );
}

async function forget() {
  const old = (await caches.keys()).filter((name) => name.startsWith(ours) && name !== store);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Without the query, which holds what the page shows; null for what is not only read. */
function addressOf({ method, url }) {
  if (method !== 'GET') return null;
  const { origin, pathname } = new URL(url);
  return (origin + pathname).replace(/\/index\.html$/, '/');
}

async function answer(address, request) {
  const cache = await caches.open(store);
  const kept = await cache.match(address, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(request);
  // A full disk costs the file offline, and nothing now.
  if (response.ok) await cache.put(address, response.clone()).catch(() => {});
  return response;
}
