import * as fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import { readAddress, writeAddress } from '../state/address.ts';
import { chosen } from '../state/choose.ts';
import { fakeWindow } from '../state/fakeWindow.ts';
import { problemOf } from '../state/fitted.ts';
import { followLink } from '../state/link.ts';
import { defaultPage, type Look, lookOf, roomOf } from '../state/page.ts';
import { merged } from '../state/patch.ts';
import { defaultSpec, paramsOf, type Spec, sameSpec } from '../state/spec.ts';
import { change, createSpecStore } from '../state/store.ts';
import { createViewStore } from '../state/view.ts';
import { enter } from '../state/visit.ts';
import { loadLocale } from '../text/t.ts';
import { lessonIds, loadLesson, type NamedLesson } from './lessons.ts';
import { goTo, lessonToLoad, placeNow, placeState } from './place.ts';

const all: NamedLesson[] = [];
let order: NamedLesson;

beforeAll(async () => {
  await Promise.all([loadEncodings(), loadLocale('zh-CN')]);
  for (const id of lessonIds) {
    const lesson = await loadLesson(id);
    if (lesson) all.push(lesson);
    if (lesson?.id === 'order') order = lesson;
  }
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const zh = () => 'zh-CN';

describe('the address of a step', () => {
  it('names the lesson and the step and nothing else, in either language', () => {
    for (const lesson of all) {
      for (const [at] of lesson.steps.entries()) {
        for (const locale of ['en', 'zh-CN']) {
          const { spec, look } = placeState(lesson, at + 1, locale);
          const page = { ...defaultPage, ...look };
          const { search } = writeAddress(spec, page, () => locale);
          const step = at === 0 ? '' : `&step=${at + 1}`;
          expect(search).toBe(`?room=lessons&lesson=${lesson.id}${step}`);
          const read = readAddress(search, () => locale);
          expect(sameSpec(read.spec, spec)).toBe(true);
          expect([lookOf(read.page), read.notices]).toEqual([look, { spec: [], page: [] }]);
        }
      }
    }
  });

  it('holds what the reader changed in it, against what it shows', () => {
    const { spec, look } = placeState(order, 2, 'en');
    const page = { ...defaultPage, ...look, shuffles: 3 };
    const { search } = writeAddress({ ...spec, mask: 'causal' }, page);
    expect(search).toBe('?mask=causal&room=lessons&lesson=order&step=2&shuffles=3');
    const closed = { ...page, shuffles: 0, experiment: 'none' } as const;
    expect(writeAddress(spec, closed).search).toBe(
      '?room=lessons&lesson=order&step=2&experiment=none',
    );
    expect(readAddress('?room=lessons&lesson=order&step=2&experiment=none').page.experiment).toBe(
      'none',
    );
  });

  it('reads as it is written, whatever was changed', () => {
    const places = all.flatMap((lesson) => lesson.steps.map((_, at) => [lesson, at + 1] as const));
    const patches = fc.constantFrom<(spec: Spec) => Spec>(
      (spec) => merged(spec, { length: 24 }),
      (spec) => merged(spec, { mask: 'none' }),
      (spec) => merged(spec, { text: defaultSpec.text, length: defaultSpec.length }),
      (spec) => chosen(spec, 'rope').spec,
      (spec) => chosen(spec, 'sinusoidal').spec,
      (spec) => chosen(spec, 'binary').spec,
      (spec) => (spec.encoding === 'rope' ? merged(spec, { params: { scaling: 'yarn' } }) : spec),
      (spec) => ('base' in spec.params ? merged(spec, { params: { base: 500 } }) : spec),
      (spec) => ({
        ...spec,
        params: Object.fromEntries(
          paramsOf(spec.encoding).map((each) => [each.name, each.default]),
        ),
      }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.array(patches, { maxLength: 4 }),
        ([lesson, at], changes) => {
          const { spec, look } = placeState(lesson, at, 'zh-CN');
          const next = changes.reduce((before, patch) => patch(before), spec);
          fc.pre(problemOf(next) === null);
          const page = { ...defaultPage, ...look };
          const { search } = writeAddress(next, page, zh);
          const read = readAddress(search, zh);
          expect(read.notices).toEqual({ spec: [], page: [] });
          // A race has sizes of its own, and says the text alone.
          const told = roomOf(page) === 'race' ? { ...spec, text: next.text } : next;
          expect(sameSpec(read.spec, told)).toBe(true);
        },
      ),
    );
  });

  it('is the nearest where there is no such step, and the contents where there is no such lesson', () => {
    const far = readAddress('?room=lessons&lesson=order&step=50');
    const last = order.steps.length;
    expect(far.page).toMatchObject({ lesson: 'order', step: last });
    expect(sameSpec(far.spec, placeState(order, last, 'en').spec)).toBe(true);
    expect(far.notices.page).toMatchObject([
      { kind: 'invalid', field: 'step', value: '50', allowed: `1…${last}`, used: String(last) },
    ]);
    const none = readAddress('?room=lessons&lesson=nope&step=3&length=9');
    expect(none.page).toMatchObject({ room: 'lessons', lesson: '', step: 1 });
    expect(none.spec.length).toBe(9);
    expect(none.notices.page).toMatchObject([{ kind: 'no-lesson', value: 'nope' }]);
  });
});

describe('going through a lesson', () => {
  function opened(first = '/') {
    const fake = fakeWindow(first);
    const { spec, page } = readAddress(fake.search());
    const specs = createSpecStore(spec);
    const views = createViewStore(lookOf(page));
    const link = followLink(specs, views, fake.browser, { page: () => page });
    return { ...fake, specs, views, link };
  }

  it('is one entry of the history per step, and Back brings back what was changed', () => {
    const { specs, views, search, go, entries } = opened('/?length=12');
    goTo(specs, views, order, 1);
    goTo(specs, views, order, 2);
    change(specs, { mask: 'causal' });
    goTo(specs, views, order, 3);
    expect(entries()).toEqual([
      '?length=12',
      '?room=lessons&lesson=order',
      '?room=lessons&lesson=order&step=2',
      '?mask=causal&room=lessons&lesson=order&step=2',
      '?room=lessons&lesson=order&step=3',
    ]);
    expect(sameSpec(specs.getState().spec, placeState(order, 3, 'en').spec)).toBe(true);
    go(-1);
    expect(specs.getState().spec.mask).toBe('causal');
    expect(placeNow(views)).toEqual({ id: 'order', step: 2, steps: order.steps.length });
    go(-3);
    expect([search(), specs.getState().spec.length]).toEqual(['?length=12', 12]);
    expect(placeNow(views)).toBeNull();
  });

  it('turns to the trained encoder and back, and leaves the plate where it was', () => {
    const { specs, views, go } = opened();
    goTo(specs, views, order, 5);
    goTo(specs, views, order, 6);
    expect(specs.getState().side).toBe('model');
    expect(specs.getState().spec.model).toBe('use-lite');
    goTo(specs, views, order, 8);
    expect([specs.getState().side, specs.getState().spec.model]).toEqual(['plate', 'seeded']);
    go(-1);
    expect(specs.getState().spec.model).toBe('use-lite');
  });

  it('ends where another room is entered, with what the step shows', () => {
    const { specs, views, search } = opened();
    goTo(specs, views, order, 3);
    const { spec } = specs.getState();
    enter(specs, views, 'attend');
    expect(placeNow(views)).toBeNull();
    expect(search()).toMatch(/room=attend/);
    expect(search()).not.toMatch(/lesson|step|beside/);
    expect(sameSpec(specs.getState().spec, spec)).toBe(true);
    enter(specs, views, 'lessons');
    expect([placeNow(views), views.getState().room]).toEqual([null, 'lessons']);
  });

  it('has nothing to fetch where no lesson is asked for', () => {
    const look: Look = lookOf(defaultPage);
    expect(lessonToLoad(look)).toBeNull();
    expect(lessonToLoad({ ...look, room: 'lessons', lesson: 'order' })).toBeNull();
    expect(lessonToLoad({ ...look, room: 'lessons', lesson: 'nope' })).not.toBeNull();
  });
});
