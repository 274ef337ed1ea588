/** The reverse game: a heatmap of the page, the choices beside it, and what told a wrong guess apart. */
import { Suspense, useMemo, useState } from 'react';
import { encodingOf } from '../../encodings/index.ts';
import { goToPuzzle, puzzleState } from '../../lessons/place.ts';
import { type Found, lastLevel, levelOf, puzzleOf } from '../../lessons/puzzles.ts';
import { type Apart, stateOf, toldApart } from '../../lessons/reverse.ts';
import { plainNumber, shortValue, significant } from '../../show/words.ts';
import { specStore } from '../../state/store.ts';
import { point, viewStore } from '../../state/view.ts';
import { visit } from '../../state/visit.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { Choices } from '../parts/Choices.tsx';
import { roomNamed } from '../rooms.ts';

interface GameProps {
  readonly level: number;
  readonly round: number;
  readonly hide: readonly string[];
}

/** What would say which scheme it is, and what leads away. */
const telling = ['intro', 'title', 'controls', 'lenses', 'presets', 'kinds', 'encoding'];

export function ReverseGame({ level, round, hide }: GameProps) {
  const { View } = roomNamed('encode');
  const { hide: own } = stateOf(level, puzzleOf(level, round));
  return (
    <div className="lesson-page">
      <Playing key={`${level} ${round}`} level={level} round={round} />
      <div className="lesson-live">
        <Suspense fallback={<div className="room" />}>
          <View hide={[...hide, ...own, ...telling]} />
        </Suspense>
      </div>
    </div>
  );
}

function Playing({ level, round }: Omit<GameProps, 'hide'>) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const { encodings, dims, bases, map } = levelOf(level);
  const truth = useMemo(() => puzzleOf(level, round), [level, round]);
  const [guess, setGuess] = useState<Partial<Found>>(
    bases.length === 1 ? { base: truth.base } : {},
  );
  const [result, setResult] = useState<{ readonly apart: Apart | null } | null>(null);
  const [shown, setShown] = useState<'puzzle' | 'guess'>('puzzle');
  const waves = guess.encoding === 'sinusoidal';
  const whole = wholeOf(guess, waves ? undefined : truth.base);
  const nameOf = (id: string) => said(encodingOf(id).text.name, locale);
  const says = ({ encoding, dim, base }: Found) =>
    encoding === 'sinusoidal'
      ? words('game.with.base', { scheme: nameOf(encoding), dim, base })
      : words('game.with', { scheme: nameOf(encoding), dim });
  const check = () => {
    if (!whole) return;
    const apart = toldApart(level, truth, whole);
    setResult({ apart });
    if (apart?.largest) point(viewStore, { map, ...apart.largest });
  };
  const show = (which: 'puzzle' | 'guess') => {
    if (!whole) return;
    setShown(which);
    const { look } = puzzleState(level, round);
    visit(specStore, viewStore, look, () => stateOf(level, which === 'guess' ? whole : truth).spec);
  };
  const go = (to: number, next: number) => void goToPuzzle(specStore, viewStore, to, next);
  const levels = Array.from({ length: lastLevel }, (_, at) => at + 1);
  return (
    <section className="lesson-side" aria-label={words('game.title')}>
      <div
        className="lesson-text"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls takes the focus.
        tabIndex={0}
      >
        <h1 className="lesson-title soft">
          {words('game.level', { level })} · {words('game.puzzle', { round })}
        </h1>
        <h2>{words('game.title')}</h2>
        <p>{words('game.says')}</p>
        <Ask
          label={words('game.encoding')}
          data="data-game-encoding"
          values={encodings}
          chosen={guess.encoding}
          name={nameOf}
          choose={(encoding) => setGuess({ ...guess, encoding })}
          done={result !== null}
        />
        <Ask
          label={words('game.dim')}
          data="data-game-dim"
          values={dims}
          chosen={guess.dim}
          name={plainNumber}
          choose={(dim) => setGuess({ ...guess, dim })}
          done={result !== null}
        />
        {bases.length > 1 && (
          <Ask
            label={words('game.base')}
            data="data-game-base"
            values={bases}
            chosen={waves ? guess.base : undefined}
            name={plainNumber}
            choose={(base) => setGuess({ ...guess, base })}
            done={result !== null || !waves}
          />
        )}
        {!result && (
          <p className="lesson-act">
            <button
              type="button"
              className="lesson-button"
              data-check=""
              disabled={!whole}
              onClick={check}
            >
              {words('game.check')}
            </button>
          </p>
        )}
        <div className="lesson-result" role="status">
          {result && (
            <p data-right={result.apart === null}>
              <strong>{words(result.apart ? 'game.lost' : 'game.won')}</strong>{' '}
              {result.apart && whole && (
                <ToldApart apart={result.apart} truth={truth} guess={whole} map={map} />
              )}
            </p>
          )}
          {result?.apart && (
            <>
              <p>{words('game.truth', { what: says(truth) })}</p>
              <Choices
                label={words('game.shown')}
                data="data-game-shown"
                values={['puzzle', 'guess'] as const}
                chosen={shown}
                name={(each) => words(`game.shown.${each}`)}
                choose={show}
              />
            </>
          )}
        </div>
      </div>
      <nav className="lesson-steps" aria-label={words('game.levels')}>
        <div className="lesson-turn game-turn">
          <Choices
            label={words('game.levels')}
            data="data-game-level"
            values={levels}
            chosen={level}
            name={(each) => words('game.level', { level: each })}
            choose={(each) => go(each, 1)}
          />
          <button
            type="button"
            className="lesson-next"
            data-game-next=""
            onClick={() => go(level, round + 1)}
          >
            {words('game.next')} <span aria-hidden="true">›</span>
          </button>
        </div>
      </nav>
    </section>
  );
}

