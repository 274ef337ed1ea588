/**
 * Waiting for the GPU. Firefox looks for finished work on a timer of 100 ms, and also whenever
 * something is submitted: there an empty submission now and then brings the answer soon after it is
 * there. Elsewhere the answer comes by itself, and each of them is work for nothing: the longer it
 * takes, the rarer they get.
 */

/** Until the first empty submission. */
const nudgeMs = 1;
/** Between two of them, as a share of the time waited: the answer is late by no more. */
const nudgeShare = 1 / 2;

/**
 * Resolves with what the GPU is asked for (`mapAsync`, `onSubmittedWorkDone`), as soon as it has it.
 *
 * @throws what the question rejects with
 */
export async function answered<T>(device: GPUDevice, question: Promise<T>): Promise<T> {
  let waiting = true;
  const since = performance.now();
  const nudge = () => {
    if (!waiting) return;
    device.queue.submit([]);
    timer = setTimeout(nudge, Math.max(nudgeMs, nudgeShare * (performance.now() - since)));
  };
  let timer = setTimeout(nudge, nudgeMs);
  try {
    return await question;
  } finally {
    waiting = false;
    clearTimeout(timer);
  }
}

/** Resolves when all that was submitted is done, or the device is lost. */
export async function finished(device: GPUDevice): Promise<void> {
  await answered(device, device.queue.onSubmittedWorkDone()).catch(() => {
    // A lost device has nothing left to do; whoever owns it is told in another way.
  });
}
