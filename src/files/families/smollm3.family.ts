/** SmolLM3: Hugging Face 2025; LLaMA with every fourth layer without positions. */
import { defineFamily } from './family.ts';
import { llamaLike, sizesOf, switchedWindow, turningLayers } from './llamaLike.ts';
import { llamaNames } from './names.ts';

export default defineFamily({
  type: 'smollm3',
  names: llamaNames,
  describe(config) {
    const sizes = sizesOf(config);
    const interval = config.size('no_rope_layer_interval', 4);
    // 1 for a layer that turns, in spite of its name.
    const listed = config.list('no_rope_layers');
    const layers = turningLayers(config, sizes, {
      rope: { base: 2e6 },
      window: switchedWindow(config),
      turns: (layer) => (listed ? listed[layer] === 1 : (layer + 1) % interval !== 0),
    });
    return {
      ...llamaLike(config, 'smollm3', layers, sizes),
      output: config.flag('tie_word_embeddings', true) ? 'embedding' : 'own',
    };
  },
});
