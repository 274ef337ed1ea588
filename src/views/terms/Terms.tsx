/**
 * A text in which the words of the field can be asked about: hovered, focused or tapped they say what
 * they mean, once the glossary is here. Each is marked where a text first has it. Not for what is inside
 * a button or a link.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { marked, Term } from '../../lessons/glossary.ts';
import { useView } from '../hooks/stores.ts';
import { Typeset } from '../parts/Typeset.tsx';

interface Glossary {
  readonly glossary: readonly Term[];
  /** How words are found; null until the glossary has been fetched. */
  readonly marked: typeof marked | null;
}

export const glossaryStore = createStore<Glossary>(() => ({ glossary: [], marked: null }));

export function Terms({ text }: { readonly text: string }) {
  const mark = useStore(glossaryStore, (now) => now.marked);
  const locale = useView((view) => view.locale);
  if (!mark) return <Typeset text={text} />;
  return mark(text, locale).map((part) =>
    typeof part === 'string' ? (
      <Typeset key={part} text={part} />
    ) : (
      // A button would not break between two words, and would take the label that it stands in.
      // biome-ignore lint/a11y/useSemanticElements: see above.
      <span key={part.term.id} role="button" tabIndex={0} className="term" data-term={part.term.id}>
        <Typeset text={part.text} />
      </span>
    ),
  );
}
