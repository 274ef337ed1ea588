/** The scheme's name, which is also where another is chosen, and its formula, live. */
import { lazy, Suspense, useState } from 'react';
import { citation } from '../../encodings/encoding.ts';
import { scientific, shortValue } from '../../show/words.ts';
import { hasLearned } from '../../state/raced.ts';
import { aboutOf, schemeOf, unmaskedOf } from '../../state/spec.ts';
import { said } from '../../text/t.ts';
import { useReadout, useSpecs, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { SchemeButton } from '../parts/SchemeButton.tsx';
import { Tex } from '../parts/tex.tsx';
import { Terms } from '../terms/Terms.tsx';
import { Fitted } from './Fitted.tsx';

const Told = lazy(() => import('./Told.tsx'));
const Ways = lazy(() => import('../parts/Ways.tsx'));
const Dialog = lazy(() => import('../parts/Dialog.tsx'));

export function Title({ hide }: { readonly hide: readonly string[] }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const spec = useSpecs((history) => history.spec);
  const scheme = schemeOf(spec);
  const { text } = aboutOf(spec);
  return (
    <section className="title" aria-label={words('field.encoding')}>
      <div className="title-name">
        <SchemeName hide={hide} />
        <p className="source">
          <Source />
        </p>
      </div>
      {!hide.includes('formula') && (
        <div className="formula">
          <div className="formula-lines">
            <Formula
              pieces={scheme.tex(spec.params, hasLearned(spec)).split('\\qquad')}
              name={said(text.name, locale)}
            />
            <Worked />
          </div>
          <div className="formula-foot">
            <Suspense fallback={<div className="ways" />}>
              <Ways />
            </Suspense>
            <Numbers />
          </div>
        </div>
      )}
      <p className="look-for">
        <Terms text={said(text.lookFor, locale)} />
      </p>
    </section>
  );
}

/** The scheme's formula, as much of it as there is room for, and all of it in a dialog. */
function Formula({ pieces, name }: { readonly pieces: readonly string[]; readonly name: string }) {
  const words = useWords();
  const [cut, setCut] = useState(false);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Fitted className="formula-tex" onCut={setCut}>
        {pieces.map((piece) => (
          <Tex key={piece} tex={piece} />
        ))}
      </Fitted>
      <button type="button" className="formula-more" hidden={!cut} onClick={() => setOpen(true)}>
        {words('formula.more')}
      </button>
      {open && (
        <Suspense>
          <Dialog
            className="formula-full"
            title={words('formula.all', { name })}
            onClose={() => setOpen(false)}
          >
            {pieces.map((piece) => (
              <p key={piece}>
                <Tex tex={piece} />
              </p>
            ))}
          </Dialog>
        </Suspense>
      )}
    </>
  );
}

/** The heading, which opens the picker where a scheme may be chosen. */
export function SchemeName({ hide }: { readonly hide: readonly string[] }) {
  const locale = useView((view) => view.locale);
  const name = said(aboutOf(useSpecs(({ spec }) => spec)).text.name, locale);
  if (hide.includes('encoding')) return <h1 className="visually-hidden">{name}</h1>;
  return (
    <h1 className="scheme-title">
      <SchemeButton name={name} />
    </h1>
  );
}

/** Where the scheme comes from, and its idea in a few words, or what it shows without its mask. */
export function Source() {
  const locale = useView((view) => view.locale);
  const spec = useSpecs((history) => history.spec);
  const { source, text } = aboutOf(spec);
  const { url, title } = source;
  return (
    <>
      <span className="cited">
        {url ? (
          <a href={url} rel="noreferrer" target="_blank" title={title}>
            {citation(source, locale)}
          </a>
        ) : (
          <span title={title}>{citation(source, locale)}</span>
        )}
        <span aria-hidden="true"> · </span>
      </span>
      <Terms text={said(unmaskedOf(spec) ?? text.idea, locale)} />
    </>
  );
}

/** How the number of the cell under the crosshair came about. */
function Worked() {
  const how = useView((view) => view.how);
  const tex = useReadout(({ exact }) => exact?.tex ?? '');
  if (how !== 'formula') {
    return (
      <Suspense fallback={<div className="worked-tex" />}>
        <Told how={how} />
      </Suspense>
    );
  }
  return (
    <Fitted className="worked-tex">
      <Tex tex={tex} />
    </Fitted>
  );
}

/** The number of that cell on the GPU and in float64. */
function Numbers() {
  const words = useWords();
  const exact = useReadout((now) => now.exact);
  const reading = useReadout(({ cross, readings }) => cross && readings[cross.map]);
  const gpu = reading?.gpu ?? null;
  const value = exact?.value ?? null;
  return (
    <dl className="compare">
      <dt>{words('read.gpu')}</dt>
      <dd>{gpu === null ? '…' : shortValue(gpu, 8)}</dd>
      <dt>{words('read.float64')}</dt>
      <dd>{value === null ? (exact ? words('read.toolong') : '…') : shortValue(value, 8)}</dd>
      <dt>{words('read.difference')}</dt>
      <dd>
        {gpu === null || value === null
          ? '…'
          : scientific(gpu === value ? 0 : Math.abs(gpu - value))}
      </dd>
    </dl>
  );
}
