/** XLM-R: Conneau et al. 2019, arXiv 1911.02116; built as RoBERTa. */
import { defineFamily } from './family.ts';
import { robertaLike, robertaNames } from './roberta.family.ts';

export default defineFamily({
  type: 'xlm-roberta',
  names: robertaNames,
  describe: (config) => robertaLike(config, 'xlm-roberta'),
});
