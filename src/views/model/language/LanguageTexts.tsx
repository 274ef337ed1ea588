/** The texts made for language models, to choose one, and what to look for in it. */

import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { type TextOf, textsFor } from '../../../show/moreTexts.ts';
import { openedStore } from '../../../show/opened.ts';
import { openedModel } from '../../../state/openedModel.ts';
import { change, finish, specStore } from '../../../state/store.ts';
import { useSpecs } from '../../hooks/stores.ts';
import { useWords } from '../../hooks/useWords.ts';
import { Select } from '../../parts/Select.tsx';

const none: readonly TextOf[] = [];

/** Those that the open model can read; none before that is known. */
export function useTexts(): readonly TextOf[] {
  const opened = useStore(openedStore, (own) => own.opened);
  const tokenizer = useStore(openedStore, (own) => own.tokenizer);
  const [texts, setTexts] = useState(none);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of another model other texts are read.
  useEffect(() => {
    let overtaken = false;
    void textsFor(specStore.getState().spec).then((found) => {
      if (!overtaken) setTexts(found);
    });
    return () => {
      overtaken = true;
    };
    // oxlint-disable-next-line react/exhaustive-deps
  }, [opened, tokenizer]);
  return texts;
}

export function LanguageTexts() {
  const words = useWords();
  const texts = useTexts();
  const shown = useSpecs(({ spec }) => spec.text);
  const [named] = texts.find(([, text]) => text === shown) ?? [null];
  return (
    <div className="language-texts">
      <label className="choice">
        <span className="choice-label">{words('attend.texts')}</span>
        <Select
          data-control="texts"
          value={named}
          none={words('attend.texts.own')}
          values={texts.map(([name]) => name)}
          says={(name) => words(`language.text.${name}`)}
          choose={(chosen) => {
            const [, text] = texts.find(([name]) => name === chosen) ?? [];
            if (text === undefined) return;
            finish(specStore);
            change(specStore, { text });
          }}
        />
      </label>
      {named && openedModel()?.description.output !== 'none' && (
        <span className="soft">{words(`language.text.${named}.says`)}</span>
      )}
    </div>
  );
}
