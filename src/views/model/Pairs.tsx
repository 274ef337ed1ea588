/**
 * Pairs of sentences of the same words: how alike the trained encoder finds them with its positions
 * as trained, without them, and as in force now.
 */
import { useMemo } from 'react';
import {
  isOrderBlind,
  type Likeness,
  lacking,
  longestOwn,
  ownPair,
  ownText,
  type Pair,
  presets,
  relationOf,
  type Summary,
  summaryOf,
  tolerance,
} from '../../explain/likeness.ts';
import { scientific, shortValue } from '../../show/words.ts';
import { aboutOf } from '../../state/spec.ts';
import { viewStore } from '../../state/view.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useInView } from '../hooks/useInView.ts';
import {
  type Own,
  type Readings,
  type State,
  states,
  useModelFrame,
  useOwn,
  usePairs,
} from '../hooks/usePairs.ts';
import { useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { Terms } from '../terms/Terms.tsx';
import { type Cosines, markPaths, PairsChart } from './PairsChart.tsx';
import '../lenses/lenses.css';
import './pairs.css';

/** As many as the tolerance of the comparison has. */
const decimals = 5;

interface Row {
  /** Null for the reader's own. */
  readonly preset: Pair | null;
  readonly likeness: Readonly<Record<State, Likeness | null>>;
  /** Whether its sentences are the same tokens in two orders. */
  readonly reordered: boolean;
}

const unknown: Row['likeness'] = { trained: null, off: null, now: null };

/** What is near 1 and not order-blind is written by what it lacks: 1 − 2.1 × 10⁻⁶. */
function cosineText(cosine: number, blind: boolean): string {
  const lack = 1 - cosine;
  if (!blind && lack > 0 && lack < 1e-4) return `1 − ${scientific(lack)}`;
  return shortValue(cosine, decimals);
}

/** The same of each state. */
function byState<T>(of: (state: State) => T): Readonly<Record<State, T>> {
  return { trained: of('trained'), off: of('off'), now: of('now') };
}

export function Pairs() {
  const words = useWords();
  const frame = useModelFrame();
  const locale = useView((view) => view.locale);
  const typed = ownPair(useView((view) => view.pair));
  const own = useOwn(typed);
  const pairs = useMemo(() => (own ? [...presets, own.pair] : presets), [own]);
  const [box, width] = useWidth<HTMLDivElement>();
  const looked = useInView(box, frame !== null);
  const readings = usePairs(pairs, looked);
  if (!frame || !readings) return null;
  const rows = rowsOf(readings, own);
  const summaries = byState((state) => summaryOf(reorderedOf(rows, state)));
  const { now } = summaries;
  return (
    <section className="pairs" aria-labelledby="pairs-title">
      <div className="lens-words">
        <h2 id="pairs-title">{words('pairs.title')}</h2>
        <p>
          <Terms text={words('pairs.what')} />
        </p>
        <p className="lens-result" aria-live="polite">
          {now &&
            words('pairs.result.now', {
              scheme: said(aboutOf(readings.spec).text.name, locale),
              least: cosineText(now.least, now.blind === now.all),
              most: cosineText(now.most, now.blind > 0),
              blind: now.blind,
              all: now.all,
            })}
        </p>
        <p className="soft">
          {words('pairs.rule', { tolerance: scientific(tolerance).replaceAll(' ', '\u00a0') })}
        </p>
      </div>
      <div
        ref={box}
        className={`lens-figure pairs-figure ${readings.spec === frame.spec ? '' : 'stale'}`}
      >
        <table className="pairs-table" aria-labelledby="pairs-title">
          <thead>
            <tr>
              <th scope="col">{words('pairs.pair')}</th>
              <th scope="col" className="pairs-track">
                {words('pairs.cosine')}
              </th>
              {states.map((state) => (
                <th key={state} scope="col">
                  <Mark state={state} /> {words(`pairs.${state}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <PairRow key={row.preset?.[0] ?? ''} row={row}>
                {row.preset ? (
                  row.preset.map((sentence) => <span key={sentence}>{sentence}</span>)
                ) : (
                  <OwnFields typed={typed} own={own} />
                )}
              </PairRow>
            ))}
          </tbody>
          <tfoot>
            <SummaryRow
              name={words('pairs.blindCount')}
              summaries={summaries}
              value={({ blind, all }) => words('pairs.count', { count: blind, all })}
            />
            <SummaryRow
              name={words('pairs.difference')}
              summaries={summaries}
              value={({ difference }) =>
                difference < 1e-3 ? scientific(difference) : shortValue(difference, decimals)
              }
            />
          </tfoot>
        </table>
        <PairsChart around={box} width={width} rows={rows.map(cosinesOf)} />
      </div>
    </section>
  );
}

function rowsOf(readings: Readings, own: Own | null): readonly Row[] {
  const likenessOf = (pair: Pair) => byState((state) => readings.of(state, pair));
  return [
    ...presets.map((preset) => ({ preset, likeness: likenessOf(preset), reordered: true })),
    own
      ? {
          preset: null,
          likeness: likenessOf(own.pair),
          reordered: relationOf(...own.pieces) === 'order',
        }
      : { preset: null, likeness: unknown, reordered: false },
  ];
}

function reorderedOf(rows: readonly Row[], state: State): readonly Likeness[] {
  return rows.flatMap(({ likeness, reordered }) => (reordered ? (likeness[state] ?? []) : []));
}

function cosinesOf({ likeness }: Row): Cosines {
  return byState((state) => likeness[state]?.cosine ?? null);
}

function Mark({ state }: { readonly state: State }) {
  return (
    <svg viewBox="-8 -10 16 20" className="pairs-key" aria-hidden="true">
      <path className={`pairs-mark ${state}`} d={markPaths[state]} />
    </svg>
  );
}

function PairRow({ row, children }: { readonly row: Row; readonly children: React.ReactNode }) {
  const words = useWords();
  return (
    <tr data-pair={row.preset?.[0] ?? 'own'}>
      <th scope="row" className="pairs-sentences">
        {children}
      </th>
      <td className="pairs-track" data-track="" />
      {states.map((state) => {
        const likeness = row.likeness[state];
        const blind = likeness !== null && row.reordered && isOrderBlind(likeness);
        return (
          <td
            key={state}
            data-state={state}
            data-cosine={likeness?.cosine}
            data-difference={likeness?.difference}
          >
            {likeness && cosineText(likeness.cosine, blind)}
            {blind && <span className="soft pairs-blind">{words('pairs.blind')}</span>}
          </td>
        );
      })}
    </tr>
  );
}

interface SummaryProps {
  readonly name: string;
  readonly summaries: Readonly<Record<State, Summary | null>>;
  readonly value: (summary: Summary) => string;
}

function SummaryRow({ name, summaries, value }: SummaryProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="pairs-track" />
      {states.map((state) => {
        const summary = summaries[state];
        return <td key={state}>{summary && value(summary)}</td>;
      })}
    </tr>
  );
}

interface OwnProps {
  readonly typed: Pair;
  readonly own: Own | null;
}

function OwnFields({ typed: [first, second], own }: OwnProps) {
  const words = useWords();
  const type = (pair: Pair) => viewStore.setState({ pair: ownText(pair) });
  return (
    <>
      {words('pairs.own')}
      <input
        type="text"
        data-own="first"
        aria-label={words('pairs.own.first')}
        placeholder={words('pairs.own.first')}
        maxLength={longestOwn}
        value={first}
        onChange={({ target }) => type([target.value, second])}
      />
      <input
        type="text"
        data-own="second"
        aria-label={words('pairs.own.second')}
        placeholder={words('pairs.own.second')}
        maxLength={longestOwn}
        value={second}
        onChange={({ target }) => type([first, target.value])}
      />
      <span className="pairs-note" aria-live="polite">
        {own && <OwnNote own={own} />}
      </span>
    </>
  );
}

/** What is to be known about the reader's own pair before its numbers are believed. */
function OwnNote({ own: { pieces } }: { readonly own: Own }) {
  const words = useWords();
  const [first, second] = pieces;
  const relation = relationOf(first, second);
  const listed = (list: readonly string[]) =>
    list.length === 0 ? words('pairs.nothing') : list.join(' ');
  return (
    <>
      {relation === 'same' && words('pairs.own.same')}
      {relation === 'other' &&
        words('pairs.own.other', {
          first: listed(lacking(first, second)),
          second: listed(lacking(second, first)),
        })}{' '}
      {pieces.some(({ cut }) => cut) && words('pairs.own.cut')}
    </>
  );
}
