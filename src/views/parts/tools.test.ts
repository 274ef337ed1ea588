/** Every word of a lens or an experiment has its file, and every file its word. */
import { expect, it } from 'vitest';
import { namesUnder } from '../../text/names.ts';
import { fileNames, loadTool } from './tools.ts';

for (const kind of ['lens', 'experiment'] as const) {
  it(`each ${kind} that has a word is a file that declares itself by that name`, async () => {
    expect(fileNames(kind).toSorted()).toEqual(namesUnder(kind).toSorted());
    for (const name of namesUnder(kind)) {
      expect((await loadTool(kind, name)).name).toBe(name);
    }
  });
}
