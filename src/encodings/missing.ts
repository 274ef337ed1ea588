/** What a scheme needs and could not be had: the reason goes to the user. */
import type { Localized } from '../text/locale.ts';

export class Missing extends Error {
  constructor(readonly reason: Localized) {
    super(reason.en);
    this.name = 'Missing';
  }
}
