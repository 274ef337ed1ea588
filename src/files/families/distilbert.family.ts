/** DistilBERT: Sanh et al. 2019, arXiv 1910.01108. BERT's layers under names of its own, without segments. */
import { bertLike } from './bertLike.ts';
import { defineFamily } from './family.ts';

export default defineFamily({
  type: 'distilbert',
  names: {
    prefixes: ['distilbert.', ''],
    embedding: 'embeddings.word_embeddings',
    table: 'embeddings.position_embeddings',
    embeddingNorm: 'embeddings.LayerNorm',
    layer: {
      query: 'transformer.layer.{}.attention.q_lin',
      key: 'transformer.layer.{}.attention.k_lin',
      value: 'transformer.layer.{}.attention.v_lin',
      out: 'transformer.layer.{}.attention.out_lin',
      between: 'transformer.layer.{}.sa_layer_norm',
      up: 'transformer.layer.{}.ffn.lin1',
      down: 'transformer.layer.{}.ffn.lin2',
      end: 'transformer.layer.{}.output_layer_norm',
    },
    closed: /^(embeddings|transformer)\./,
    buffers: /^embeddings\.position_ids$/,
  },
  describe: (config) => ({
    ...bertLike(config, 'distilbert', {
      width: 'dim',
      heads: 'n_heads',
      layers: 'n_layers',
      inner: 'hidden_dim',
      activation: 'activation',
    }),
    segments: false,
    causal: false,
  }),
  guess: {
    fields: { heads: 'n_heads', activation: 'activation' },
    config: ({ width, heads, layers, vocabulary, positions, inner }) => ({
      dim: width,
      n_heads: heads,
      n_layers: layers,
      hidden_dim: inner,
      vocab_size: vocabulary,
      max_position_embeddings: positions,
      activation: 'gelu',
    }),
  },
});
