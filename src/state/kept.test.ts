import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { often } from '../testing/often.ts';
import {
  differing,
  joinedKept,
  type Kept,
  keptVersion,
  mostKept,
  readKept,
  tidyKeptName,
  writeKept,
} from './kept.ts';
import { defaultSpec } from './spec.ts';

const picture = 'data:image/webp;base64,UklGRg==';
const kept = (name: string, search = '?encoding=rope'): Kept => ({ name, search, picture });

const anyKept: fc.Arbitrary<Kept> = fc
  .record(
    {
      name: fc.string().map(tidyKeptName),
      search: fc.webQueryParameters().map((query) => (query === '' ? '' : `?${query}`)),
      text: fc.string({ minLength: 1 }),
      picture: fc.constantFrom('', picture),
    },
    { requiredKeys: ['name', 'search', 'picture'] },
  )
  .filter(({ search }) => search.length <= mostKept.search);

describe('kept states', () => {
  it('read as they were written', () => {
    fc.assert(
      fc.property(fc.array(anyKept), (states) => {
        expect(readKept(writeKept(states))).toEqual({ states, dropped: 0 });
      }),
    );
  });

  it('are refused whole with the reason, or taken as far as they are some; nothing throws', () => {
    const whole = writeKept([kept('a')]);
    expect(readKept(whole.slice(0, -3))).toEqual({ problem: 'damaged' });
    expect(readKept('{}')).toEqual({ problem: 'damaged' });
    expect(readKept(whole.replace(`"version": ${keptVersion}`, '"version": 2'))).toEqual({
      problem: 'version',
    });
    expect(readKept(' '.repeat(mostKept.file + 1))).toEqual({ problem: 'tooLarge' });
    const mixed = [
      kept('good'),
      { name: 5 },
      null,
      kept('bad', '?a b'),
      { name: 'x', search: 'y' },
    ];
    expect(readKept(JSON.stringify({ ...JSON.parse(whole), states: mixed }))).toEqual({
      states: [kept('good')],
      dropped: 4,
    });
    fc.assert(
      fc.property(fc.json(), (text) => {
        readKept(text);
      }),
      { numRuns: often(5000) },
    );
    fc.assert(
      fc.property(fc.nat(), fc.string(), (at, put) => {
        const end = at % whole.length;
        readKept(whole.slice(0, end) + put + whole.slice(end + 1));
      }),
      { numRuns: often(5000) },
    );
  });

  it('have no picture but a small one that is written out', () => {
    const bad = ['https://a.example/x.png', 'data:text/html;base64,AAAA', `${picture}<`, 7];
    const states = bad.map((each) => ({ ...kept('a'), picture: each }));
    const read = readKept(JSON.stringify({ ...JSON.parse(writeKept([])), states }));
    expect('states' in read && read.states.map((each) => each.picture)).toEqual(['', '', '', '']);
  });

  it('are joined without repetition, as many as may be', () => {
    const before = [kept('a'), kept('b')];
    expect(joinedKept(before, [kept('b'), kept('c'), kept('c')])).toEqual({
      states: [...before, kept('c')],
      added: 1,
      again: 2,
      over: 0,
    });
    const many = Array.from({ length: mostKept.states + 3 }, (_, at) => kept(`${at}`));
    expect(joinedKept([], many)).toMatchObject({ added: mostKept.states, over: 3 });
  });

  it('differ in fields, and in parameters of the same scheme', () => {
    const params = { ...defaultSpec.params, base: 20 };
    expect(differing(defaultSpec, { ...defaultSpec, length: 7, params })).toEqual([
      'length',
      'params.base',
    ]);
    expect(differing(defaultSpec, { ...defaultSpec, encoding: 'none', params: {} })).toEqual([
      'encoding',
    ]);
  });
});
