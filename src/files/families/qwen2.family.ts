/** Qwen2: Yang et al. 2024, arXiv 2407.10671; LLaMA with biases of queries, keys and values. */
import { defineFamily } from './family.ts';
import { llamaLike, sizesOf, switchedWindow, turningLayers } from './llamaLike.ts';
import { llamaNames } from './names.ts';

export default defineFamily({
  type: 'qwen2',
  names: llamaNames,
  describe(config) {
    const sizes = sizesOf(config);
    const from = config.size('max_window_layers', 28);
    const rules = {
      rope: { base: 1e4 },
      window: switchedWindow(config),
      slides: (layer: number) => layer >= from,
    };
    return {
      ...llamaLike(config, 'qwen2', turningLayers(config, sizes, rules), sizes),
      biases: { queryKeyValue: true, out: false, forward: false },
    };
  },
});
