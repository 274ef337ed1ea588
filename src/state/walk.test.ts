/** Random walks: whatever people do, the address says what the page shows, and Back shows it again. */
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { often } from '../testing/often.ts';
import type { Locale } from '../text/locale.ts';
import { readAddress, writeAddress } from './address.ts';
import { fakeWindow } from './fakeWindow.ts';
import { problemOf } from './fitted.ts';
import { followLink, type Link, rewriteMs } from './link.ts';
import { asTrained } from './model.ts';
import { experimentNames, lensNames, lookOf, type Page, roomNames } from './page.ts';
import { patched, type SpecPatch } from './patch.ts';
import { defaultSpec, type Spec } from './spec.ts';
import {
  change,
  createSpecStore,
  finish,
  put,
  redo,
  type SpecStore,
  sideOf,
  undo,
} from './store.ts';
import { createViewStore, type ViewStore } from './view.ts';
import { enter, seededAgain, visit } from './visit.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The page as main.tsx joins it, without what computes and draws. */
class Walker {
  readonly notices: string[] = [];
  specs!: SpecStore;
  views!: ViewStore;
  page!: Page;
  link!: Link;

  constructor(
    readonly fake = fakeWindow('/'),
    /** The reader's own language. */
    readonly reader: Locale = 'en',
  ) {
    this.open();
  }

  open(): void {
    const { page, spec, elsewhere } = readAddress(this.fake.search(), this.spoken);
    this.page = page;
    this.specs = createSpecStore();
    this.specs.setState({
      spec,
      side: sideOf(page),
      elsewhere: elsewhere ? { plate: { spec: elsewhere, past: [], future: [] } } : {},
    });
    this.views = createViewStore(lookOf(page));
    this.link = followLink(this.specs, this.views, this.fake.browser, {
      page: () => this.page,
      spoken: this.spoken,
      notify: (more) => this.notices.push(...more.map(({ field }) => field)),
    });
    this.link.rewrite();
  }

  readonly spoken = ({ lang }: Page): Locale => (lang === 'auto' ? this.reader : lang);

  reload(): void {
    finish(this.specs);
    this.link.stop();
    this.open();
  }
}

interface Step {
  readonly name: string;
  readonly take: (walker: Walker) => void;
  /** Whether it is along the browser's history. */
  readonly travels?: true;
}

const patches: readonly SpecPatch[] = [
  { seed: 8 },
  { seed: 9 },
  { length: 24 },
  { dim: 66 },
  { text: 'dog bites man', length: 3 },
  { encoding: 'rope' },
  { encoding: 'sinusoidal', text: defaultSpec.text, length: 40 },
  { params: { base: 500 } },
  { compare: 't5' },
  { compare: '' },
];

const changing = fc.constantFrom(...patches).map(
  (patch): Step => ({
    name: `change ${JSON.stringify(patch)}`,
    take: ({ specs }) => {
      const known = 'base' in (specs.getState().spec.params ?? {});
      if (!patch.params || known) change(specs, patch);
    },
  }),
);
const dragging = fc.integer({ min: 1, max: 60 }).map(
  (seed): Step => ({
    name: `drag the seed to ${seed}`,
    take: ({ specs }) => {
      change(specs, { seed: seed + 1 }, { gesture: 'seed' });
      vi.advanceTimersByTime(rewriteMs);
      change(specs, { seed }, { gesture: 'seed' });
    },
  }),
);
// Nothing in the race changes a Spec but for its text: it has a walk of its own below.
const entering = fc.constantFrom(...roomNames.filter((room) => room !== 'race')).map(
  (room): Step => ({
    name: `enter ${room}`,
    take: ({ specs, views }) => enter(specs, views, room),
  }),
);
const looking = fc.constantFrom(...lensNames.slice(0, 3), 'none' as const).map(
  (lens): Step => ({
    name: `lens ${lens}`,
    take: ({ views }) => views.setState({ lens }),
  }),
);
const trying = fc.constantFrom(...experimentNames.slice(0, 2), 'none' as const).map(
  (name): Step => ({
    name: `experiment ${name}`,
    take: ({ views }) => views.setState({ experiment: name }),
  }),
);
const following = fc.constantFrom('encode', 'compare' as const).map(
  (room): Step => ({
    name: `follow the article to ${room}`,
    take: ({ specs, views }) =>
      visit(specs, views, { room, lens: 'article' }, () =>
        patched(defaultSpec, { encoding: 'circular', length: 12 }),
      ),
  }),
);
const options = fc.constantFrom<Step>(
  { name: 'stage', take: ({ views }) => views.setState({ stage: 'logits' }) },
  {
    name: 'theme',
    take: (walker) => {
      walker.page = { ...walker.page, theme: walker.page.theme === 'dark' ? 'light' : 'dark' };
      walker.link.rewrite();
    },
  },
  {
    name: 'language',
    take: (walker) => {
      const lang: Locale = walker.page.lang === 'en' ? 'zh-CN' : 'en';
      walker.page = { ...walker.page, lang };
      walker.link.rewrite();
    },
  },
);
const scripting = fc.constantFrom<Step>(
  {
    name: 'script: the trained encoder',
    take: ({ specs }) => put(specs, asTrained(specs.getState().spec)),
  },
  {
    name: 'script: seeded',
    take: ({ specs }) => put(specs, patched(specs.getState().spec, { model: 'seeded' })),
  },
);
const stepping = fc.constantFrom<Step>(
  { name: 'undo', take: ({ specs }) => undo(specs) },
  { name: 'redo', take: ({ specs }) => redo(specs) },
  { name: 'let go', take: ({ specs }) => finish(specs) },
  { name: 'wait', take: () => vi.advanceTimersByTime(rewriteMs) },
);
const travel = fc.constantFrom<Step>(
  { name: 'back', travels: true, take: ({ fake }) => fake.go(-1) },
  { name: 'back', travels: true, take: ({ fake }) => fake.go(-1) },
  { name: 'back twice', travels: true, take: ({ fake }) => fake.go(-2) },
  { name: 'forward', travels: true, take: ({ fake }) => fake.go(1) },
  {
    name: 'reload',
    travels: true,
    take: (walker) => walker.reload(),
  },
);

