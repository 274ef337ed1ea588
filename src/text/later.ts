/** Imported by whatever says words that the first paint does not need. */
import { enLater } from './enLater.ts';
import { addEnglish } from './t.ts';

addEnglish(enLater);
