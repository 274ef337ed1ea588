/** The way without WebGPU: the whole of tfjs with its WebGL and CPU backends. Loaded only then. */
import * as tf from '@tensorflow/tfjs';

/** Makes the best backend that works current: WebGL with float32 textures, else the CPU. */
export async function openFallback(): Promise<'webgl' | 'cpu'> {
  const env = tf.env();
  // Safari's surfaces beside the page only lack a way to wait, and in a thread nobody minds.
  if (typeof document === 'undefined' && env.getBool('IS_SAFARI')) {
    env.set('IS_SAFARI', false);
    env.set('WEBGL_FENCE_API_ENABLED', false);
  }
  // Shapes are given to the shaders: with them written in, each length of a text would compile them anew.
  env.set('WEBGL_USE_SHAPES_UNIFORMS', true);
  try {
    if ((await tf.setBackend('webgl')) && env.getBool('WEBGL_RENDER_FLOAT32_ENABLED')) {
      return 'webgl';
    }
  } catch {
    // No WebGL at all: the CPU computes the same numbers.
  }
  await tf.setBackend('cpu');
  return 'cpu';
}

/** What runs underneath, in the driver's words. */
export function fallbackAdapter(backend: 'webgl' | 'cpu'): string {
  if (backend === 'cpu') return 'CPU';
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  const info = context?.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = info && context?.getParameter(info.UNMASKED_RENDERER_WEBGL);
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof name === 'string' ? name : 'WebGL';
}
