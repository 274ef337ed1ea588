/** Fetches the glossary and what shows its words, once the page has been at rest after its first picture. */
import { useEffect, useState } from 'react';
import { useShown } from '../hooks/stores.ts';
import { glossaryStore } from './Terms.tsx';

type Shower = typeof import('./TermCard.tsx').TermCard;

export function TermsDoor() {
  const rests = useShown(({ check }) => check !== null);
  const [Card, setCard] = useState<{ readonly view: Shower } | null>(null);
  useEffect(() => {
    if (!rests || glossaryStore.getState().marked) return;
    let gone = false;
    // Without it the words are plain text: nothing to say where it cannot be fetched.
    Promise.all([import('./TermCard.tsx'), import('../../lessons/glossary.ts')]).then(
      ([{ TermCard }, { glossary, marked }]) => {
        if (gone) return;
        setCard({ view: TermCard });
        glossaryStore.setState({ glossary, marked });
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [rests]);
  return Card && <Card.view />;
}
