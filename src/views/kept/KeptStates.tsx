/** States kept by name: opened, compared two at a time, saved as a file and put in from one. */

import { type FormEvent, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { schemeName } from '../../show/words.ts';
import { writeRivals } from '../../state/compare.ts';
import { differing, type Kept, mostKept, tidyKeptName, writeKept } from '../../state/kept.ts';
import { described, valueOf } from '../../state/settings.ts';
import { aboutOf, type Spec } from '../../state/spec.ts';
import { specStore } from '../../state/store.ts';
import { valueWords } from '../../state/valueWords.ts';
import { viewStore } from '../../state/view.ts';
import { visit } from '../../state/visit.ts';
import { said } from '../../text/t.ts';
import { saveFile } from '../export/saveFile.ts';
import { useSpecs, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { IconButton } from '../parts/IconButton.tsx';
import { JsonButton } from '../parts/JsonButton.tsx';
import {
  addFile,
  keepNow,
  keptStore,
  openKept,
  putBack,
  removeKept,
  specOfKept,
} from './keptStates.ts';
import './kept.css';

interface KeptProps {
  /** The page is to be seen again. */
  readonly onLeave: () => void;
}

export function KeptStates({ onLeave }: KeptProps) {
  const words = useWords();
  const states = useStore(keptStore, (now) => now.states);
  const [chosen, setChosen] = useState<readonly Kept[]>([]);
  const here = chosen.filter((each) => states.includes(each));
  const [first, second] = here;
  const choose = (kept: Kept) =>
    setChosen(
      here.includes(kept) ? here.filter((each) => each !== kept) : [...here, kept].slice(-2),
    );
  return (
    <section className="kept" aria-labelledby="kept-title">
      <h3 id="kept-title">{words('kept.title')}</h3>
      <p className="soft">{words('kept.says')}</p>
      <KeepForm />
      {states.length > 0 && (
        <ul className="kept-list">
          {states.map((kept) => (
            <li key={`${kept.name} ${kept.search}`} data-kept={kept.name}>
              <input
                type="checkbox"
                aria-label={words('kept.choose', { name: kept.name })}
                checked={here.includes(kept)}
                onChange={() => choose(kept)}
              />
              <button
                type="button"
                className="kept-open"
                aria-label={words('kept.open', { name: kept.name })}
                onClick={() => void openKept(kept).then(onLeave)}
              >
                {kept.picture === '' ? <i /> : <img src={kept.picture} alt="" />}
                <span>{kept.name}</span>
              </button>
              <IconButton
                className="tool"
                name={words('kept.remove', { name: kept.name })}
                onClick={() => removeKept(kept)}
              >
                ×
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {first && second ? (
        <Differences
          key={`${first.name} ${second.name}`}
          pair={[first, second]}
          onLeave={onLeave}
        />
      ) : (
        states.length > 1 && <p className="soft">{words('kept.pair')}</p>
      )}
      <Files states={states} />
      <News />
    </section>
  );
}

function KeepForm() {
  const words = useWords();
  const spec = useSpecs((history) => history.spec);
  const room = useView((view) => view.room);
  const usual = words('kept.usual', { scheme: schemeName(spec), room: words(`app.room.${room}`) });
  const [typed, setTyped] = useState('');
  const keep = (event: FormEvent) => {
    event.preventDefault();
    keepNow(tidyKeptName(typed) || usual);
    setTyped('');
  };
  return (
    <form className="kept-form" onSubmit={keep}>
      <label>
        <span>{words('kept.name')}</span>
        <input
          type="text"
          autoComplete="off"
          maxLength={mostKept.name}
          placeholder={usual}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <button type="submit" className="tool">
        {words('kept.keep')}
      </button>
    </form>
  );
}

function Files({ states }: { readonly states: readonly Kept[] }) {
  const words = useWords();
  const save = () =>
    saveFile(new Blob([writeKept(states)], { type: 'application/json' }), 'whereabouts.json');
  return (
    <p className="kept-files">
      <button type="button" className="tool" disabled={states.length === 0} onClick={save}>
        {words('kept.save')}
      </button>
      <JsonButton name="kept" label={words('kept.add')} take={(file) => void addFile(file)} />
    </p>
  );
}

/** What came of it, in a sentence. */
function News() {
  const words = useWords();
  const news = useStore(keptStore, (now) => now.news);
  const removed = useStore(keptStore, (now) => now.removed);
  return (
    <p role="status" className="kept-news" data-news={news?.kind}>
      {news?.kind === 'kept' && words('kept.kept', news)}
      {news?.kind === 'removed' && words('kept.removed', news)}
      {news?.kind === 'most' && words('kept.most', { most: mostKept.states })}
      {news?.kind === 'added' && (
        <>
          {words('kept.added', news)} {news.again > 0 && words('kept.again', news)}{' '}
          {news.dropped > 0 && words('kept.dropped', news)}{' '}
          {news.over > 0 && words('kept.over', { ...news, most: mostKept.states })}
        </>
      )}
      {(news?.kind === 'damaged' ||
        news?.kind === 'version' ||
        news?.kind === 'tooLarge' ||
        news?.kind === 'foreign' ||
        news?.kind === 'full') &&
        words(`kept.${news.kind}`)}{' '}
      {removed && (
        <button type="button" className="tool" onClick={putBack}>
          {words('kept.putBack')}
        </button>
      )}
    </p>
  );
}

type Pair = readonly [Kept, Kept];

/** Two of them side by side, and all that their Specs differ in. */
function Differences({ pair, onLeave }: KeptProps & { readonly pair: Pair }) {
  const words = useWords();
  const [specs, setSpecs] = useState<readonly [Spec, Spec] | null>(null);
  const [a, b] = pair;
  useEffect(() => {
    let gone = false;
    void Promise.all([specOfKept(a), specOfKept(b)]).then((found) => {
      if (!gone) setSpecs(found);
    });
    return () => {
      gone = true;
    };
  }, [a, b]);
  if (!specs) return null;
  const [first, second] = specs;
  const names = differing(first, second);
  const both = first.model === 'seeded' && second.model === 'seeded';
  const schemesDiffer = names.some((name) => name === 'encoding' || name.startsWith('params.'));
  const compare = () => {
    const rivals = [{ encoding: second.encoding, params: second.params }];
    visit(specStore, viewStore, { room: 'compare' }, () => ({
      ...first,
      compare: writeRivals(rivals),
    }));
    onLeave();
  };
  return (
    <>
      <table className="kept-pair">
        <thead>
          <tr>
            <td />
            {pair.map((kept) => (
              <th key={kept.name} scope="col">
                {kept.picture !== '' && <img src={kept.picture} alt="" />}
                {kept.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{labelOf(first, name)}</th>
              <td>{textOf(first, name)}</td>
              <td>{textOf(second, name)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {names.length === 0 && <p>{words('kept.same')}</p>}
      {both && schemesDiffer && (
        <p>
          <button type="button" className="tool" onClick={compare}>
            {words('kept.compare')}
          </button>{' '}
          <span className="soft">{words('kept.compare.says', { name: a.name })}</span>
        </p>
      )}
    </>
  );
}

function labelOf(spec: Spec, name: string): string {
  const declared = described(spec, name);
  return declared ? said(declared.label, viewStore.getState().locale) : name;
}

/** More of a text is no help beside another. */
const mostShown = 60;

function textOf(spec: Spec, name: string): string {
  const { locale } = viewStore.getState();
  if (name === 'encoding') return said(aboutOf(spec).text.name, locale);
  const value = valueOf(spec, name);
  const declared = described(spec, name);
  const text = declared ? valueWords(declared, value, locale) : String(value);
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text || '–';
}
