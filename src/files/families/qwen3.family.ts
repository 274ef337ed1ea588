/** Qwen3: Yang et al. 2025, arXiv 2505.09388; each head's queries and keys are normed. */
import { defineFamily } from './family.ts';
import { llamaLike, sizesOf, switchedWindow, turningLayers } from './llamaLike.ts';
import { llamaNames } from './names.ts';

export default defineFamily({
  type: 'qwen3',
  names: llamaNames,
  describe(config) {
    const sizes = sizesOf(config, 128);
    const from = config.size('max_window_layers', 28);
    const rules = {
      rope: { base: 1e4 },
      window: switchedWindow(config),
      slides: (layer: number) => layer >= from,
    };
    const layers = turningLayers(config, sizes, rules);
    return { ...llamaLike(config, 'qwen3', layers, sizes), queryKeyNorm: true };
  },
});
