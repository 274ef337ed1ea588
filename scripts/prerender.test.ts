import { expect, it } from 'vitest';
import { siteOf } from './prerender.ts';

it('takes the address of a site with or without its last slash', () => {
  expect(siteOf('https://example.org/whereabouts')).toBe('https://example.org/whereabouts/');
  expect(siteOf('https://example.org/')).toBe('https://example.org/');
  expect(siteOf(undefined)).toBeNull();
});

it.each(['example.org', 'file:///whereabouts/', 'https://example.org/?a=b'])(
  'refuses %s, and says what it wants',
  (given) => {
    expect(() => siteOf(given)).toThrow(/WHEREABOUTS_SITE is the address of the page/);
  },
);
