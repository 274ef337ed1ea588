/** What every lesson keeps to, so that the page and the story that walks it need not know which it is. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import { scaleOn } from '../show/stages.ts';
import { problemOf } from '../state/fitted.ts';
import { stageNames } from '../state/frame.ts';
import { pairsOf } from '../state/query.ts';
import { controlName } from '../state/settings.ts';
import { fields, paramsOf, type Spec } from '../state/spec.ts';
import { squareMaps } from '../state/view.ts';
import { loadLocale } from '../text/t.ts';
import type { Doing, Place, Step, Target } from './lesson.ts';
import { lessonIds, loadLesson, loadLessons, mergedQueries, nearestStep } from './lessons.ts';
import { queryOf, stepState } from './stepState.ts';

const locales = ['en', 'zh-CN'] as const;
/** Controls that set neither a field nor a parameter. */
const otherControls = ['shuffles', 'presets'];
/** Options that are the reader's, or the lesson's own place. */
const forbidden = ['lang', 'theme', 'embed', 'gpu', 'strings', 'lesson', 'step', 'present'];

beforeAll(async () => {
  await Promise.all([loadEncodings(), loadLocale('zh-CN')]);
});

/** Every text of a lesson that stands in it as `{ en, 'zh-CN' }`, by its path. */
function textsOf(path: string, part: unknown): readonly (readonly [string, string, string])[] {
  if (typeof part !== 'object' || part === null) return [];
  if ('en' in part && 'zh-CN' in part) return [[path, String(part.en), String(part['zh-CN'])]];
  return Object.entries(part).flatMap(([key, inner]) => textsOf(`${path}.${key}`, inner));
}

const placesOf = (doing: Doing, point?: Target): readonly Place[] => [
  ...(point && 'map' in point ? [point] : []),
  ...(doing.kind === 'cell' ? [doing] : []),
  ...(doing.kind === 'colour' ? [doing.cell] : []),
  ...('veil' in doing ? (doing.veil ?? []) : []),
];

const controlsOf = ({ point, controls = [] }: Step): readonly string[] => [
  ...controls,
  ...(point && 'control' in point ? [point.control] : []),
];

function knows(spec: Spec, control: string): boolean {
  const names = [...fields, ...paramsOf(spec.encoding)].map(({ name }) => controlName(name));
  return names.includes(control) || otherControls.includes(control);
}

describe('the lessons', () => {
  it('are numbered from 1 within their part', async () => {
    for (const part of ['lesson', 'question'] as const) {
      const own = (await loadLessons()).filter((lesson) => lesson.part === part);
      expect(new Set(own.map(({ place }) => place)).size).toBe(own.length);
      expect(own.map(({ place }) => place)).toEqual(
        own.map(({ place }) => place).toSorted((a, b) => a - b),
      );
    }
  });

  it('are not found where there are none', async () => {
    expect(await loadLesson('no-such-lesson')).toBeNull();
  });

  it('have a nearest step for any number', async () => {
    const [lesson] = await loadLessons();
    if (!lesson) throw new Error('no lessons');
    const count = lesson.steps.length;
    expect([0, 1.4, count, 1000].map((number) => nearestStep(lesson, number).number)).toEqual([
      1,
      1,
      count,
      count,
    ]);
  });
});

describe.each(lessonIds)('%s', (id) => {
  const read = async () => {
    const lesson = await loadLesson(id);
    if (!lesson) throw new Error(`no lesson ${id}`);
    return lesson;
  };

  it('shows states that the page takes as they stand, in both languages', async () => {
    for (const step of (await read()).steps) {
      for (const locale of locales) {
        for (const more of ['', ...mergedQueries(step.does)]) {
          const { spec, look, notices } = stepState(step, locale, more);
          expect(notices).toEqual([]);
          expect(problemOf(spec)).toBeNull();
          expect(['encode', 'attend', 'compare', 'model', 'race']).toContain(look.room);
          const names = pairsOf(`${queryOf(step, locale)}&${more}`).map(({ name }) => name);
          expect(names.filter((name) => forbidden.includes(name))).toEqual([]);
          const rooms: readonly (readonly [string, string])[] = [
            ['lens', 'encode'],
            ['experiment', 'attend'],
            ['stage', 'attend'],
          ];
          const elsewhere = rooms.filter(
            ([name, room]) => names.includes(name) && look.room !== room,
          );
          expect(elsewhere).toEqual([]);
          // Else the trained encoder has the positions that it was trained with.
          const given = look.room === 'model' && names.includes('encoding');
          expect(given && spec.model === 'seeded').toBe(false);
          expect(!given || names.includes('model')).toBe(true);
        }
      }
    }
  });

  it('points at what is there', async () => {
    for (const step of (await read()).steps) {
      const { spec, look, hide } = stepState(step, 'en');
      for (const { map, row = 0, column = 0 } of placesOf(step.does, step.point)) {
        const maps: readonly string[] =
          look.room === 'attend' ? stageNames : ['positions', ...squareMaps];
        expect(maps).toContain(map);
        expect(row).toBeLessThan(spec.length);
        expect(column).toBeLessThan(
          map === 'positions'
            ? Math.max(spec.dim, 2 * spec.length)
            : Math.max(spec.length, spec.dim),
        );
      }
      for (const control of controlsOf(step)) {
        expect(knows(spec, control)).toBe(true);
        expect(hide).not.toContain(control);
      }
    }
  });

  it('predicts, and ends in free play', async () => {
    const kinds = (await read()).steps.map(({ does }) => does.kind);
    expect(kinds.at(-1)).toBe('play');
    expect(kinds.filter((kind) => kind !== 'play' && kind !== 'try').length).toBeGreaterThan(0);
  });

  it('asks for colours of a scale whose ends are known beforehand', async () => {
    for (const step of (await read()).steps) {
      if (step.does.kind !== 'colour') continue;
      const { spec } = stepState(step, 'en', step.does.reveals);
      expect(scaleOn(step.does.cell.map, { spec }).domain.kind).toBe('fixed');
    }
  });

  it('offers two to four answers to choose from', async () => {
    const counts = (await read()).steps.flatMap(({ does }) =>
      does.kind === 'choose' ? [does.options.length] : [],
    );
    expect(counts.filter((count) => count < 2 || count > 4)).toEqual([]);
  });

  it('asks of a try what the step does not show already', async () => {
    for (const step of (await read()).steps) {
      const { does } = step;
      if (does.kind !== 'try' || !does.reached) continue;
      const before = stepState(step, 'en');
      const after = stepState(step, 'en', does.reach);
      expect(does.reached(before.spec, before.look)).toBe(false);
      expect(does.reached(after.spec, after.look)).toBe(true);
    }
  });

  it('asks in both languages', async () => {
    for (const { does } of (await read()).steps) {
      expect(does.ask['zh-CN']).toMatch(/\p{Script=Han}/u);
      expect(does.ask.en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('is written in both languages', async () => {
    for (const [path, en, zh] of textsOf(id, await read())) {
      expect(en.trim(), path).not.toBe('');
      expect(zh.trim(), path).not.toBe('');
      // Half-width marks after Chinese characters are the mark of a careless translation.
      expect(path.endsWith('.shows') ? '' : zh, path).not.toMatch(/\p{Script=Han}[,;:?!]/u);
      expect((en.match(/\*/g) ?? []).length % 2, path).toBe(0);
      expect((zh.match(/\*/g) ?? []).length % 2, path).toBe(0);
    }
  });
});
