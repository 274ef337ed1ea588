/** A figure of what the page shows: of what, how it looks, a preview, and the files it can become. */
import { useEffect, useRef, useState } from 'react';
import { type About, Refused } from '../../export/export.ts';
import { exports } from '../../export/exports.ts';
import { figureOf, subjectsNow } from '../../export/figure/figure.ts';
import { svgOf } from '../../export/figure/svg.ts';
import { defaultLook, dotsPerInch, type Look, looks, type Subject } from '../../export/look.ts';
import { contextOf } from '../../export/taken.ts';
import type { say } from '../../show/words.ts';
import { viewStore } from '../../state/view.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { Select, type SelectProps } from '../parts/Select.tsx';
import { type Here, KindLine, Line, QuantityOptions } from './KindLine.tsx';
import { printFigure } from './printFigure.ts';

/** Ink and ground, under one name each. */
const grounds = [
  { name: 'white', theme: 'white', transparent: false },
  { name: 'paper', theme: 'paper', transparent: false },
  { name: 'night', theme: 'night', transparent: false },
  { name: 'white.transparent', theme: 'white', transparent: true },
  { name: 'night.transparent', theme: 'night', transparent: true },
] as const;

export function FigureGroup({ here }: { readonly here: Here }) {
  const words = useWords();
  const subjects = subjectsNow(here.frame);
  const [look, setLook] = useState<Look>({ ...defaultLook, of: subjects[0] ?? 'plate' });
  const [name, setName] = useState<string | null>(null);
  const set = (patch: Partial<Look>) => setLook((before) => ({ ...before, ...patch }));
  const quantity = here.quantities.find((each) => each.name === name) ?? null;
  const about: About = { ...here, quantity, look };
  const ground =
    grounds.find(
      ({ theme, transparent }) => transparent === look.transparent && theme === look.theme,
    ) ?? grounds[0];
  return (
    <fieldset data-group="figure">
      <legend>{words('export.group.figure')}</legend>
      <Preview about={about} />
      <div className="take-away-fields">
        <label className="take-away-field">
          <span>{words('export.of')}</span>
          <select
            value={quantity ? `quantity ${quantity.name}` : look.of}
            data-option="of"
            onChange={({ target: { value } }) => {
              const subject = subjects.find((each) => each === value);
              setName(subject ? null : value.slice('quantity '.length));
              if (subject) set({ of: subject });
            }}
          >
            {subjects.map((each) => (
              <option key={each} value={each}>
                {subjectName(each, words)}
              </option>
            ))}
            <optgroup label={words('export.of.quantities')}>
              <QuantityOptions here={here} prefix="quantity " />
            </optgroup>
          </select>
        </label>
        <Field
          option="width"
          label={words('export.width')}
          values={looks.width}
          value={look.width}
          says={(each) => words(`export.width.${each}`)}
          choose={(width) => set({ width })}
        />
        <Field
          option="ground"
          label={words('export.ground')}
          values={grounds.map((each) => each.name)}
          value={ground.name}
          says={(each) => words(`export.ground.${each}`)}
          choose={(each) => {
            const { theme, transparent } = grounds.find((one) => one.name === each) ?? ground;
            set({ theme, transparent });
          }}
        />
        <Field
          option="scale"
          label={words('export.scale')}
          values={looks.scale}
          value={look.scale}
          says={(scale) => words('export.scale.says', { scale, dots: scale * dotsPerInch })}
          choose={(scale) => set({ scale })}
        />
        <Field
          option="cells"
          label={words('export.cells')}
          values={looks.cells}
          value={look.cells}
          says={(each) => words(`export.cells.${each}`)}
          choose={(cells) => set({ cells })}
        />
      </div>
      {exports
        .filter(({ group }) => group === 'figure')
        .map((each) => (
          <KindLine key={`${each.id} ${name} ${JSON.stringify(look)}`} of={each} about={about} />
        ))}
      <PrintLine about={about} />
    </fieldset>
  );
}

function subjectName(subject: Exclude<Subject, 'usual'>, words: typeof say): string {
  const { lens, experiment } = viewStore.getState();
  if (subject === 'lens') {
    return words('export.of.lens', { name: lens === 'none' ? '' : words(`lens.${lens}`) });
  }
  if (subject === 'experiment') {
    const name = experiment === 'none' ? '' : words(`experiment.${experiment}`);
    return words('export.of.experiment', { name });
  }
  return words(`export.of.${subject}`);
}

interface FieldProps<T> extends SelectProps<T> {
  readonly option: string;
  readonly label: string;
}

function Field<T extends string | number>({ option, label, ...rest }: FieldProps<T>) {
  return (
    <label className="take-away-field">
      <span>{label}</span>
      <Select {...rest} data-option={option} />
    </label>
  );
}

/** Pixels along a map: as many as a preview has. */
const mostInPreview = 512;

/** The figure itself, smaller; or why there is none. */
function Preview({ about }: { readonly about: About }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const box = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const { look, quantity } = about;
  const asked = JSON.stringify([look, quantity?.name, locale]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: all that it goes by is in what is asked.
  useEffect(() => {
    let stale = false;
    const reason = exports.find(({ id }) => id === 'svg')?.refuses?.(about);
    const made = reason
      ? Promise.reject(new Refused('svg', reason))
      : figureOf(contextOf(about), mostInPreview);
    made.then(
      (figure) => {
        if (stale) return;
        setFailed(null);
        if (!box.current) return;
        // Fitted into its room, it would be too small to be seen.
        box.current.toggleAttribute('data-tall', figure.height > 1.4 * figure.width);
        box.current.replaceChildren(svgOf(figure));
      },
      (error: unknown) => {
        if (stale) return;
        box.current?.replaceChildren();
        setFailed(error instanceof Refused ? said(error.reason, locale) : String(error));
      },
    );
    return () => {
      stale = true;
    };
    // oxlint-disable-next-line react/exhaustive-deps
  }, [asked]);
  return (
    <>
      {/* Higher than its room, it is moved in it by keyboard too; its link leads nowhere here. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region takes the focus. */}
      <section className="take-away-preview" tabIndex={0} aria-label={words('export.preview')}>
        <div ref={box} inert />
      </section>
      {failed !== null && (
        <p className="take-away-told" role="status">
          {failed}
        </p>
      )}
    </>
  );
}

function PrintLine({ about }: { readonly about: About }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const [told, setTold] = useState<string | null>(null);
  const print = async () => {
    setTold(null);
    try {
      printFigure(await figureOf(contextOf(about)));
    } catch (error) {
      setTold(error instanceof Refused ? said(error.reason, locale) : String(error));
    }
  };
  return (
    <Line id="print" name={words('export.print')} says={words('export.print.says')} told={told}>
      <button
        type="button"
        className="tool"
        aria-label={words('export.print')}
        onClick={() => void print()}
      >
        {words('export.print.act')}
      </button>
    </Line>
  );
}
