/** One test sequence: what each racer answers, and how the chosen one attends to it. */

import { useEffect, useMemo, useRef, useState } from 'react';
import type { Cell } from '../../fields/window.ts';
import type { ToldTask } from '../../race/defineTask.ts';
import { drawSequence } from '../../race/drawSequence.ts';
import { taskNamed } from '../../race/tasks.ts';
import { inspect, type KnownRun } from '../../show/race.ts';
import { unit } from '../../show/scales.ts';
import type { Inspection, RaceConfig } from '../../state/race.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { AttentionMap } from '../parts/AttentionMap.tsx';
import { Choices } from '../parts/Choices.tsx';
import { GridMap } from '../parts/GridMap.tsx';
import { Select } from '../parts/Select.tsx';
import { Answers, type Sequence } from './Answers.tsx';
import { racerNames } from './racers.ts';

interface Props {
  readonly run: KnownRun;
  readonly config: RaceConfig;
}

/** How many times the trained length a test sequence has. */
const times = [1, 2] as const;

/** While it trains, as often as this at most. In milliseconds. */
const pauseMs = 700;

export function Inside({ run, config }: Props) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const [drawn, draw] = useState(1);
  const [longer, setLonger] = useState<(typeof times)[number]>(1);
  const [racer, setRacer] = useState(0);
  const names = racerNames(config.racers, locale);
  const task = taskNamed(config.task);
  const sequence = useMemo(
    () => drawSequence(config, longer * config.length, drawn),
    [config, longer, drawn],
  );
  const seen = useInspections(run, config.racers.length, sequence.tokens);
  const chosen = Math.min(racer, names.length - 1);
  const inside = seen?.[chosen];
  return (
    <section className="race-inside" aria-label={words('race.inside')}>
      <h2>{words('race.inside')}</h2>
      <div className="race-inside-choices">
        <Choices
          label={words('race.inside.length')}
          values={times}
          chosen={longer}
          name={(each) => words(each === 1 ? 'race.inside.trained' : 'race.inside.double')}
          choose={setLonger}
        />
        <button type="button" className="tool" data-race="another" onClick={() => draw(drawn + 1)}>
          {words('race.inside.another')}
        </button>
      </div>
      {seen ? (
        <>
          <Answers task={task} config={config} names={names} sequence={sequence} seen={seen} />
          <Choices
            label={words('race.inside.racer')}
            values={names.map((_, place) => place)}
            chosen={chosen}
            name={(place) => names[place] ?? ''}
            choose={setRacer}
            data="data-inside"
          />
          {inside && <Maps task={task} config={config} sequence={sequence} inside={inside} />}
        </>
      ) : (
        <p className="soft">{words('race.inside.gone')}</p>
      )}
    </section>
  );
}

interface Seen {
  readonly tokens: readonly number[];
  readonly found: readonly Inspection[];
}

/** What all racers make of it, anew as they are trained; null where they are not at hand. */
function useInspections(run: KnownRun, count: number, tokens: readonly number[]) {
  const [seen, setSeen] = useState<Seen | null>(null);
  const newest = useRef(run);
  useEffect(() => {
    newest.current = run;
  });
  const { id } = run;
  useEffect(() => {
    let over = false;
    let step = -1;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const now = newest.current;
      if (now.state.step !== step) {
        const racers = Array.from({ length: count }, (_, racer) => racer);
        const found = await Promise.all(
          racers.map((racer) => inspect(now, racer, tokens).catch(() => null)),
        );
        if (over) return;
        // Of what is not at hand any more the last that was seen stays; it may yet be brought back.
        if (found.every((each) => each !== null)) {
          step = now.state.step;
          setSeen({ tokens, found });
        }
      }
      timer = setTimeout(() => void look(), pauseMs);
    };
    void look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [id, count, tokens]);
  return seen?.tokens === tokens ? seen.found : null;
}

interface MapsProps {
  readonly task: ToldTask;
  readonly config: RaceConfig;
  readonly sequence: Sequence;
  readonly inside: Inspection;
}

/** Attention of a layer and head, and how alike the rows of a position table are. */
function Maps({ task, config, sequence, inside }: MapsProps) {
  const words = useWords();
  const [chosen, choose] = useState('0 0');
  const [cell, setCell] = useState<Cell>({ row: 0, column: 0 });
  const symbols = task.symbols(config);
  const labels = sequence.tokens.map((id) => symbols[id] ?? '');
  const heads = inside.attention.flatMap((layer, at) => layer.map((_, head) => `${at} ${head}`));
  const [layer = 0, head = 0] = (heads.includes(chosen) ? chosen : '0 0').split(' ').map(Number);
  const data = inside.attention[layer]?.[head];
  const { table } = inside;
  const rows = table ? Math.round(Math.sqrt(table.length)) : 0;
  return (
    <>
      {heads.length > 1 && (
        <label className="choice">
          <span className="choice-label">{words('race.inside.head')}</span>
          <Select
            value={`${layer} ${head}`}
            values={heads}
            says={(each) => {
              const [ofLayer = 0, ofHead = 0] = each.split(' ').map(Number);
              return words('race.inside.headOf', { layer: ofLayer + 1, head: ofHead + 1 });
            }}
            choose={choose}
          />
        </label>
      )}
      <div className="race-maps">
        {data && <AttentionMap labels={labels} layer={layer + 1} head={head} data={data} />}
        {table && (
          <GridMap
            name={words('race.inside.table')}
            map="similarity"
            kind="alone"
            rows={rows}
            columns={rows}
            data={table}
            scale={unit}
            cell={cell}
            point={setCell}
            reading={(row, column, value) => words('race.inside.tableCell', { row, column, value })}
          />
        )}
      </div>
    </>
  );
}
