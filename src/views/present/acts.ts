/** What can be done while presenting, with the keys that do it: the line, the keys and their list follow. */

export const actKeys = {
  screen: ['m'],
  spotlight: ['s'],
  freeze: ['c'],
  // A clicker's button for a black screen sends either.
  black: ['b', '.'],
  qr: ['q'],
  notes: ['n'],
  full: ['f'],
  keys: ['?'],
  leave: ['p'],
} as const satisfies Record<string, readonly string[]>;

export type ActName = keyof typeof actKeys;

// Object.keys forgets that these are the keys.
export const actNames = Object.keys(actKeys) as readonly ActName[];

export function actOf(key: string): ActName | undefined {
  const typed = key.toLowerCase();
  return actNames.find((name) => actKeys[name].some((each) => each === typed));
}

/** Those of a clicker: steps of a lesson. In none they do nothing, also where a map would take them. */
export const clickerKeys: ReadonlyMap<string, 1 | -1> = new Map([
  ['PageDown', 1],
  ['PageUp', -1],
]);
