import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodings } from '../encodings/index.ts';
import { accepts } from '../encodings/params.ts';
import { often } from '../testing/often.ts';
import { problemOf } from './fitted.ts';
import {
  cheaperWays,
  defaultPage,
  hiddenOf,
  hideable,
  lookOf,
  pageNames,
  readPage,
  writePage,
} from './page.ts';
import { encoded } from './query.ts';
import { defaultParams, defaultSpec, fields, paramsOf, type Spec } from './spec.ts';
import { anySpec } from './specs.ts';
import { maxQuery, readSpec, writeSpec } from './url.ts';
import { createViewStore } from './view.ts';
import { withoutPresenting } from './withoutPresenting.ts';

const seed = 20_240_607;

/** What is wrong with a Spec, by name. */
function faultsOf(spec: Spec): readonly string[] {
  const params = paramsOf(spec.encoding);
  const unknown = Object.keys(spec.params).filter(
    (key) => !params.some(({ name }) => name === key),
  );
  const wrong = [
    ...fields.filter((field) => !accepts(field, spec[field.name])),
    ...params.filter((param) => !accepts(param, spec.params[param.name])),
  ];
  return [...unknown, ...wrong.map(({ name }) => name), problemOf(spec)?.en ?? []].flat();
}

describe('a link', () => {
  it('says nothing about defaults', () => {
    expect(writeSpec(defaultSpec)).toEqual({ query: '', shortened: false });
    expect(readSpec('')).toEqual({ spec: defaultSpec, notices: [] });
  });

  it('reads as it is written, for any Spec', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const { query, shortened } = writeSpec(spec);
        fc.pre(!shortened);
        expect(readSpec(`?${query}`)).toEqual({ spec, notices: [] });
      }),
      { seed, numRuns: often(3000) },
    );
  });

  it('is written the way a browser keeps it', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const { query } = writeSpec(spec);
        expect(new URL(`https://example.org/?${query}`).search).toBe(query && `?${query}`);
      }),
      { seed, numRuns: 300 },
    );
  });

  it('is readable and in the order of the fields, then the parameters', () => {
    const spec: Spec = {
      ...defaultSpec,
      encoding: 'rope',
      params: { ...defaultParams('rope'), base: 500_000, pairing: 'half' },
      length: 64,
      text: 'Here, now: where?',
      mask: 'none',
    };
    expect(writeSpec(spec).query).toBe(
      'encoding=rope&length=64&text=Here,+now:+where%3F&mask=none&base=500000&pairing=half',
    );
  });

  it('leaves out a default that follows other parameters, and reads it back', () => {
    const partial = 'encoding=rope&scaling=proportional';
    const { spec } = readSpec(partial);
    expect(spec.params.factor).toBe(1);
    expect(writeSpec(spec).query).toBe(partial);
    expect(readSpec(`${partial}&factor=4`).spec.params.factor).toBe(4);
    const four = { ...spec, params: { ...spec.params, factor: 4 } };
    expect(readSpec(writeSpec(four).query).spec).toEqual(four);
  });

  it('ends in nothing that a mail program would leave out', () => {
    expect(encoded('Here.')).toBe('Here%2E');
    expect(encoded('don’t (no)')).toMatch(/%29$/);
    expect(encoded("it's")).toBe('it%27s');
  });

  it('reads Chinese as it stands', () => {
    expect(readSpec('?text=我在哪里&lang=zh-CN')).toMatchObject({
      spec: { text: '我在哪里' },
      notices: [],
    });
  });
});

describe('a text too long for a link', () => {
  const texts = {
    words: 'somewhere '.repeat(500),
    punctuation: '!? '.repeat(3000),
    Chinese: '我来到北京清华大学'.repeat(100),
    families: '👨‍👩‍👧‍👦'.repeat(100),
    'one word': 'x'.repeat(5000),
    accents: `a${'\u0301'.repeat(4000)}`,
    pairs: `x${'😀'.repeat(3000)}`,
  };

  it.each(Object.entries(texts))('of %s is cut between tokens, and that is said', (_, text) => {
    for (const tokens of ['words', 'characters', 'bytes'] as const) {
      const { query, shortened } = writeSpec({ ...defaultSpec, length: 64, text, tokens });
      const { spec, notices } = readSpec(query);
      expect(shortened).toBe(true);
      expect(notices).toEqual([]);
      expect(query.length).toBeLessThanOrEqual(maxQuery);
      // A word longer than 512 is several tokens.
      expect(query.length).toBeGreaterThan(maxQuery - 520);
      expect(text.startsWith(spec.text)).toBe(true);
      expect(spec.length).toBe(64);
    }
  });

  it('is cut after a whole word, and not within a family', () => {
    const [words = '', families = ''] = [texts.words, texts.families].map(
      (text) => readSpec(writeSpec({ ...defaultSpec, text }).query).spec.text,
    );
    expect(words).toMatch(/somewhere ?$/);
    expect(families.length % '👨‍👩‍👧‍👦'.length).toBe(0);
  });
});

