/** The thread that an opened tokenizer runs in. */
import type { TokenizerThread } from '../../../files/tokenizer/apart.ts';
// oxlint-disable-next-line import/default -- the bundler makes it
import address from '../../../files/tokenizer/worker.ts?worker&url';
import { startThread } from '../../../threads/thread.ts';

export const startTokenizer = (): TokenizerThread => startThread(address);
