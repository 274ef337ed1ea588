/**
 * The loss of a language model over several texts, under each kind of surgery: one pass after another,
 * each result as it comes, to be given up at any time. Knows no words.
 */

import { idTexts, type LanguageTextName, languageTexts } from '../state/languageTexts.ts';
import { fileModel, type Spec } from '../state/spec.ts';
import { type SurgeryName, surgeriesOf, withSurgery } from '../state/surgeryKinds.ts';
import { withText } from '../state/typing.ts';
import { tokensOf } from './opened.ts';
import { answers } from './shown.ts';

export type TextOf = readonly [name: LanguageTextName, text: string];

/** The texts that the model of a Spec can read: in its own tokens, or as ids. */
export async function textsFor(spec: Spec): Promise<readonly TextOf[]> {
  const all = Object.entries(languageTexts) as TextOf[]; // the names of that list
  const read = await Promise.all(
    all.map(async (each) => ({ each, tokens: await tokensOf(each[1]) })),
  );
  if (read.every(({ tokens }) => tokens === null)) {
    const ids = idTexts(fileModel(spec)?.vocabulary ?? 1);
    return Object.entries(ids) as TextOf[]; // as above
  }
  // A tokenizer that takes several tokens for a character of a text was not made for its language.
  return read
    .filter(({ each: [, text], tokens }) => tokens && tokens.ids.length <= [...text].length)
    .map(({ each }) => each);
}

/** The mean loss of one text under one kind of surgery. */
export interface TextLoss {
  readonly text: LanguageTextName;
  readonly kind: SurgeryName;
  readonly loss: number;
}

/**
 * @param where   the Spec whose layers and heads are changed
 * @param signal  gives it up
 */
export async function* textLosses(
  where: Spec,
  texts: readonly TextOf[],
  signal: AbortSignal,
): AsyncGenerator<TextLoss, void> {
  const kinds = surgeriesOf(where);
  signal.addEventListener('abort', () => answers.cancelModel(), { once: true });
  for (const [name, text] of texts) {
    const tokens = await tokensOf(text);
    for (const kind of kinds) {
      const losses = await answers.losses(withSurgery(kind, withText(where, text)), tokens);
      if (signal.aborted || !losses) return;
      yield { text: name, kind, loss: losses.reduce((sum, each) => sum + each, 0) / losses.length };
    }
  }
}
