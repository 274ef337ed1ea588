/**
 * The pass with fewer bits, a window, or half the table's channels: what is saved, counted, and how
 * far its attention lies from that of the same pass in float32.
 */
import { useEffect, useRef } from 'react';
import { channelWaves } from '../../encodings/channels.ts';
import { costOf } from '../../explain/costs.ts';
import { paintCells } from '../../show/paintCells.ts';
import { answers } from '../../show/shown.ts';
import { plainNumber, significant } from '../../show/words.ts';
import type { Apart } from '../../state/experiment.ts';
import type { Frame } from '../../state/frame.ts';
import type { CheaperWay } from '../../state/page.ts';
import { normalOf } from '../../state/raced.ts';
import { dimsOf, familyOf, type Spec, schemeOf } from '../../state/spec.ts';
import { change, specStore } from '../../state/store.ts';
import { viewStore } from '../../state/view.ts';
import { useSpecs, useTheme, useView } from '../hooks/stores.ts';
import { useInTurn } from '../hooks/useInTurn.ts';
import type { LensProps } from '../hooks/useLens.ts';
import { useWords } from '../hooks/useWords.ts';
import { Choice } from '../parts/Choice.tsx';
import { defineExperiment } from '../parts/tools.ts';
import { Terms } from '../terms/Terms.tsx';

const formats = ['float16', 'bfloat16', 'int8', 'int4'] as const;

interface Question {
  readonly way: CheaperWay;
  readonly spec: Spec;
  /** The channels of the table that are kept; all where it is not given. */
  readonly kept?: readonly boolean[];
}

/** The pass that the others are held against. */
const wholeOf = (spec: Spec): Spec => ({ ...spec, precision: 'float32' });

function questionsOf({ spec }: Frame): readonly Question[] {
  const whole = wholeOf(spec);
  const window: Question[] =
    spec.mask === 'window' ? [] : [{ way: 'window', spec: { ...whole, mask: 'window' } }];
  return [
    ...formats.map((precision) => ({ way: precision, spec: { ...spec, precision } })),
    ...window,
    ...halves(whole),
  ];
}

/** Without the channels of the faster, or the slower, half of the table's frequencies. */
function halves(spec: Spec): readonly Question[] {
  if (familyOf(spec) !== 'additive') return [];
  const waves = channelWaves(schemeOf(spec), spec.params, dimsOf(spec), normalOf(spec));
  if (!waves) return [];
  const frequencies = [...waves.values()]
    .map(({ frequency }) => frequency)
    .toSorted((a, b) => a - b);
  const median = frequencies[Math.floor(frequencies.length / 2)] ?? 0;
  const kept = (keep: (frequency: number) => boolean) =>
    Array.from({ length: spec.dim }, (_, channel) => {
      const wave = waves.get(channel);
      return wave === undefined || keep(wave.frequency);
    });
  return [
    { way: 'slow', spec, kept: kept((frequency) => frequency < median) },
    { way: 'fast', spec, kept: kept((frequency) => frequency >= median) },
  ];
}

const ask = ({ spec, kept }: Question, frame: Frame) =>
  answers.apart(wholeOf(frame.spec), spec, kept);

