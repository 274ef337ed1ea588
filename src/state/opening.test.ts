import { expect, it } from 'vitest';
import { tokenize } from '../text/tokens.ts';
import { asksForNothing, readAddress, writeAddress } from './address.ts';
import { defaultPage } from './page.ts';
import { defaultSpec, openingSpec, openingTexts, sameSpec } from './spec.ts';
import { createSpecStore } from './store.ts';
import { createViewStore } from './view.ts';
import { enter } from './visit.ts';

it.each(['en', 'zh-CN'] as const)('the sentence in %s has a token for each position', (locale) => {
  expect(tokenize(openingTexts[locale], 'words')).toHaveLength(defaultSpec.length);
});

it('only an address that asks for nothing is met in the reader’s language', () => {
  for (const bare of ['', '?lang=zh-CN', '?theme=dark&room=attend&lens=clocks']) {
    expect(asksForNothing(bare), bare).toBe(true);
  }
  for (const asking of ['?length=40', '?lang=zh-CN&encoding=rope', '?base=500', '?room=model']) {
    expect(asksForNothing(asking), asking).toBe(false);
  }
});

it('a link made from the Chinese opening shows everyone the Chinese sentence', () => {
  const { search } = writeAddress(openingSpec('zh-CN'), defaultPage);
  expect(search).toContain('text=');
  expect(sameSpec(readAddress(search).spec, openingSpec('zh-CN'))).toBe(true);
});

it('the English opening is the default of a link, which says nothing of it', () => {
  expect(writeAddress(openingSpec('en'), defaultPage).search).toBe('');
});

it('the trained encoder opens with the sentence that it can read, and the others keep theirs', () => {
  const specs = createSpecStore(openingSpec('zh-CN'));
  const views = createViewStore({ locale: 'zh-CN' });
  const text = () => specs.getState().spec.text;
  enter(specs, views, 'model');
  expect(text()).toBe(openingTexts.en);
  enter(specs, views, 'encode');
  expect(text()).toBe(openingTexts['zh-CN']);
});
