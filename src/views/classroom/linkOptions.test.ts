import { expect, it } from 'vitest';
import { defaultPage, pageNames } from '../../state/page.ts';
import { applies, optionGroups } from './linkOptions.ts';

it('every option of the page can be set for a link, once', () => {
  const listed = Object.values(optionGroups).flat();
  expect(listed.toSorted()).toEqual([...pageNames].toSorted());
});

it('an option is offered where it changes something', () => {
  const attend = { ...defaultPage, room: 'attend', experiment: 'longer' } as const;
  expect(applies(attend, 'longer')).toBe(true);
  expect(applies(attend, 'lens')).toBe(false);
  expect(applies({ ...defaultPage, present: true }, 'screen')).toBe(true);
  expect(applies(defaultPage, 'screen')).toBe(false);
});
