/**
 * A thread of its own for the graph model, with a tfjs and a device of its own: whatever happens to
 * it here, the page keeps its device. Serves one backend until it is ended.
 */
import { backend, setBackend } from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { loadEncoder } from '../model/download.ts';
import { type EncoderGraph, loadGraph } from '../model/graph.ts';
import type { DeviceInfo } from '../state/frame.ts';
import type { GraphAnswer, GraphQuestion } from './graphRival.ts';

let graph: EncoderGraph | null = null;
/** Rejects when this thread's device goes: what was asked of it would wait for ever. */
let lost: Promise<never> = new Promise(() => {});

addEventListener('message', ({ data }: MessageEvent<GraphQuestion>) => {
  void answerTo(data)
    .catch(
      (error: unknown): GraphAnswer => ({
        kind: 'failed',
        reason: error instanceof Error ? error.message : String(error),
      }),
    )
    .then((answer) => postMessage(answer));
});

async function answerTo(question: GraphQuestion): Promise<GraphAnswer> {
  if (question.kind === 'open') {
    await open(question.backend, question.base);
    return { kind: 'opened' };
  }
  if (!graph) throw new Error('graph: asked before it was opened');
  const since = performance.now();
  const vector = await Promise.race([graph.sentence(question.ids), lost]);
  return { kind: 'sentence', milliseconds: performance.now() - since, vector };
}

async function open(name: DeviceInfo['backend'], base: string): Promise<void> {
  if (!(await setBackend(name))) throw new Error(`${name} cannot be opened here`);
  const opened = backend();
  if (opened instanceof WebGPUBackend) {
    lost = opened.device.lost.then(({ message }) => {
      throw new Error(`the device was lost: ${message}`);
    });
    // Not unhandled: whoever asks for a sentence waits for it too.
    lost.catch(() => {});
  }
  graph = await loadGraph(await loadEncoder({ base }));
}
