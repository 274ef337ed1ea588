/** CamemBERT: Martin et al. 2019, arXiv 1911.03894; built as RoBERTa. */
import { defineFamily } from './family.ts';
import { robertaLike, robertaNames } from './roberta.family.ts';

export default defineFamily({
  type: 'camembert',
  names: robertaNames,
  describe: (config) => robertaLike(config, 'camembert'),
});