describe('what cannot be taken as it stands', () => {
  it.each([
    [
      'length=5000',
      { kind: 'invalid', field: 'length', value: '5000', allowed: '1…4096', used: '4096' },
      { length: 4096 },
    ],
    ['length=-3', { kind: 'invalid', field: 'length', value: '-3', used: '1' }, { length: 1 }],
    ['length=1e999', { kind: 'invalid', field: 'length', used: '4096' }, { length: 4096 }],
    [
      'length=12.4',
      { kind: 'rounded', field: 'length', value: '12.4', used: '12' },
      { length: 12 },
    ],
    [
      'length=0x10',
      { kind: 'invalid', field: 'length', value: '0x10', used: '40' },
      { length: 40 },
    ],
    ['length=', { kind: 'invalid', field: 'length', value: '', used: '40' }, { length: 40 }],
    ['length', { kind: 'invalid', field: 'length', value: '', used: '40' }, { length: 40 }],
    [
      'length=8&length=9',
      { kind: 'repeated', field: 'length', value: '9', used: '8' },
      { length: 8 },
    ],
    ['length=%zz', { kind: 'broken', field: 'length', value: '%zz' }, { length: 40 }],
    ['text=%E4%BD', { kind: 'broken', field: 'text', value: '%E4%BD' }, { text: defaultSpec.text }],
    [
      'mask=sideways',
      { kind: 'invalid', field: 'mask', allowed: 'none, causal, window, padding' },
      { mask: 'causal' },
    ],
    [
      'encoding=nope',
      { kind: 'invalid', field: 'encoding', value: 'nope' },
      { encoding: 'sinusoidal' },
    ],
    ['base=-1', { kind: 'invalid', field: 'base', value: '-1' }, {}],
    ['colour=red', { kind: 'unknown', field: 'colour', value: 'red' }, {}],
    ['__proto__=1', { kind: 'unknown', field: '__proto__', value: '1' }, {}],
    ['constructor=1', { kind: 'unknown', field: 'constructor' }, {}],
    ['params=1', { kind: 'unknown', field: 'params' }, {}],
    ['%zz=1', { kind: 'unknown', field: '%zz' }, {}],
    [
      'dim=66&heads=4',
      { kind: 'adjusted', field: 'heads', value: '4', used: '3' },
      { dim: 66, heads: 3 },
    ],
    ['head=9', { kind: 'adjusted', field: 'head', value: '9', used: '4' }, { head: 4 }],
    ['start=1048575', { kind: 'adjusted', field: 'start', used: '1048536' }, { start: 1_048_536 }],
    [
      'encoding=rope&dim=68',
      { kind: 'adjusted', field: 'dim', value: '68', used: '72' },
      { dim: 72 },
    ],
  ])('%s', (query, notice, spec) => {
    const read = readSpec(`?${query}`);
    expect(read.notices).toMatchObject([notice]);
    expect(read.spec).toMatchObject(spec);
    expect(faultsOf(read.spec)).toEqual([]);
  });

  it('falls back by itself and leaves the rest', () => {
    const { spec, notices } = readSpec('?encoding=alibi&length=x&seed=11&form=row&base=3');
    expect(spec).toMatchObject({
      encoding: 'alibi',
      length: 40,
      seed: 11,
      params: { form: 'row' },
    });
    expect(notices.map(({ kind, field }) => [kind, field])).toEqual([
      ['unknown', 'base'],
      ['invalid', 'length'],
    ]);
  });

  it('never throws, leaves a Spec that works, and names the field, whatever it is', () => {
    const names = [
      ...fields.map(({ name }) => name),
      ...pageNames,
      ...encodings.flatMap(({ params }) => Object.keys(params)),
      '__proto__',
      'toString',
      'params',
    ];
    const options = fields.flatMap((field) =>
      field.kind === 'choice' ? field.options.map(({ value }) => value) : [],
    );
    const name = fc.oneof(fc.constantFrom(...names), fc.string({ unit: 'binary', maxLength: 5 }));
    const value = fc.oneof(
      fc.constantFrom(...options, '%', '%E4', '%ud83d', 'NaN', 'Infinity', '-0', '1e309', '٣'),
      fc.integer().map(String),
      fc.double().map(String),
      fc.integer({ min: 0, max: 5000 }).map(String),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    const part = fc.tuple(name, value).map(([key, text]) => `${key}=${text}`);
    const query = fc.oneof(
      { weight: 9, arbitrary: fc.array(part, { maxLength: 6 }).map((parts) => parts.join('&')) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    );
    fc.assert(
      fc.property(query, (text) => {
        const { spec, notices } = readSpec(text);
        expect(faultsOf(spec)).toEqual([]);
        readPage(text);
        for (const { field, value: quoted } of notices) {
          expect(typeof field).toBe('string');
          expect([...quoted].length).toBeLessThanOrEqual(40);
        }
        // What is read without a word is read the same from the link that is written for it.
        const again = writeSpec(spec);
        const known = again.shortened ? { spec, notices: [] } : readSpec(again.query);
        expect(known).toEqual({ spec, notices: [] });
      }),
      { seed, numRuns: often(10_000) },
    );
  }, 120_000);
});

describe('the options of the page', () => {
  const page = {
    lang: 'zh-CN',
    theme: 'projector',
    embed: true,
    hide: ['length', 'formula', 'headMaps'],
    locked: true,
    gpu: 'off',
    strings: 'long',
    present: true,
    screen: 'attention',
    room: 'compare',
    lens: 'clocks',
    lesson: 'order',
    step: 2,
    beside: 'attend',
    stage: 'query',
    experiment: 'fuse',
    how: 'code',
    drawn: 'arcs',
    terms: true,
    shuffles: 3,
    cheaper: 'int8',
    measure: 'logits',
    longer: '64',
    differences: true,
    pair: 'dogs bite|bite dogs',
    goOn: '64',
    sampling: '0.7',
    draw: 3,
    classroom: 'answers',
    level: 2,
    round: 17,
    race: '',
    answer: 'c1~4k2zq~9f3x1',
  } as const;
  const query =
    'lang=zh-CN&theme=projector&embed=1&hide=length,formula,headMaps&locked=1&gpu=off&strings=long&present=1&screen=attention&room=compare&lesson=order&step=2&beside=attend&classroom=answers&level=2&round=17&lens=clocks&stage=query&experiment=fuse&how=code&drawn=arcs&terms=1&shuffles=3&cheaper=int8&measure=logits&longer=64&differences=1&pair=dogs+bite%7Cbite+dogs&goOn=64&sampling=0.7&draw=3&answer=c1~4k2zq~9f3x1';

  it('read as they are written, defaults left out', () => {
    expect(writePage(page)).toBe(query);
    expect(readPage(`?${query}&length=8`)).toEqual({ page, notices: [] });
    expect(writePage(defaultPage)).toBe('');
  });

  it('can be taken out of a link as far as presenting goes', () => {
    const shown = query.replace('&present=1&screen=attention', '');
    expect(withoutPresenting(`?${query}`)).toBe(`?${shown}`);
    expect(withoutPresenting('?present=1')).toBe('');
  });

  it('take a theme by the name that the page gives it, and write its own', () => {
    expect(readPage('theme=night')).toEqual({
      page: { ...defaultPage, theme: 'dark' },
      notices: [],
    });
    expect(readPage('theme=paper').page.theme).toBe('light');
    expect(writePage(readPage('theme=night').page)).toBe('theme=dark');
  });

  it('are nothing to the Spec, nor the Spec to them', () => {
    expect(readSpec(query)).toEqual({ spec: defaultSpec, notices: [] });
    expect(readPage('length=x&colour=red')).toEqual({ page: defaultPage, notices: [] });
  });

  it('fall back one by one, each with a notice', () => {
    const read = readPage('lang=tlh&theme=pink&embed=maybe&hide=dim,,dim,__proto__&gpu=on&gpu=off');
    expect(read.page).toEqual({ ...defaultPage, hide: ['dim'] });
    expect(read.notices.map(({ kind, field }) => [kind, field])).toEqual([
      ['invalid', 'lang'],
      ['invalid', 'theme'],
      ['invalid', 'embed'],
      ['invalid', 'gpu'],
      ['repeated', 'gpu'],
      ['unknown', 'hide'],
    ]);
  });

  it('fall back in the experiments too, with what is allowed', () => {
    const read = readPage('cheaper=int2&measure=mean&longer=5&shuffles=1000&drawn=&differences=no');
    expect(read.page).toEqual({ ...defaultPage, shuffles: 999 });
    expect(read.notices).toMatchObject([
      { field: 'cheaper', allowed: cheaperWays.join(', '), used: 'int4' },
      { field: 'measure', allowed: 'similarity, logits, weights', used: 'similarity' },
      { field: 'longer', allowed: '4, 16, 64', used: '4' },
      { field: 'shuffles', allowed: '0…999', used: '999' },
      { field: 'drawn', allowed: 'matrix, arcs', used: 'matrix' },
      { field: 'differences', used: 'false' },
    ]);
  });

  it('hide what is around a plate where it is embedded, and what the link names', () => {
    expect(hiddenOf({ ...defaultPage, hide: ['how'] })).toEqual(['how']);
    const embedded = hiddenOf({ ...defaultPage, embed: true, hide: ['how'] });
    for (const name of ['how', 'top', 'controls', 'stages', 'experiments', 'compare', 'pairs']) {
      expect(embedded).toContain(name);
      expect(hideable()).toContain(name);
    }
    for (const name of ['line', 'headMaps', 'numbers', 'notices', 'streams']) {
      expect(embedded).not.toContain(name);
      expect(hideable()).toContain(name);
    }
  });

  it('that people change as they look around are copied from the page to the view and back', () => {
    const view = createViewStore({ ...lookOf(page), notices: [] }).getState();
    expect(lookOf(view)).toEqual(lookOf(page));
    expect(lookOf(createViewStore().getState())).toEqual(lookOf(defaultPage));
    expect({ ...defaultPage, ...lookOf(page) }).toMatchObject({ lang: 'auto', shuffles: 3 });
  });
});
