/** Mistral: Jiang et al. 2023, arXiv 2310.06825; LLaMA with a window in every layer. */
import { defineFamily } from './family.ts';
import { llamaLike, sizesOf, turningLayers } from './llamaLike.ts';
import { llamaNames } from './names.ts';

export default defineFamily({
  type: 'mistral',
  names: llamaNames,
  describe(config) {
    const sizes = sizesOf(config);
    // Its class takes 4,096 where nothing is said; null says that there is none.
    const none = config.has('sliding_window') && config.realOrNull('sliding_window') === null;
    const window = none ? 0 : config.size('sliding_window', 4096);
    const rules = { rope: { base: 1e4 }, window, slides: () => true };
    return llamaLike(config, 'mistral', turningLayers(config, sizes, rules), sizes);
  },
});
