/** What can be taken away of the page as it is: a line for each kind of file, with a button that saves it. */
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { type Group, groups } from '../../export/export.ts';
import { exports, quantityFor } from '../../export/exports.ts';
import { defaultLook } from '../../export/look.ts';
import { aboutNow } from '../../export/taken.ts';
import { drawBy } from '../../show/drawNow.ts';
import { schemeName } from '../../show/words.ts';
import { specStore } from '../../state/store.ts';
import { viewStore } from '../../state/view.ts';
import { visit } from '../../state/visit.ts';
import '../../text/later.ts';
import { useWords } from '../hooks/useWords.ts';
import { KeptStates } from '../kept/KeptStates.tsx';
import Dialog from '../parts/Dialog.tsx';
import { FigureGroup } from './FigureGroup.tsx';
import { type Here, KindLine, Line, QuantityOptions } from './KindLine.tsx';
import './takeAway.css';

// A script fetches the same part of the page: one of its own would tear the first download into more pieces.
export { exportAsked } from '../../export/taken.ts';

// A figure of a room is read in the colours of another theme, drawn in one go.
drawBy(flushSync);

export function TakeAway({ onClose }: { readonly onClose: () => void }) {
  const words = useWords();
  /** Null while it is asked for; false where the page shows nothing. */
  const [here, setHere] = useState<Here | false | null>(null);
  useEffect(() => {
    aboutNow().then(setHere, () => setHere(false));
  }, []);
  const embed = () => {
    visit(specStore, viewStore, { room: 'lessons', classroom: 'links' });
    onClose();
  };
  return (
    <Dialog className="take-away" title={words('export.title')} onClose={onClose}>
      {here === false && (
        <>
          <p>{words('export.unavailable')}</p>
          <KeptStates onLeave={onClose} />
        </>
      )}
      {here && (
        <>
          <p className="soft">{words('export.says', { scheme: schemeName(here.frame.spec) })}</p>
          <div className="take-away-groups">
            <div>
              <FigureGroup here={here} />
              <KeptStates onLeave={onClose} />
            </div>
            <div>
              {groups
                .filter((group) => group !== 'figure')
                .map((group) => (
                  <GroupOf key={group} group={group} here={here} />
                ))}
              <Line
                id="embed"
                name={words('links.embed')}
                says={words('export.embed.says')}
                told={null}
              >
                <button type="button" className="tool" onClick={embed}>
                  {words('export.embed')}
                </button>
              </Line>
            </div>
          </div>
        </>
      )}
    </Dialog>
  );
}

function GroupOf({ group, here }: { readonly group: Group; readonly here: Here }) {
  const words = useWords();
  const [name, setName] = useState('positions');
  const own = exports.filter((each) => each.group === group);
  if (own.length === 0) return null;
  return (
    <fieldset data-group={group}>
      <legend>{words(`export.group.${group}`)}</legend>
      {own.some(({ takes }) => takes === 'one') && (
        <label className="take-away-field">
          <span>{words('export.quantity')}</span>
          <select
            value={name}
            data-option="quantity"
            onChange={(event) => setName(event.target.value)}
          >
            <QuantityOptions here={here} />
          </select>
        </label>
      )}
      {own.map((each) => {
        const quantity = each.takes === 'one' ? quantityFor(each, name, here.quantities) : null;
        const about = { ...here, quantity, look: defaultLook };
        return <KindLine key={`${each.id} ${name}`} of={each} about={about} />;
      })}
    </fieldset>
  );
}
