/** What each kind of surgery costs over several texts: mean and spread of the loss, a dot for each text. */
import { useEffect, useRef, useState } from 'react';
import { type Spread, spreadOf } from '../../../explain/spread.ts';
import { type TextLoss, type TextOf, textLosses } from '../../../show/moreTexts.ts';
import { plainNumber, shortValue } from '../../../show/words.ts';
import { specStore } from '../../../state/store.ts';
import { type SurgeryName, surgeriesOf } from '../../../state/surgeryKinds.ts';
import { useSpecs } from '../../hooks/stores.ts';
import { useWords } from '../../hooks/useWords.ts';
import { Terms } from '../../terms/Terms.tsx';
import './moreTexts.css';

interface Run {
  /** Where it was changed. */
  readonly layers: string;
  readonly changedHeads: string;
  readonly kinds: readonly SurgeryName[];
  readonly texts: readonly TextOf[];
  readonly found: readonly TextLoss[];
  readonly ended: boolean;
}

export function MoreTexts({ texts }: { readonly texts: readonly TextOf[] }) {
  const words = useWords();
  const [run, setRun] = useState<Run | null>(null);
  const underway = useRef<AbortController | null>(null);
  useEffect(() => () => underway.current?.abort(), []);
  const start = async () => {
    const given = new AbortController();
    underway.current = given;
    const { spec } = specStore.getState();
    const { layers, changedHeads } = spec;
    const kinds = surgeriesOf(spec);
    let now: Run = { layers, changedHeads, kinds, texts, found: [], ended: false };
    setRun(now);
    for await (const loss of textLosses(spec, texts, given.signal)) {
      now = { ...now, found: [...now.found, loss] };
      setRun(now);
    }
    setRun({ ...now, ended: true });
  };
  const running = run !== null && !run.ended;
  return (
    <section className="more-texts" aria-labelledby="more-texts-title">
      <h2 id="more-texts-title">
        {words('language.more')}{' '}
        <span className="soft">
          <Terms text={words('language.more.what')} />
        </span>
      </h2>
      <div className="more-run">
        {running ? (
          <button type="button" className="tool" onClick={() => underway.current?.abort()}>
            {words('model.cancel')}
          </button>
        ) : (
          <button type="button" className="tool" data-more="run" onClick={() => void start()}>
            {words('language.more.run', { count: plainNumber(texts.length) })}
          </button>
        )}
        {run && <Progress run={run} />}
      </div>
      {run && run.found.length > 0 && <Table run={run} />}
      <p className="soft">{words('language.more.says')}</p>
    </section>
  );
}

function Progress({ run }: { readonly run: Run }) {
  const words = useWords();
  const of = run.kinds.length * run.texts.length;
  const done = run.found.length;
  return (
    <>
      {!run.ended && <progress max={of} value={done} aria-label={words('language.more')} />}
      <span role="status" className="soft">
        {words('language.more.done', { done: plainNumber(done), of: plainNumber(of) })}
      </span>
    </>
  );
}

function Table({ run }: { readonly run: Run }) {
  const words = useWords();
  const stale = useSpecs(
    ({ spec }) => spec.layers !== run.layers || spec.changedHeads !== run.changedHeads,
  );
  const { found, kinds } = run;
  const all = found.map(({ loss }) => loss);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const of = (kind: SurgeryName) => found.filter((each) => each.kind === kind);
  const trained = new Map(of('trained').map(({ text, loss }) => [text, loss]));
  const before = spreadOf([...trained.values()]).mean;
  // Dots at the ends are whole.
  const share = (loss: number) =>
    `${(3 + (94 * (loss - least)) / Math.max(most - least, 1e-9)).toFixed(2)}%`;
  return (
    <div className="more-table" data-stale={stale}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words('model.surgery')}</th>
            <th scope="col">{words('language.more.loss')}</th>
            <th scope="col">{words('language.more.change')}</th>
            <th scope="col">
              {words('language.more.dots')}
              <span className="more-ends">
                <span>{shortValue(least)}</span>
                <span>{shortValue(most)}</span>
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => {
            const own = of(kind);
            if (own.length === 0) return null;
            const losses = spreadOf(own.map(({ loss }) => loss));
            const changes = spreadOf(
              own.map(({ text, loss }) => loss - (trained.get(text) ?? Number.NaN)),
            );
            return (
              <tr key={kind} data-kind={kind} data-mean={losses.mean}>
                <th scope="row">{words(`language.surgery.${kind}`)}</th>
                <td>{withSpread(losses)}</td>
                <td>{kind === 'trained' ? '' : withSpread(changes)}</td>
                <td className="more-dots" aria-hidden="true">
                  <i className="more-trained" style={{ left: share(before) }} />
                  {own.map(({ text, loss }) => (
                    <i
                      key={text}
                      className="more-dot"
                      title={words(`language.text.${text}`)}
                      style={{ left: share(loss) }}
                    />
                  ))}
                  <i className="more-mean" style={{ left: share(losses.mean) }} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {stale && <p className="soft">{words('language.more.stale')}</p>}
    </div>
  );
}

/** A mean, and the deviation where there is one. */
function withSpread({ mean, deviation }: Spread): string {
  const said = shortValue(mean);
  return Number.isNaN(deviation) ? said : `${said} ± ${shortValue(deviation)}`;
}
