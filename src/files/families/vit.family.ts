/**
 * ViT: Dosovitskiy et al. 2020, arXiv 2010.11929. Its tokens are the patches of a picture, row after row,
 * behind a token of its own for the class; a learned table has a row for each.
 */
import { type Config, mostLayers } from './config.ts';
import type { ModelDescription } from './description.ts';
import { encoderOf } from './encoder.ts';
import { defineFamily } from './family.ts';
import { activationIn, wholeShare } from './llamaLike.ts';

export default defineFamily({
  type: 'vit',
  names: {
    prefixes: ['vit.', ''],
    embedding: 'embeddings.patch_embeddings.projection',
    classToken: 'embeddings.cls_token',
    stem: ['embeddings.patch_embeddings.projection'],
    table: 'embeddings.position_embeddings',
    layer: {
      enter: 'encoder.layer.{}.layernorm_before',
      query: 'encoder.layer.{}.attention.attention.query',
      key: 'encoder.layer.{}.attention.attention.key',
      value: 'encoder.layer.{}.attention.attention.value',
      out: 'encoder.layer.{}.attention.output.dense',
      between: 'encoder.layer.{}.layernorm_after',
      up: 'encoder.layer.{}.intermediate.dense',
      down: 'encoder.layer.{}.output.dense',
    },
    finalNorm: 'layernorm',
  },
  describe,
});

function describe(config: Config): ModelDescription {
  const width = config.size('hidden_size');
  const heads = config.size('num_attention_heads');
  const headDim = wholeShare(config, width, heads);
  const side = config.size('patch_size', 16);
  const channels = config.size('num_channels', 3);
  if (channels !== 3) throw config.notComputed('num_channels', channels);
  const [rows, columns] = patchesIn(config, side);
  const tokens = rows * columns + 1;
  return encoderOf({
    family: 'vit',
    vocabulary: tokens,
    width,
    heads,
    headDim,
    inner: config.size('intermediate_size'),
    rows: tokens,
    depth: config.size('num_hidden_layers', undefined, mostLayers),
    norm: { kind: 'layer', epsilon: config.real('layer_norm_eps', 1e-12), plusOne: false },
    norms: 'before',
    activation: activationIn(config, 'hidden_act', 'gelu'),
    biases: { queryKeyValue: config.flag('qkv_bias', true), out: true, forward: true },
    stem: {
      kind: 'patches',
      rows,
      columns,
      side,
      mean: half,
      deviation: half,
      convolutions: [
        { columns: side * side * channels, kernel: 1, stride: 1, activation: 'linear' },
      ],
    },
  });
}

/** Colours from −1 to 1, where no preparation is said (files/preparation.ts). */
const half = [0.5, 0.5, 0.5] as const;

/** More tokens are not shown at once. */
const mostPatches = 4095;

/** Rows and columns of patches; one size is that of a square. */
function patchesIn(config: Config, side: number): readonly [number, number] {
  const sizes = config.listed('image_size');
  const [height = 224, width = height] = sizes.map(Number);
  const counts = [height / side, width / side] as const;
  const whole = counts.every((count) => Number.isInteger(count) && count > 0);
  if (sizes.length > 2 || !whole || counts[0] * counts[1] > mostPatches) {
    throw config.notComputed('image_size', sizes);
  }
  return counts;
}
