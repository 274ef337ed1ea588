/**
 * Who uses this: models of the transformers library by the defaults of their configuration classes, found
 * by name and opened with their parameters. The list is fetched when the lens is opened.
 */
import '../../text/later.ts';
import { useEffect, useMemo, useState } from 'react';
import { aboutOf } from '../../state/spec.ts';
import { change, specStore } from '../../state/store.ts';
import { factsOf, findUses, type ModelConfig, type Use, useOf } from '../../state/uses.ts';
import { said } from '../../text/t.ts';
import { useSpecs, useView } from '../hooks/stores.ts';
import type { LensProps } from '../hooks/useLens.ts';
import { useRem, useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { defineLens } from '../parts/tools.ts';
import { BaseChart, WaveRows } from './modelCharts.tsx';

interface Models {
  /** The library and its version. */
  readonly source: string;
  readonly uses: readonly Use[];
}

function useModels(): Models | null {
  const [models, setModels] = useState<Models | null>(null);
  useEffect(() => {
    let gone = false;
    void import('../../state/models.json').then(({ default: { source, entries } }) => {
      if (!gone) setModels({ source, uses: (entries as readonly ModelConfig[]).map(useOf) });
    });
    return () => {
      gone = true;
    };
  }, []);
  return models;
}

/** Before they are here. */
const none: Models = { source: '', uses: [] };

/** More than these are not listed: a name says which. */
const mostListed = 40;

function Models({ frame }: LensProps) {
  const words = useWords();
  const rem = useRem();
  const locale = useView((view) => view.locale);
  const spec = useSpecs((history) => history.spec);
  const models = useModels();
  const [text, setText] = useState('');
  const [opened, setOpened] = useState<readonly Use[]>([]);
  const [box, width] = useWidth<HTMLDivElement>();
  const scheme = said(aboutOf(frame.spec).text.name, locale);
  const { source, uses } = models ?? none;
  const own = useMemo(
    () => uses.filter(({ encoding, lacks }) => encoding === spec.encoding && !lacks),
    [uses, spec.encoding],
  );
  const asked = text.trim() !== '';
  const found = asked ? findUses(uses, text) : own;
  const open = (use: Use) => {
    change(specStore, use.patch);
    setOpened((before) => [use, ...before.filter((each) => each !== use)].slice(0, 2));
  };
  const [chosen = null] = opened;
  const shown = Math.min(width, 46 * rem);
  return (
    <>
      <div className="lens-words models-words">
        <p>{words('models.what')}</p>
        <input
          type="search"
          className="models-search"
          data-control="models"
          aria-label={words('models.search')}
          placeholder={words('models.search')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <p className="soft" role="status" data-found={found.length}>
          {asked
            ? words('models.found', { count: found.length, all: uses.length })
            : words('models.users', { count: own.length, scheme })}
        </p>
        <ul className="models-list">
          {found.slice(0, mostListed).map((use) => (
            <li key={`${use.config.model} ${use.config.part}`}>
              <button type="button" aria-pressed={use === chosen} onClick={() => open(use)}>
                <b>{use.name}</b> <span className="soft">{factsText(use, locale)}</span>
              </button>
            </li>
          ))}
        </ul>
        {found.length > mostListed && (
          <p className="soft">{words('models.more', { count: found.length - mostListed })}</p>
        )}
      </div>
      <div ref={box} className="lens-figure">
        {chosen && <Opened use={chosen} source={source} />}
        {width > 0 && (
          <>
            {opened.length > 0 && <WaveRows uses={opened} width={shown} />}
            <h3 className="models-title">{words('models.chart')}</h3>
            <BaseChart uses={uses} chosen={chosen} width={shown} />
          </>
        )}
      </div>
    </>
  );
}

const factsText = (use: Use, locale: Parameters<typeof said>[1]) =>
  factsOf(use)
    .map((fact) => said(fact, locale))
    .join(' · ');

/** What was opened, where it comes from, and what the state has not of it. */
function Opened({ use, source }: { readonly use: Use; readonly source: string }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const { config, name, lacks, leftOut } = use;
  return (
    <div className="models-opened" aria-live="polite" data-model={config.model}>
      <h3 className="models-title">{name}</h3>
      <p>{factsText(use, locale)}</p>
      {lacks && <p>{said(lacks, locale)}</p>}
      {leftOut.length > 0 && (
        <>
          <p className="soft">{words('models.leftOut')}</p>
          <ul>
            {leftOut.map((each) => (
              <li key={each.en}>{said(each, locale)}</li>
            ))}
          </ul>
        </>
      )}
      <p className="soft">{words('models.source', { part: config.part, source })}</p>
    </div>
  );
}

export default defineLens({
  name: 'models',
  schemes: 'all',
  View: Models,
});
