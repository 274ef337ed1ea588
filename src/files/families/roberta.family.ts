/** RoBERTa: Liu et al. 2019, arXiv 1907.11692. Positions count from the row after that of the padding. */
import { bertGuess, bertLike, bertNames } from './bertLike.ts';
import type { Config } from './config.ts';
import { defineFamily } from './family.ts';

export const robertaNames = { ...bertNames, prefixes: ['roberta.', ''] };

export function robertaLike(config: Config, family: string) {
  const made = bertLike(config, family);
  const first = config.index('pad_token_id', 1) + 1;
  const rows = config.size('max_position_embeddings');
  // Fewer rows than that have no position at all.
  if (first >= rows) throw config.notComputed('pad_token_id', first - 1);
  return { ...made, trained: rows - first, table: { rows, first } };
}

export default defineFamily({
  type: 'roberta',
  names: robertaNames,
  describe: (config) => robertaLike(config, 'roberta'),
  guess: {
    fields: { ...bertGuess.fields, padding: 'pad_token_id' },
    config: (told) => ({ ...bertGuess.config(told), layer_norm_eps: 1e-5, pad_token_id: 1 }),
  },
});
