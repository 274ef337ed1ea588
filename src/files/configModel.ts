/**
 * What a config.json says of its model, whether or not the page can run it: its sizes, and the positions
 * of each layer. Of a family that is not known only what nearly all of them call the same.
 */
import { type Config, mostLayers, parseConfig } from './families/config.ts';
import { type ModelDescription, noPositions, type Positional } from './families/description.ts';
import { ropeOf } from './families/rope.ts';
import type { StatedModel } from './ggufModel.ts';
import { Refusal } from './refusal.ts';

/** Of one that is described. */
export function statedBy(description: ModelDescription): StatedModel {
  const { family, layers, table, trained } = description;
  return {
    ...description,
    architecture: family,
    name: null,
    trained: trained ?? 0,
    pairingKnown: true,
    layers: layers.map(({ positions, window }) => ({
      positions: table ? { scheme: 'learned', params: {} } : positions,
      window,
    })),
  };
}

/** @returns null for what is no configuration, or says neither layers nor heads */
export function configModelOf(text: string): StatedModel | null {
  try {
    const whole = parseConfig(text);
    // Of what reads pictures as well, the part that reads text.
    return stated(whole.part('text_config') ?? whole, whole.word('model_type'));
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function stated(config: Config, architecture: string): StatedModel {
  const width = config.size(['hidden_size', 'n_embd', 'd_model', 'dim']);
  const heads = config.size(['num_attention_heads', 'n_head', 'n_heads']);
  const headDim = config.size('head_dim', Math.max(Math.floor(width / heads), 1));
  const count = config.size(['num_hidden_layers', 'n_layer', 'n_layers'], undefined, mostLayers);
  const positions = rotary(config, headDim);
  return {
    architecture,
    name: null,
    width,
    heads,
    keyHeads: config.size('num_key_value_heads', heads),
    headDim,
    vocabulary: config.has('vocab_size') ? config.size('vocab_size') : 0,
    trained: config.realOrNull('max_position_embeddings') ?? 0,
    pairingKnown: false,
    layers: Array.from({ length: count }, () => ({ positions, window: 0 })),
  };
}

/** None where the configuration has no word of rotation. */
function rotary(config: Config, headDim: number): Positional {
  const words = ['rope_theta', 'rope_parameters', 'rope_scaling', 'rotary_emb_base'];
  return words.some((name) => config.has(name))
    ? ropeOf(config, headDim, { base: 1e4 })
    : noPositions;
}
