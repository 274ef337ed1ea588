/** Every word of a lens or an experiment has its file, and every file its word. */
import { expect, it } from 'vitest';
import { namesUnder } from '../../text/names.ts';
import type { Tool } from './tools.ts';

const files = {
  lens: import.meta.glob<Tool>('../lenses/*.lens.tsx', { import: 'default' }),
  experiment: import.meta.glob<Tool>('../attend/*.experiment.tsx', { import: 'default' }),
};

for (const kind of ['lens', 'experiment'] as const) {
  it(`each ${kind} that has a word is a file that declares itself by that name`, async () => {
    const found = Object.entries(files[kind]).map(async ([path, fetch]) => {
      const { name } = await fetch();
      expect(path.endsWith(`/${name}.${kind}.tsx`), path).toBe(true);
      return name;
    });
    expect((await Promise.all(found)).toSorted()).toEqual(namesUnder(kind).toSorted());
  });
}
