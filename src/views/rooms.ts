/** The rooms that there are, by the files that declare them. */
import type { RoomName } from '../state/page.ts';
import type { Room } from './parts/room.ts';

const files = import.meta.glob<Room>('./*/*.room.ts', { eager: true, import: 'default' });

export const rooms: readonly Room[] = Object.values(files);

export function roomNamed(name: RoomName): Room {
  const room = rooms.find((each) => each.name === name);
  if (!room) throw new Error(`rooms: no file ${name}.room.ts`);
  return room;
}
