/** Every word of a room has its file, and every file its word. */
import { expect, it } from 'vitest';
import { roomNames } from '../state/page.ts';
import { rooms } from './rooms.ts';

it('each room that has a word is a file that declares itself by that name', () => {
  expect(rooms.map(({ name }) => name).toSorted()).toEqual(roomNames.toSorted());
});
