/** The last line while presenting: what is on the screen, and what else can be done. */
import { useEffect, useRef } from 'react';
import { screens } from '../../state/page.ts';
import { viewStore } from '../../state/view.ts';
import { useSpecs, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { Choices } from '../parts/Choices.tsx';
import { useMapTitles } from '../parts/MapKinds.tsx';
import { type ActName, actKeys } from './acts.ts';
import { canFillScreen } from './fullScreen.ts';

const toggles = ['spotlight', 'freeze'] as const;
const buttons = ['black', 'qr', 'notes', 'full', 'keys', 'leave'] as const;

export function PresentLine({ acts }: { readonly acts: Readonly<Record<ActName, () => void>> }) {
  const words = useWords();
  const titles = useMapTitles();
  const line = useRef<HTMLElement>(null);
  const screen = useView((view) => view.screen);
  const spotlight = useView((view) => view.spotlight);
  const freeze = useSpecs((history) => history.frozen);
  const on = { spotlight, freeze };
  // The button that began it is gone: the next Tab leads here.
  useEffect(() => {
    if (document.activeElement === document.body) line.current?.focus();
  }, []);
  const button = (name: ActName) => ({
    type: 'button' as const,
    'data-present': name,
    title: actKeys[name].map((key) => key.toUpperCase()).join(' '),
    onClick: acts[name],
  });
  return (
    <nav ref={line} className="present-line" tabIndex={-1} aria-label={words('present.line')}>
      <Choices
        className="present-screens"
        data="data-screen"
        label={words('present.screen')}
        values={screens}
        chosen={screen}
        name={(each) =>
          each === 'room' || each === 'plate' ? words(`present.screen.${each}`) : titles[each]
        }
        choose={(each) => viewStore.setState({ screen: each })}
      />
      <div className="present-acts">
        {toggles.map((name) => (
          <button key={name} {...button(name)} aria-pressed={on[name]}>
            {words(`present.${name}`)}
          </button>
        ))}
        {buttons
          .filter((name) => name !== 'full' || canFillScreen())
          .map((name) => (
            <button key={name} {...button(name)}>
              {words(`present.${name}`)}
            </button>
          ))}
      </div>
    </nav>
  );
}
