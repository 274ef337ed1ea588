/** Where the table of all-MiniLM-L6-v2 lies; the page as a single file has it within (scripts/single.ts). */
import { pageAddress } from '../bytes/pageAddress.ts';

export const minilmAddress = (): string =>
  new URL('tables/minilm-positions.npy', pageAddress()).href;
