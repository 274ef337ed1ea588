/** BERT: Devlin et al. 2018, arXiv 1810.04805. */
import { bertGuess, bertLike, bertNames } from './bertLike.ts';
import { defineFamily } from './family.ts';

export default defineFamily({
  type: 'bert',
  names: { ...bertNames, prefixes: ['bert.', ''] },
  describe: (config) => bertLike(config, 'bert'),
  guess: bertGuess,
});
