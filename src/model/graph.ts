/**
 * The graph model of the same package, executed as it was exported by tfjs's own converter: what
 * the page's pass is held against and timed beside. Has no place to swap positions; no room uses it.
 */
import { dispose, io, loadGraphModel, type Tensor, tensor1d, tensor2d } from '@tensorflow/tfjs';
import type { EncoderFiles } from './download.ts';

export interface EncoderGraph {
  /**
   * @param ids  of at least one token, at most 128
   * @returns    the sentence vector, [512]
   */
  sentence(ids: readonly number[]): Promise<Float32Array>;
}

/** Loads it on tfjs's current backend. */
export async function loadGraph(
  files: Pick<EncoderFiles, 'topology' | 'manifest' | 'shards'>,
): Promise<EncoderGraph> {
  const { topology, manifest, shards } = files;
  const graph = await loadGraphModel(
    io.fromMemory({
      // The file does not say what it is.
      format: 'graph-model',
      modelTopology: topology,
      weightSpecs: manifest.flatMap(({ weights }) => weights),
      weightData: shards.map(({ buffer }) => buffer),
    }),
  );
  return {
    async sentence(ids) {
      // A batch of one text, sparse: the place of each token, and its id.
      const places = ids.map((_, place): [number, number] => [0, place]);
      const inputs = {
        indices: tensor2d(places, [ids.length, 2], 'int32'),
        values: tensor1d([...ids], 'int32'),
      };
      let output: Tensor | Tensor[] = [];
      try {
        output = await graph.executeAsync(inputs);
        if (Array.isArray(output)) throw new Error('graph: it has one output');
        return Float32Array.from(await output.data());
      } finally {
        dispose([inputs.indices, inputs.values]);
        dispose(output);
      }
    },
  };
}
