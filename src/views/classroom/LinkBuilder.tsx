/** A link is put together: what is shown, hidden and locked, in which language and theme; live, with its code. */

import { useId, useState } from 'react';
import { accepts } from '../../encodings/params.ts';
import { copied } from '../../show/clipboard.ts';
import { here } from '../../show/here.ts';
import type { say } from '../../show/words.ts';
import { schemeName } from '../../show/words.ts';
import { writeAddress } from '../../state/address.ts';
import { asTrained } from '../../state/model.ts';
import { defaultPage, hideableParts, type Page, pageOptions, writePage } from '../../state/page.ts';
import { fields, paramsOf, type Spec } from '../../state/spec.ts';
import { compared } from '../../state/visit.ts';
import { nameOf } from '../../text/locale.ts';
import { said } from '../../text/t.ts';
import { useSpecs, useView } from '../hooks/stores.ts';
import { useNumberField } from '../hooks/useNumberField.ts';
import { useWords } from '../hooks/useWords.ts';
import { useLessons } from '../lessons/Contents.tsx';
import { Qr } from '../parts/Qr.tsx';
import { Select } from '../parts/Select.tsx';
import { EmbedPreview } from './EmbedPreview.tsx';
import { embedCode, sideRule } from './embedCode.ts';
import { applies, optionGroups, type PageOption } from './linkOptions.ts';
import { ClassroomLink } from './pageLink.tsx';
import './classroom.css';
import './linkBuilder.css';

type Set = (name: PageOption, value: unknown) => void;

// Object.keys forgets that these are the groups.
const groups = Object.keys(optionGroups) as readonly (keyof typeof optionGroups)[];

export function LinkBuilder() {
  const words = useWords();
  const spec = useSpecs((history) => history.spec);
  const [page, setPage] = useState<Page>(() => ({ ...defaultPage, room: 'encode' }));
  useView((view) => view.locale);
  const set: Set = (name, value) => setPage((before) => ({ ...before, [name]: value }));
  const link = linkTo(spec, page);
  return (
    <main id="plate" className="room class-page links-page" aria-labelledby="links-title">
      <header>
        <p className="soft">
          <ClassroomLink to="plan">{words('class.plan')}</ClassroomLink>
        </p>
        <h1 id="links-title">{words('links.title')}</h1>
        <p>{words('links.says', { scheme: schemeName(spec) })}</p>
      </header>
      <div className="class-columns links-columns">
        <aside className="class-side links-made">
          {page.embed ? (
            <Embed link={link} name={schemeName(spec)} />
          ) : (
            <Qr link={link} label={words('sheet.qr')} fine={words('present.qr.fine')} />
          )}
          <p className="class-acts">
            <Copy key={link} text={link} name={words('class.copy')} />
            <a className="lesson-button" href={link} target="_blank" rel="noreferrer">
              {words('links.try')}
            </a>
            <button
              type="button"
              className="word"
              onClick={() => setPage({ ...defaultPage, room: 'encode' })}
            >
              {words('links.reset')}
            </button>
          </p>
        </aside>
        <div className="links-options">
          {groups.map((group) => {
            const options = optionGroups[group].filter((name) => applies(page, name));
            return (
              options.length > 0 && (
                <fieldset key={group}>
                  <legend>{words(`links.${group}`)}</legend>
                  {options.map((name) => (
                    <OptionField key={name} name={name} page={page} spec={spec} set={set} />
                  ))}
                </fieldset>
              )
            );
          })}
        </div>
      </div>
    </main>
  );
}

/** A lesson shows its own states: what the page shows now is not written into its link. */
function linkTo(spec: Spec, page: Page): string {
  // What does not apply is left as usual.
  const names = pageOptions
    .map(({ name }) => name)
    .filter((name) => name === 'race' || applies(page, name));
  const given = { ...defaultPage, ...Object.fromEntries(names.map((name) => [name, page[name]])) };
  const inLesson = given.room === 'lessons' && (given.lesson !== '' || given.level > 0);
  const search = inLesson
    ? `?${writePage(given)}`
    : writeAddress(specIn(given, spec), given).search;
  return `${here()}${search}`;
}

/** What a room makes of what the others show, as when one goes there. */
function specIn({ room }: Page, spec: Spec): Spec {
  if (room === 'model') return spec.model === 'seeded' ? asTrained(spec) : spec;
  return room === 'compare' ? compared(spec) : spec;
}

/** The code that shows it in a page of one's own, of a size to be set. */
function Embed({ link, name }: { readonly link: string; readonly name: string }) {
  const words = useWords();
  const [size, setSize] = useState({ width: 900, height: 560 });
  const field = useId();
  const title = `Whereabouts: ${name}`;
  const code = embedCode(link, title, size);
  return (
    <section className="links-embed" aria-labelledby={field}>
      <h2 id={field}>{words('links.embed')}</h2>
      <p className="soft">{words('links.embed.says')}</p>
      {(['width', 'height'] as const).map((side) => (
        <Side
          key={side}
          side={side}
          value={size[side]}
          take={(value) => setSize({ ...size, [side]: value })}
        />
      ))}
      <textarea
        className="links-code"
        readOnly
        rows={6}
        value={code}
        aria-label={words('links.embed.code')}
      />
      <p className="class-acts">
        <Copy key={code} text={code} name={words('links.embed.copy')} />
      </p>
      <EmbedPreview link={link} title={title} {...size} />
    </section>
  );
}

interface SideProps {
  readonly side: 'width' | 'height';
  readonly value: number;
  readonly take: (value: number) => void;
}

