/**
 * Keeps the page for when there is no network, and says when a newer one is here. Never reloads
 * by itself: whoever looks at a number goes on looking at it.
 */

/** Written beside the page by scripts/offline.ts. */
const address = `${import.meta.env.BASE_URL}service-worker.js`;

/**
 * @param offer  called when a newer version waits, with what shows it: a reload
 * Where a page may not be kept (no https, a sandboxed frame, a private window), nothing happens.
 */
export async function keepPage(offer: (show: () => void) => void): Promise<void> {
  const registration = await registered();
  if (!registration) return;
  const { waiting } = registration;
  if (waiting) offer(() => takeOver(waiting));
  registration.addEventListener('updatefound', () => {
    const { active, installing } = registration;
    // The first of all replaces none.
    if (!active || !installing) return;
    installing.addEventListener('statechange', () => {
      if (installing.state === 'installed') offer(() => takeOver(installing));
    });
  });
}

async function registered(): Promise<ServiceWorkerRegistration | undefined> {
  try {
    const workers = navigator.serviceWorker;
    await workers.register(trusted(address));
    return await workers.getRegistration();
  } catch {
    return undefined;
  }
}

/** Reloads once the newer worker answers. In another window it may have taken over before. */
function takeOver(worker: ServiceWorker): void {
  const reload = () => {
    if (worker.state !== 'installed') location.reload();
  };
  worker.addEventListener('statechange', reload);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker takes none
  worker.postMessage('take over');
  reload();
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): string };
}

/** The policy of vite.config.ts lets no plain string become a script; this one is a constant. */
function trusted(script: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return script;
  const policy = trustedTypes.createPolicy('whereabouts-offline', {
    createScriptURL: () => script,
  });
  return policy.createScriptURL(script);
}