/** What Back and Forward bring back. */
function shownBy({ specs, views }: Walker) {
  const { room, lens, experiment } = views.getState();
  return { spec: specs.getState().spec, room, lens, experiment };
}

/** The address says what the page shows, without a word about it. */
function agrees({ specs, views, page, fake, notices, spoken }: Walker, trail: string): void {
  const { spec } = specs.getState();
  const look = lookOf(views.getState());
  const search = fake.search();
  expect(search, trail).toBe(writeAddress(spec, { ...page, ...look }, spoken).search);
  const read = readAddress(search, spoken);
  expect({ spec: read.spec, look: lookOf(read.page) }, trail).toEqual({ spec, look });
  expect(specs.getState().side, trail).toBe(sideOf(look));
  expect([read.page.lang, read.page.theme], trail).toEqual([page.lang, page.theme]);
  expect([...read.notices.spec, ...read.notices.page, ...notices], trail).toEqual([]);
}

it.each(['en', 'zh-CN'] as const)(
  'address and page never differ, and Back and Forward show what was there: %s',
  (reader) => {
    const moving = fc.oneof(
      changing,
      dragging,
      entering,
      entering,
      looking,
      trying,
      following,
      options,
      scripting,
      stepping,
    );
    const steps = fc.array(
      fc.oneof({ weight: 5, arbitrary: moving }, { weight: 2, arbitrary: travel }),
      { minLength: 1, maxLength: 24 },
    );
    fc.assert(
      fc.property(steps, (walk) => {
        const walker = new Walker(fakeWindow('/'), reader);
        const { fake } = walker;
        /** What each entry of the browser's history shows. */
        const entries = [shownBy(walker)];
        let trail = '';
        for (const { name, take, travels } of walk) {
          trail += `\n${name}`;
          const dragged = walker.specs.getState().gesture && shownBy(walker);
          const at = fake.at();
          // Going anywhere takes the fingers off the slider.
          if (travels) finish(walker.specs);
          else take(walker);
          const entered = fake.at() - at;
          const now = shownBy(walker);
          if (entered > 0) entries.splice(at + 1, entries.length);
          // What was being dragged is a step before that which ended it.
          if (entered > 1 && dragged) entries.push(dragged);
          if (!walker.specs.getState().gesture) entries[fake.at()] = now;
          if (travels) take(walker);
          const wanted = travels ? entries[fake.at()] : now;
          expect(shownBy(walker), trail).toEqual(wanted);
          if (!walker.specs.getState().gesture) agrees(walker, trail);
        }
        walker.link.stop();
      }),
      { seed: 7, numRuns: often(1000) },
    );
  },
);

const seededIn = (spec: Spec) => spec.model === 'seeded';

