/**
 * ELECTRA: Clark et al. 2020, arXiv 2003.10555. Of the small one the embeddings are narrower than the
 * model, and a matrix takes them to its width.
 */
import { bertGuess, bertLike, bertNames } from './bertLike.ts';
import { defineFamily } from './family.ts';

export default defineFamily({
  type: 'electra',
  names: {
    ...bertNames,
    prefixes: ['electra.', ''],
    embeddingProjection: 'embeddings_project',
  },
  describe: (config) => ({
    ...bertLike(config, 'electra'),
    embeddingWidth: config.size('embedding_size', 128),
  }),
  guess: {
    ...bertGuess,
    config: (told) => ({ ...bertGuess.config(told), embedding_size: told.embeddingWidth }),
  },
});
