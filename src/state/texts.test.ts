import { beforeAll, describe, expect, it } from 'vitest';
import { loadEncodings } from '../encodings/index.ts';
import { tokenize } from '../text/tokens.ts';
import { problemOf } from './fitted.ts';
import { patched } from './patch.ts';
import { defaultSpec } from './spec.ts';
import { textGroups, textNamed, textPatch, texts } from './texts.ts';
import { readSpec, writeSpec } from './url.ts';

beforeAll(() => loadEncodings());

const names = Object.values(textGroups).flat();

it('all texts are in the menu, once', () => {
  expect(names.toSorted()).toEqual(Object.keys(texts).toSorted());
});

describe.each(names)('%s', (name) => {
  it.each(['en', 'zh-CN'] as const)('in %s has a position for each of its words', (locale) => {
    const spec = patched(defaultSpec, textPatch(name, locale, defaultSpec));
    const tokens = tokenize(spec.text, spec.tokens);
    expect(spec.length).toBe(tokens.length);
    expect(tokens.length).toBeGreaterThanOrEqual(12);
    expect(tokens.length).toBeLessThanOrEqual(40);
    expect(problemOf(spec)).toBeNull();
    expect(textNamed(spec.text)).toBe(name);
    // A link carries it.
    expect(readSpec(writeSpec(spec).query).spec).toEqual(spec);
  });
});

it('the picture is as many patches as its grid has, and words after it are a line again', () => {
  const picture = patched(defaultSpec, textPatch('image', 'en', defaultSpec));
  expect(picture.length).toBe(Number(picture.params['rows']) * Number(picture.params['columns']));
  expect(patched(picture, textPatch('news', 'en', picture)).encoding).toBe('sinusoidal');
});

it('a scheme that was chosen stays with a text that suits any', () => {
  const alibi = patched(defaultSpec, { encoding: 'alibi', params: { form: 'causal' } });
  expect(patched(alibi, textPatch('news', 'en', alibi))).toMatchObject({
    encoding: 'alibi',
    params: { form: 'causal' },
  });
});