function wholeOf({ encoding, dim, base }: Partial<Found>, usualBase?: number): Found | null {
  const used = usualBase ?? base;
  return encoding === undefined || dim === undefined || used === undefined
    ? null
    : { encoding, dim, base: used };
}

interface AskProps<T> {
  readonly label: string;
  readonly data: `data-${string}`;
  readonly values: readonly T[];
  readonly chosen: T | undefined;
  readonly name: (value: T) => string;
  readonly choose: (value: T) => void;
  readonly done: boolean;
}

function Ask<T extends string | number>(props: AskProps<T>) {
  const { label, data, values, chosen, name, choose, done } = props;
  return (
    <fieldset className="game-ask" disabled={done}>
      <legend>{label}</legend>
      {values.map((value) => (
        <button
          key={value}
          type="button"
          {...{ [data]: value }}
          aria-pressed={value === chosen}
          onClick={() => choose(value)}
        >
          {name(value)}
        </button>
      ))}
    </fieldset>
  );
}

interface ApartProps {
  readonly apart: Apart;
  readonly truth: Found;
  readonly guess: Found;
  readonly map: 'positions' | 'similarity';
}

/** The signs by which it could have been seen, and the numbers. */
function ToldApart({ apart, truth, guess, map }: ApartProps) {
  const words = useWords();
  const { largest, turns } = apart;
  // The encodings of the game are those that have a sign.
  const sign = `game.sign.${map}.${truth.encoding}` as 'game.sign.positions.binary';
  return (
    <>
      {apart.encoding && `${words(sign)} `}
      {apart.dim &&
        `${words(map === 'positions' ? 'game.apart.columns' : 'game.apart.dim', {
          truth: truth.dim,
          guess: guess.dim,
        })} `}
      {apart.base &&
        turns &&
        `${words('game.apart.turns', {
          truth: significant(turns.truth),
          guess: significant(turns.guess),
        })} `}
      {largest &&
        words('game.apart.largest', {
          row: largest.row,
          column: largest.column,
          truth: shortValue(largest.truth, 2),
          guess: shortValue(largest.guess, 2),
        })}
    </>
  );
}
