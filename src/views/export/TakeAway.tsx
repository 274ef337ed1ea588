/** What can be taken away of the page as it is: a line for each kind of file, with a button that saves it. */
import { useEffect, useState } from 'react';
import { type About, type Export, type Group, groups } from '../../export/export.ts';
import { exported, exports, fileName, quantityFor } from '../../export/exports.ts';
import { defaultLook } from '../../export/look.ts';
import { aboutNow, contextOf } from '../../export/taken.ts';
import { schemeName } from '../../show/words.ts';
import { bytesText } from '../../text/bytes.ts';
import '../../text/later.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { saveFile } from './saveFile.ts';
import './takeAway.css';

type Here = Omit<About, 'quantity' | 'look'>;

export function TakeAway({ onClose }: { readonly onClose: () => void }) {
  const words = useWords();
  /** Null while it is asked for; false where the page shows nothing. */
  const [here, setHere] = useState<Here | false | null>(null);
  useEffect(() => {
    aboutNow().then(setHere, () => setHere(false));
  }, []);
  return (
    <Dialog className="take-away" title={words('export.title')} onClose={onClose}>
      {here === false && <p>{words('export.unavailable')}</p>}
      {here && (
        <>
          <p className="soft">{words('export.says', { scheme: schemeName(here.frame.spec) })}</p>
          {groups.map((group) => (
            <GroupOf key={group} group={group} here={here} />
          ))}
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
  const takes = own.some((each) => each.takes);
  return (
    <fieldset data-group={group}>
      <legend>{words(`export.group.${group}`)}</legend>
      {takes && (
        <label className="choice">
          <span className="choice-label">{words('export.quantity')}</span>
          <select
            value={name}
            data-option="quantity"
            onChange={(event) => setName(event.target.value)}
          >
            {here.quantities.map((each) => (
              <option key={each.name} value={each.name}>
                {`${each.name} [${each.shape.join(', ')}]`}
              </option>
            ))}
          </select>
        </label>
      )}
      {own.map((each) => {
        const quantity = each.takes ? quantityFor(each, name, here.quantities) : null;
        const about = { ...here, quantity, look: defaultLook };
        return <Line key={`${each.id} ${name}`} of={each} about={about} />;
      })}
    </fieldset>
  );
}

/** One kind of file: what it is, how large, and the button; or why it cannot be made. */
function Line({ of, about }: { readonly of: Export; readonly about: About }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const [making, setMaking] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const reason = of.refuses?.(about);
  const name = fileName(of, about);
  const save = async () => {
    setMaking(true);
    setFailed(null);
    try {
      saveFile(await exported(of, contextOf(about)), name);
    } catch (error) {
      setFailed(error instanceof Error ? error.message : String(error));
    }
    setMaking(false);
  };
  return (
    <div className="take-away-line" data-export={of.id}>
      <span className="take-away-name">{words(`export.name.${of.id}`)}</span>
      <span className="take-away-says">{words(`export.says.${of.id}`)}</span>
      <span className="take-away-size">
        {of.bytes && words('export.size', { size: bytesText(locale, of.bytes(about)) })}
      </span>
      <button
        type="button"
        className="tool"
        disabled={making || Boolean(reason)}
        title={name}
        aria-label={words('export.save.as', { name })}
        onClick={() => void save()}
      >
        {words(making ? 'export.making' : 'export.save')}
      </button>
      {reason && <p className="take-away-why">{said(reason, locale)}</p>}
      {failed !== null && (
        <p className="take-away-why" role="alert">
          {words('export.failed', { message: failed })}
        </p>
      )}
    </div>
  );
}
