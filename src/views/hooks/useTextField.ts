/** The text in a field of whatever room: as it is typed, it is the Spec's. */
import type { ChangeEvent } from 'react';
import { specStore } from '../../state/store.ts';
import { typeText } from '../../state/typing.ts';
import { fieldHead } from '../../text/field.ts';
import { maxText } from '../../text/line.ts';
import { useSpecs } from './stores.ts';
import { useTyping } from './useTyping.ts';
import { useWords } from './useWords.ts';

/** What the field is given. Of a text too long to lay out it shows the beginning, and keeps the rest. */
export function useTextField() {
  const words = useWords();
  const text = useSpecs(({ spec }) => spec.text);
  const { typed, left } = useTyping();
  const value = fieldHead(text);
  const rest = text.slice(value.length);
  const beginning = rest === '' ? undefined : words('text.beginning');
  return {
    value,
    title: beginning,
    'aria-description': beginning,
    maxLength: maxText - rest.length,
    spellCheck: false,
    dir: 'auto',
    onChange(event: ChangeEvent<HTMLTextAreaElement>) {
      typeText(specStore, event.target.value + rest);
      typed();
    },
    onBlur: left,
  } as const;
}
