/** A field that a number is typed in: taken with Enter or on leaving it, put back with Escape. */
import { type ComponentProps, useState } from 'react';
import { accepts, type NumberRule, rangeOf } from '../../encodings/params.ts';
import { typedNumber } from '../../text/typedNumber.ts';
import { useWords } from './useWords.ts';

interface NumberField {
  readonly rule: NumberRule;
  /** As the page calls it. */
  readonly name: string;
  readonly value: number;
  /** How the value is written. */
  readonly shown: string;
  readonly take: (value: number) => void;
}

/** @returns what the input needs, and why the last number was not taken; null once another is in force */
export function useNumberField({ rule, name, value, shown, take }: NumberField): {
  readonly field: ComponentProps<'input'>;
  readonly refused: string | null;
} {
  const words = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<{ says: string; at: number } | null>(null);
  // Else it would come back with the value that it was said at.
  if (refusal && refusal.at !== value) setRefusal(null);
  const refused = refusal?.at === value ? refusal.says : null;
  const commit = () => {
    if (typed === null) return;
    setTyped(null);
    const number = typedNumber(typed);
    if (accepts(rule, number)) {
      setRefusal(null);
      take(number);
      return;
    }
    const says = words('control.range', {
      name,
      value: typed.slice(0, 20) || '—',
      allowed: rangeOf(rule),
    });
    setRefusal({ says, at: value });
  };
  return {
    field: {
      type: 'text',
      inputMode: 'decimal',
      autoComplete: 'off',
      value: typed ?? shown,
      'aria-invalid': refused !== null,
      onFocus: ({ target }) => target.select(),
      onChange: ({ target }) => setTyped(target.value),
      onBlur: commit,
      onKeyDown: ({ key }) => {
        if (key === 'Enter') commit();
        if (key === 'Escape') setTyped(null);
      },
    },
    refused,
  };
}
