/** Texts in which places matter, each with the mask and the scheme that suit it. */
import { loadEncodings } from '../../encodings/index.ts';
import { showWhole } from '../../show/windows.ts';
import { change, finish, specStore } from '../../state/store.ts';
import { type TextName, textGroups, textPatch, texts } from '../../state/texts.ts';
import { viewStore } from '../../state/view.ts';
import { useWords } from '../hooks/useWords.ts';
import { query } from './lineEdits.ts';

export function TextsMenu({ named }: { readonly named: TextName | null }) {
  const words = useWords();
  return (
    <label className="choice">
      <span className="choice-label">{words('attend.texts')}</span>
      <select
        value={named ?? ''}
        data-control="texts"
        onChange={(event) => {
          const { value } = event.target;
          if (isName(value)) void show(value);
        }}
      >
        <option value="" disabled>
          {words('attend.texts.own')}
        </option>
        {(['order', 'tasks', 'senses'] as const).map((group) => (
          <optgroup key={group} label={words(`attend.texts.${group}`)}>
            {textGroups[group].map((name) => (
              <option key={name} value={name}>
                {words(`attend.text.${name}`)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

function isName(value: string): value is TextName {
  return value in texts;
}

async function show(name: TextName): Promise<void> {
  await loadEncodings();
  showWhole();
  finish(specStore);
  const { locale } = viewStore.getState();
  change(specStore, textPatch(name, locale, specStore.getState().spec));
  const { length } = specStore.getState().spec;
  query(Math.floor(length * 0.6), Math.floor(length * 0.3));
}
