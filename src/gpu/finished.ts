/**
 * Waiting for the GPU. Firefox looks for finished work on a timer of 100 ms, and also whenever
 * something is submitted: there an empty submission now and then brings the answer within a
 * millisecond or two. Elsewhere the answer comes by itself, before the first of them is due.
 */

/** Between one empty submission and the next. */
const nudgeMs = 1;

/**
 * Resolves with what the GPU is asked for (`mapAsync`, `onSubmittedWorkDone`), as soon as it has it.
 *
 * @throws what the question rejects with
 */
export async function answered<T>(device: GPUDevice, question: Promise<T>): Promise<T> {
  let waiting = true;
  const nudge = () => {
    if (!waiting) return;
    device.queue.submit([]);
    timer = setTimeout(nudge, nudgeMs);
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
