/** What is common to BERT and the encoders that were made after it: norms after each part, a learned table. */
import { type Config, mostLayers } from './config.ts';
import type { ModelDescription } from './description.ts';
import { encoderOf } from './encoder.ts';
import type { Guessing } from './family.ts';
import { activationIn, wholeShare } from './llamaLike.ts';
import type { WeightNames } from './names.ts';

export const bertNames: WeightNames = {
  prefixes: [],
  embedding: 'embeddings.word_embeddings',
  table: 'embeddings.position_embeddings',
  segments: 'embeddings.token_type_embeddings',
  embeddingNorm: 'embeddings.LayerNorm',
  layer: {
    query: 'encoder.layer.{}.attention.self.query',
    key: 'encoder.layer.{}.attention.self.key',
    value: 'encoder.layer.{}.attention.self.value',
    out: 'encoder.layer.{}.attention.output.dense',
    between: 'encoder.layer.{}.attention.output.LayerNorm',
    up: 'encoder.layer.{}.intermediate.dense',
    down: 'encoder.layer.{}.output.dense',
    end: 'encoder.layer.{}.output.LayerNorm',
  },
  closed: /^(embeddings|embeddings_project|encoder)\./,
  buffers: /^embeddings\.(position_ids|token_type_ids)$/,
};

/** The fields that an encoder of this kind has, by what they are. */
interface Fields {
  readonly width: string;
  readonly heads: string;
  readonly layers: string;
  readonly inner: string;
  readonly activation: string;
}

const bertFields: Fields = {
  width: 'hidden_size',
  heads: 'num_attention_heads',
  layers: 'num_hidden_layers',
  inner: 'intermediate_size',
  activation: 'hidden_act',
};

/** Devlin et al. 2018, arXiv 1810.04805, with the defaults of its configuration class. */
export function bertLike(
  config: Config,
  family: string,
  fields: Fields = bertFields,
): ModelDescription {
  const width = config.size(fields.width);
  const heads = config.size(fields.heads);
  const headDim = wholeShare(config, width, heads);
  const rows = config.size('max_position_embeddings');
  const kind = config.word('position_embedding_type', 'absolute');
  if (kind !== 'absolute') throw config.notComputed('position_embedding_type', kind);
  return encoderOf({
    family,
    vocabulary: config.size('vocab_size'),
    width,
    heads,
    headDim,
    inner: config.size(fields.inner),
    rows,
    depth: config.size(fields.layers, undefined, mostLayers),
    norm: { kind: 'layer', epsilon: config.real('layer_norm_eps', 1e-12), plusOne: false },
    norms: 'after',
    embeddingNorm: true,
    activation: activationIn(config, fields.activation, 'gelu'),
    segments: true,
    causal: config.flag('is_decoder', false),
  });
}

export const bertGuess: Guessing = {
  fields: {
    heads: 'num_attention_heads',
    activation: 'hidden_act',
    epsilon: 'layer_norm_eps',
    causal: 'is_decoder',
  },
  config: ({ width, heads, layers, vocabulary, positions, inner }) => ({
    hidden_size: width,
    num_attention_heads: heads,
    num_hidden_layers: layers,
    vocab_size: vocabulary,
    max_position_embeddings: positions,
    intermediate_size: inner,
    hidden_act: 'gelu',
    layer_norm_eps: 1e-12,
    is_decoder: false,
  }),
};
