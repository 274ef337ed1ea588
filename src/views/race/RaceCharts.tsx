/** What is seen of a run: loss and accuracy of all racers together, by length, by position. */

import { format as formatOf } from 'd3';
import type { Spread } from '../../race/recorded/recorded.ts';
import type { KnownRun } from '../../show/race.ts';
import { percent, plainNumber, shortValue } from '../../show/words.ts';
import type { RaceConfig } from '../../state/race.ts';
import { useView } from '../hooks/stores.ts';
import { useRem, useSize } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { type ChartLine, LineChart } from './LineChart.tsx';
import { racerNames } from './racers.ts';

interface Props {
  readonly run: KnownRun;
  readonly config: RaceConfig;
  /** What an encoder without positions has right at most; null where nothing is known. */
  readonly chance: number | null;
  /** Of each racer what it is held against, over lengths; null where there is nothing. */
  readonly references: readonly (readonly Spread[] | null)[];
  /** What those are called. */
  readonly referenceName: string;
  /** Of the room, in pixels: four charts are in sight at once where it is high enough. */
  readonly room: number;
}

/** As narrow as the axis has room for: 6e+5. */
const inPowers = formatOf('.0e');

export function RaceCharts({ run, config, chance, references, referenceName, room }: Props) {
  const words = useWords();
  const rem = useRem();
  const locale = useView((view) => view.locale);
  const [box, { width }] = useSize<HTMLDivElement>();
  const names = racerNames(config.racers, locale);
  const columns = width > 42 * rem ? 2 : 1;
  const gap = 1.2 * rem;
  const wide = Math.floor((width - (columns - 1) * gap) / columns);
  const fits = (room - 9.4 * rem) / 2 - 1.8 * rem;
  const high = Math.floor(Math.min(Math.max(fits, 8.5 * rem), 0.55 * wide, 17 * rem));
  const { state, curves } = run;
  const lines = (pointsOf: (place: number) => ChartLine['points']): readonly ChartLine[] =>
    names.map((name, place) => ({ place, name, points: pointsOf(place) }));
  const losses = lines((place) => (curves[place] ?? []).map(({ step, loss }) => [step, loss]));
  const largest = Math.max(0.5, ...losses.flatMap(({ points }) => points.map(([, y]) => y)));
  const { length } = config;
  const steps = { domain: [0, Math.max(state.steps, 1)], name: words('race.axis.step') } as const;
  const share = { domain: [0, 1], format: percent } as const;
  const size = { width: wide, height: high };
  const drawn = references.flatMap((spreads, place) =>
    spreads
      ? [{ place, points: spreads.map(({ length: at, ...each }) => ({ x: at, ...each })) }]
      : [],
  );
  const told = (values: readonly { name: string; y: number }[], format: (y: number) => string) =>
    values.map(({ name, y }) => `${name} ${format(y)}`).join(' · ');
  return (
    <div ref={box} className="race-charts" style={{ columnGap: gap }}>
      {width > 0 && (
        <>
          <LineChart
            {...size}
            title={words('race.chart.accuracy')}
            lines={lines((place) =>
              (curves[place] ?? []).map(({ step, accuracy }) => [step, accuracy]),
            )}
            x={steps}
            y={share}
            guide={chance ?? undefined}
            dashed={chance === null ? '' : words('race.chance', { share: percent(chance) })}
            reading={(x, values) =>
              words('race.at.step', { step: x, values: told(values, percent) })
            }
          />
          <LineChart
            {...size}
            title={words('race.chart.length')}
            lines={lines((place) =>
              (state.racers[place]?.byLength ?? []).map((each) => [each.length, each.accuracy]),
            )}
            x={{
              domain: [length / 2, 8 * length],
              name: words('race.axis.length'),
              log: true,
              ticks: [1, 2, 4, 8].map((times) => times * length),
            }}
            y={share}
            band={{ to: length, name: words('race.trained') }}
            references={drawn}
            dashed={drawn.length === 0 ? '' : referenceName}
            reading={(x, values) =>
              words('race.at.length', { length: x, values: told(values, percent) })
            }
          />
          <LineChart
            {...size}
            title={words('race.chart.loss')}
            lines={losses}
            x={steps}
            y={{ domain: [0, largest], format: largest < 1000 ? plainNumber : inPowers }}
            reading={(x, values) =>
              words('race.at.step', { step: x, values: told(values, (y) => shortValue(y, 3)) })
            }
          />
          <LineChart
            {...size}
            title={words('race.chart.position')}
            lines={lines((place) =>
              (state.racers[place]?.byPosition ?? []).map((y, position) => [position, y]),
            )}
            x={{ domain: [0, length - 1], name: words('race.axis.position') }}
            y={share}
            reading={(x, values) =>
              words('race.at.position', { position: x, values: told(values, percent) })
            }
          />
        </>
      )}
    </div>
  );
}
