/** What a room says of itself, in a file `NAME.room.ts`; its tab and its link follow from its word. */
import type { ComponentType } from 'react';
import type { RoomName } from '../../state/page.ts';
import type { Spec } from '../../state/spec.ts';

export interface Room {
  /** That of the file, and of its word, `app.room.NAME`. */
  readonly name: RoomName;
  /** Fetched when it is first opened, unless the first paint shows it. */
  readonly View: ComponentType<{ readonly hide: readonly string[] }>;
  /** What is computed beside the three maps while it is open. */
  readonly asks?: (spec: Spec) => {
    readonly stages?: boolean;
    readonly model?: boolean;
    readonly rivals?: readonly Spec[];
  };
  /** Controls that are not in the dock: they stand in the room, or have no use there. */
  readonly ownControls?: (hide: readonly string[]) => readonly string[];
  /** Whether it shows its matrices whole, however the plate was zoomed. */
  readonly whole?: boolean;
  /** Whether it brings its own controls and all else that stands around a room. */
  readonly alone?: boolean;
  /** Whether its schemes are chosen one by one, and `/` opens no picker. */
  readonly ownPicker?: boolean;
  /** Whether it names its schemes itself where the page is embedded. */
  readonly namesSchemes?: boolean;
}

export const defineRoom = (room: Room): Room => room;
