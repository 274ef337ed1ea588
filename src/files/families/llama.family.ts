/** LLaMA: Touvron et al. 2023, arXiv 2302.13971; SmolLM2, TinyLlama, Llama 3. */
import { defineFamily } from './family.ts';
import { llamaLike, sizesOf, turningLayers } from './llamaLike.ts';
import { llamaNames } from './names.ts';

export default defineFamily({
  type: 'llama',
  names: llamaNames,
  describe(config) {
    const sizes = sizesOf(config);
    const layers = turningLayers(config, sizes, { rope: { base: 1e4 } });
    return llamaLike(config, 'llama', layers, sizes);
  },
});