function Side({ side, value, take }: SideProps) {
  const words = useWords();
  const name = words(`links.embed.${side}`);
  const { field, refused } = useNumberField({
    rule: sideRule,
    name,
    value,
    shown: String(value),
    take,
  });
  return (
    <label className="links-field">
      <span>{name}</span>
      <input {...field} data-embed={side} />
      {refused !== null && <span role="alert">{refused}</span>}
    </label>
  );
}

function Copy({ text, name }: { readonly text: string; readonly name: string }) {
  const words = useWords();
  const [well, setWell] = useState<boolean | null>(null);
  return (
    <>
      <button
        type="button"
        className="lesson-button"
        onClick={() => void copied(text).then(setWell)}
      >
        {name}
      </button>
      <span role="status">{well !== null && words(well ? 'class.copied' : 'class.notCopied')}</span>
    </>
  );
}

interface FieldProps {
  readonly name: PageOption;
  readonly page: Page;
  readonly spec: Spec;
  readonly set: Set;
}

/** The control of one option, as it is declared. */
function OptionField({ name, page, spec, set }: FieldProps) {
  const words = useWords();
  const option = pageOptions.find((each) => each.name === name);
  if (!option) throw new Error(`links: no option ${name}`);
  if (name === 'hide') return <Hidden page={page} spec={spec} set={set} />;
  if (name === 'lesson') return <LessonField page={page} set={set} />;
  const label = words(`links.option.${name}`);
  if (option.kind === 'flag') {
    return (
      <label className="links-tick">
        <input
          type="checkbox"
          data-option={name}
          checked={page[name] === true}
          onChange={(event) => set(name, event.target.checked)}
        />
        <span>{label}</span>
      </label>
    );
  }
  if (option.kind === 'choice') {
    return (
      <label className="links-field">
        <span>{label}</span>
        <Select
          data-option={name}
          value={String(page[name])}
          values={option.options.map(({ value }) => value)}
          says={(value) => valueName(words, name, value)}
          choose={(value) => set(name, value)}
        />
      </label>
    );
  }
  const isNumber = option.kind === 'number';
  return (
    <label className="links-field">
      <span>{label}</span>
      <input
        type={isNumber ? 'number' : 'text'}
        data-option={name}
        {...(isNumber ? { min: option.min, max: option.max } : { maxLength: option.maxLength })}
        value={String(page[name])}
        onChange={(event) => {
          const value = isNumber ? Number(event.target.value) : event.target.value;
          if (accepts(option, value)) set(name, value);
        }}
      />
    </label>
  );
}

function LessonField({ page, set }: Pick<FieldProps, 'page' | 'set'>) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const lessons = useLessons();
  return (
    <label className="links-field">
      <span>{words('links.option.lesson')}</span>
      <select
        data-option="lesson"
        value={page.lesson}
        onChange={(event) => set('lesson', event.target.value)}
      >
        <option value="">{words('links.contents')}</option>
        {lessons.map(({ id, title }) => (
          <option key={id} value={id}>
            {said(title, locale)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What is shown is ticked; what is not is named in the link. */
function Hidden({ page, spec, set }: Omit<FieldProps, 'name'>) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const controls = [...fields, ...paramsOf(spec.encoding)].map(({ name, label }) => ({
    name,
    label: said(label, locale),
  }));
  const parts = hideableParts.map((name) => ({ name, label: words(`links.part.${name}`) }));
  const tick = ({ name, label }: { readonly name: string; readonly label: string }) => (
    <label key={name} className="links-tick">
      <input
        type="checkbox"
        data-shown={name}
        checked={!page.hide.includes(name)}
        onChange={(event) =>
          set(
            'hide',
            event.target.checked ? page.hide.filter((each) => each !== name) : [...page.hide, name],
          )
        }
      />
      <span>{label}</span>
    </label>
  );
  return (
    <>
      <h2>{words('links.parts')}</h2>
      <div className="links-ticks">{parts.map(tick)}</div>
      <h2>{words('links.controls')}</h2>
      <div className="links-ticks">{controls.map(tick)}</div>
    </>
  );
}

/** What a value of a choice is called: as elsewhere on the page, where it is named there. */
function valueName(words: typeof say, name: PageOption, value: string): string {
  const names: Readonly<Record<string, string>> = {
    auto: words('links.value.auto'),
    none: words('links.value.none'),
    off: words('links.value.off'),
    plain: words('links.value.plain'),
    long: words('links.value.long'),
    light: words('page.theme.light'),
    dark: words('page.theme.dark'),
    projector: words('page.theme.projector'),
    question: words('links.value.question'),
    answers: words('links.value.answers'),
    plan: words('class.plan'),
    links: words('links.title'),
    worksheet: words('sheet.title'),
    room: words('present.screen.room'),
    plate: words('present.screen.plate'),
    positions: words('map.positions'),
    similarity: words('map.similarity'),
    attention: words('map.attention'),
    matrix: words('links.value.matrix'),
    arcs: words('links.value.arcs'),
    words: words('how.words'),
    formula: words('how.formula'),
    code: words('how.code'),
  };
  if (name === 'lang' && value !== 'auto') return nameOf(value);
  const spoken = spokenUnder(name, value);
  return spoken ? words(spoken) : (names[value] ?? value);
}

function spokenUnder(name: PageOption, value: string) {
  const keys = {
    room: 'app.room',
    beside: 'app.room',
    lens: 'lens',
    experiment: 'experiment',
  } as const;
  const kind = name in keys ? keys[name as keyof typeof keys] : null;
  if (value === 'none') return null;
  // Their names follow from these words (text/names.ts).
  if (kind) return `${kind}.${value}` as 'app.room.encode';
  return name === 'stage' ? (`stage.${value}.what` as 'stage.tokens.what') : null;
}
