/** Phi-3: Abdin et al. 2024, arXiv 2404.14219; LLaMA with its projections in one matrix each. */
import { defineFamily } from './family.ts';
import { llamaLike, sizesOf, turningLayers } from './llamaLike.ts';
import { llamaNames } from './names.ts';

const { out, between, down } = llamaNames.layer;

export default defineFamily({
  type: 'phi3',
  names: {
    ...llamaNames,
    layer: {
      enter: 'layers.{}.input_layernorm',
      queryKeyValue: 'layers.{}.self_attn.qkv_proj',
      out,
      between,
      gateUp: 'layers.{}.mlp.gate_up_proj',
      down,
    },
    fused: 'parts',
  },
  describe(config) {
    const sizes = sizesOf(config);
    const window = config.realOrNull('sliding_window') === null ? 0 : config.size('sliding_window');
    const rules = { rope: { base: 1e4 }, window, slides: () => true };
    return {
      ...llamaLike(config, 'phi3', turningLayers(config, sizes, rules), sizes),
      biases: { queryKeyValue: false, out: false, forward: false },
    };
  },
});
