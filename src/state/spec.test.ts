import { describe, expect, it } from 'vitest';
import { encodings } from '../encodings/index.ts';
import { accepts } from '../encodings/params.ts';
import { lineOf, tokenize } from '../text/tokens.ts';
import { fitTogether, problemOf, workable } from './fitted.ts';
import { pageNames } from './page.ts';
import { defaultParams, defaultSpec, dimsOf, fields, headCounts, sameSpec } from './spec.ts';

describe('the default Spec', () => {
  it('can be computed', () => expect(problemOf(defaultSpec)).toBeNull());

  it('has a word for each position', () => {
    const tokens = tokenize(defaultSpec.text, defaultSpec.tokens);
    expect(lineOf(tokens, defaultSpec.length).note).toBe('exact');
  });

  it('has the defaults of the fields, each allowed', () => {
    for (const field of fields) {
      expect(field.default).toBe(defaultSpec[field.name]);
      expect(accepts(field, field.default)).toBe(true);
    }
  });
});

describe('the fields', () => {
  it('are all that a Spec has', () => {
    const names = [...fields.map(({ name }) => name), 'params'];
    expect(names.toSorted()).toEqual(Object.keys(defaultSpec).toSorted());
  });

  it('share no name with a scheme’s parameter or an option of the page', () => {
    const taken = new Set<string>([...pageNames, ...fields.map(({ name }) => name), 'params']);
    expect(taken.size).toBe(pageNames.size + fields.length + 1);
    for (const { params } of encodings) {
      for (const name of Object.keys(params)) expect(taken.has(name)).toBe(false);
    }
  });
});

describe('sizes', () => {
  it('are divided among the heads', () => {
    expect(dimsOf(defaultSpec)).toEqual({ length: 40, start: 0, dModel: 64, nHeads: 4, dHead: 16 });
    expect(headCounts(24)).toEqual([1, 2, 3, 4, 6, 8, 12]);
  });

  it('keep the dimension and take the largest head count that divides it', () => {
    const { spec, notices } = fitTogether({ ...defaultSpec, dim: 66, heads: 8, head: 7 });
    expect(spec).toMatchObject({ dim: 66, heads: 6, head: 6 });
    expect(notices).toMatchObject([
      { kind: 'adjusted', field: 'heads', value: '8', used: '6' },
      { kind: 'adjusted', field: 'head', value: '7', used: '6' },
    ]);
  });

  it('keep the last position below 2²⁰', () => {
    const { spec, notices } = fitTogether({ ...defaultSpec, start: 1_048_575 });
    expect(spec.start).toBe(1_048_536);
    expect(notices).toMatchObject([{ field: 'start', value: '1048575', used: '1048536' }]);
  });
});

describe('what a scheme rejects', () => {
  const odd = {
    ...defaultSpec,
    encoding: 'rope',
    params: defaultParams('rope'),
    dim: 68,
    heads: 4,
  };

  it('has a reason in both languages', () => {
    expect(problemOf(odd)?.en).toMatch(/17|odd|even/);
    expect(problemOf(odd)?.['zh-CN']).toBeTruthy();
    expect(problemOf({ ...defaultSpec, dim: 66, heads: 4 })?.en).toContain('66');
  });

  it('gives way to the nearest dimension, with that reason', () => {
    const { spec, notices } = workable(odd);
    expect(spec).toMatchObject({ encoding: 'rope', dim: 72, heads: 4 });
    expect(notices).toEqual([
      { kind: 'adjusted', field: 'dim', value: '68', used: '72', reason: problemOf(odd) },
    ]);
  });

  it('gives way in the one parameter at fault before any size', () => {
    const params = { ...defaultParams('rope'), base: 500, rotaryDim: 200 };
    const { spec, notices } = workable({ ...defaultSpec, encoding: 'rope', params });
    expect(spec).toMatchObject({ dim: 64, heads: 4, params: { base: 500, rotaryDim: 0 } });
    expect(notices).toMatchObject([{ field: 'rotaryDim', value: '200', used: '0' }]);
  });

  it('leaves every scheme a Spec that works, from any size', () => {
    for (const { id } of encodings) {
      for (const dim of [2, 3, 7, 63, 1023, 1024]) {
        const asked = { ...defaultSpec, encoding: id, params: defaultParams(id), dim, heads: 16 };
        const { spec } = workable(asked);
        expect(problemOf(spec)).toBeNull();
        expect(spec.encoding).toBe(id);
      }
    }
  });
});

it('two Specs are the same when all their values are', () => {
  expect(sameSpec(defaultSpec, { ...defaultSpec, params: { ...defaultSpec.params } })).toBe(true);
  expect(sameSpec(defaultSpec, { ...defaultSpec, seed: 8 })).toBe(false);
  const params = { ...defaultSpec.params, base: 7 };
  expect(sameSpec(defaultSpec, { ...defaultSpec, params })).toBe(false);
});