function Cheaper({ frame }: LensProps) {
  const words = useWords();
  const spec = useSpecs((history) => history.spec);
  const turn = useInTurn(questionsOf, ask);
  const chosen = useView((view) => view.cheaper);
  const current = turn?.frame === frame;
  const questions = turn?.questions ?? [];
  const at = Math.max(
    questions.findIndex(({ way }) => way === chosen),
    0,
  );
  const shown = questions[at];
  const apart = turn?.answers[at] ?? null;
  const name = (way: CheaperWay) =>
    way === 'window'
      ? words('attend.cheaper.window', { window: spec.window })
      : words(`attend.cheaper.${way}`);
  return (
    <>
      <div className="lens-words">
        <p>
          <Terms text={words('attend.cheaper.what')} />
        </p>
        <p>
          <Choice name="reduce" />
        </p>
        <p>
          <button
            type="button"
            className="experiment-do"
            onClick={() =>
              change(specStore, {
                precision: spec.precision === 'float32' ? precisionOf(chosen) : 'float32',
              })
            }
            disabled={spec.precision === 'float32' && precisionOf(chosen) === 'float32'}
          >
            {spec.precision === 'float32'
              ? words('attend.cheaper.take')
              : words('attend.cheaper.back', { precision: spec.precision })}
          </button>
        </p>
        <p className="soft">
          <Terms text={words('attend.cheaper.counted')} />
        </p>
      </div>
      <div className={`lens-figure cheaper ${current ? '' : 'stale'}`}>
        <table className="cheaper-table">
          <caption className="visually-hidden">{words('experiment.cheaper')}</caption>
          <thead>
            <tr>
              {(['way', 'bytes', 'products', 'largest', 'mean'] as const).map((column) => (
                <th key={column} scope="col">
                  {words(`attend.cheaper.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {turn && (
              <Row
                name={words('attend.cheaper.whole')}
                cost={costOf(wholeOf(turn.frame.spec), turn.frame.line.count)}
              />
            )}
            {questions.map((question, index) => (
              <Row
                key={question.way}
                way={question.way}
                name={name(question.way)}
                chosen={index === at}
                choose={() => viewStore.setState({ cheaper: question.way })}
                cost={costOf(
                  question.spec,
                  turn?.frame.line.count ?? 0,
                  question.kept?.filter(Boolean).length,
                )}
                apart={turn?.answers[index] ?? null}
              />
            ))}
          </tbody>
        </table>
        {shown && apart && <DifferenceMap apart={apart} name={name(shown.way)} />}
      </div>
    </>
  );
}

const precisionOf = (way: CheaperWay): Spec['precision'] =>
  formats.find((precision) => precision === way) ?? 'float32';

interface RowProps {
  readonly name: string;
  readonly cost: ReturnType<typeof costOf>;
  readonly way?: CheaperWay;
  readonly chosen?: boolean;
  readonly choose?: () => void;
  readonly apart?: Apart | null;
}

function Row({ name, cost, way, chosen, choose, apart }: RowProps) {
  return (
    <tr data-way={way ?? 'whole'}>
      <th scope="row">
        {choose ? (
          <button type="button" aria-pressed={chosen} onClick={choose}>
            {name}
          </button>
        ) : (
          name
        )}
      </th>
      <td>{bytesText(cost.bytes)}</td>
      <td>{millions(cost.multiplications)}</td>
      <td data-largest={apart?.largest}>{apart ? significant(apart.largest) : '—'}</td>
      <td data-mean={apart?.mean}>{apart ? significant(apart.mean) : '—'}</td>
    </tr>
  );
}

const bytesText = (bytes: number) =>
  bytes < 1e6 ? `${significant(bytes / 1e3)} kB` : `${significant(bytes / 1e6)} MB`;

const millions = (count: number) => `${significant(count / 1e6)} M`;

/** |Δ weight|, query × key, on the scale of its own largest. */
function DifferenceMap({ apart, name }: { readonly apart: Apart; readonly name: string }) {
  const words = useWords();
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const { side, data, largest } = apart;
    const scale = { kind: 'sequential', curve: 'sqrt' } as const;
    paintCells(canvas.current, { rows: side, columns: side, data }, scale, largest, theme);
  }, [apart, theme]);
  return (
    <figure className="cheaper-map">
      <figcaption>{words('attend.cheaper.map', { name })}</figcaption>
      <canvas
        ref={canvas}
        role="img"
        aria-label={words('attend.cheaper.mapOf', { name, largest: significant(apart.largest) })}
      />
      <p className="soft">
        {words('attend.cheaper.scale', {
          largest: significant(apart.largest),
          zero: plainNumber(0),
        })}
      </p>
    </figure>
  );
}

export default defineExperiment({
  name: 'cheaper',
  View: Cheaper,
});