it('each side has its own model, and they share the text', () => {
  const { specs, views, fake } = new Walker();
  change(specs, { length: 24, dim: 32 });
  const plate = specs.getState().spec;
  enter(specs, views, 'model');
  expect(specs.getState().spec).toEqual(asTrained(plate));
  change(specs, { encoding: 'circular', text: 'dog bites man' });
  const trained = specs.getState().spec;
  enter(specs, views, 'attend');
  expect(specs.getState().spec).toEqual({ ...plate, text: 'dog bites man' });
  undo(specs);
  expect(specs.getState().spec).toEqual(plate);
  redo(specs);
  enter(specs, views, 'model');
  expect(specs.getState().spec).toEqual(trained);
  fake.go(-1);
  expect(views.getState().room).toBe('attend');
  expect(seededIn(specs.getState().spec)).toBe(true);
});

it('the race has its own sizes under the names of the Spec, and shares its text', () => {
  const { specs, views, fake } = new Walker();
  change(specs, { length: 24, dim: 32 });
  const plate = specs.getState().spec;
  enter(specs, views, 'race');
  expect(fake.search()).toBe('?room=race');
  views.setState({ race: 'task=copy&dim=64' });
  expect(fake.search()).toBe('?room=race&task=copy&dim=64');
  change(specs, { text: 'dog bites man' });
  expect(fake.search()).toBe('?text=dog+bites+man&room=race&task=copy&dim=64');
  undo(specs);
  expect(fake.search()).toBe('?room=race&task=copy&dim=64');
  redo(specs);
  enter(specs, views, 'attend');
  expect(specs.getState().spec).toEqual({ ...plate, text: 'dog bites man' });
  fake.go(-1);
  expect(views.getState()).toMatchObject({ room: 'race', race: 'task=copy&dim=64' });
  const again = new Walker(fake);
  expect(again.views.getState()).toMatchObject({ room: 'race', race: 'task=copy&dim=64' });
  expect(again.specs.getState().spec).toEqual({ ...defaultSpec, text: 'dog bites man' });
  enter(again.specs, again.views, 'encode');
  expect(again.specs.getState().spec.dim).toBe(defaultSpec.dim);
});

it('an old link to the Model room asks the rest of it of the other rooms', () => {
  const { specs, views } = new Walker(
    fakeWindow('/?room=model&length=24&dim=32&text=dog+bites+man'),
  );
  expect(specs.getState().spec).toMatchObject({ model: 'use-lite', dim: 256, heads: 4 });
  enter(specs, views, 'encode');
  expect(specs.getState().spec).toMatchObject({ model: 'seeded', length: 24, dim: 32 });
});

it('from the Model room’s own link the other roomNames take the text, each token in its row', () => {
  const { specs, views } = new Walker(fakeWindow('/?room=model&model=use-lite&text=dog+bites+man'));
  enter(specs, views, 'encode');
  const { spec } = specs.getState();
  expect(spec).toEqual({ ...defaultSpec, text: 'dog bites man', length: 3 });
});

it('a link to the trained encoder in another room keeps it there', () => {
  const { specs, views, fake } = new Walker(fakeWindow('/?room=attend&model=use-lite&text=dog'));
  expect(specs.getState().spec.model).toBe('use-lite');
  enter(specs, views, 'encode');
  expect(specs.getState().spec.model).toBe('use-lite');
  expect(fake.search()).toContain('model=use-lite');
});

it('a comparison and its second scheme are one step, and Back takes both', () => {
  const { specs, views, fake } = new Walker();
  enter(specs, views, 'attend');
  enter(specs, views, 'compare');
  expect(fake.entries()).toEqual(['', '?room=attend', '?compare=rope&room=compare']);
  fake.go(-1);
  expect(views.getState().room).toBe('attend');
  expect(specs.getState().spec).toEqual(defaultSpec);
  fake.go(1);
  expect(views.getState().room).toBe('compare');
  expect(specs.getState().spec.compare).toBe('rope');
});

it('the way back to seeded weights is the Spec before, with the text of now', () => {
  const before = patched(defaultSpec, { length: 24, dim: 32, encoding: 'rope' });
  const trained = { ...asTrained(before), text: 'dog bites man' };
  expect(seededAgain(trained, [defaultSpec, before, asTrained(before)])).toEqual({
    ...before,
    text: 'dog bites man',
  });
  const fromLink = seededAgain(patched(trained, { encoding: 'alibi' }), []);
  expect(fromLink).toMatchObject({ model: 'seeded', encoding: 'alibi', dim: 64, heads: 4 });
  expect(problemOf(fromLink)).toBeNull();
});
