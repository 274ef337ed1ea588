/** Every word of an export has its file, and every file its word; names that there are not are refused. */
import { expect, it } from 'vitest';
import { enLater } from '../text/enLater.ts';
import type { Export } from './export.ts';
import { exportNamed, exports, quantityFor } from './exports.ts';
import { asLook, defaultLook } from './look.ts';

const quantities = [{ name: 'positions', shape: [2, 2], longest: 4096 }];

it('each export that has a word is a file that declares itself by that name', () => {
  const files = import.meta.glob<Export>('./*.export.ts', { eager: true, import: 'default' });
  for (const [path, { id }] of Object.entries(files)) expect(path).toBe(`./${id}.export.ts`);
  const start = 'export.name.';
  const named = Object.keys(enLater).filter((key) => key.startsWith(start));
  const ids = exports.map(({ id }) => `${start}${id}`);
  expect(ids.toSorted()).toEqual(named.toSorted());
});

it('says which kinds there are where one is asked for that there is not', () => {
  for (const kind of ['jpeg', '__proto__', 3, null, undefined]) {
    expect(() => exportNamed(kind)).toThrow(/^export: .*there are .*csv/);
  }
});

it('is of the positions where no quantity is named, and says which there are', () => {
  const csv = exportNamed('csv');
  expect(quantityFor(csv, undefined, quantities)?.name).toBe('positions');
  expect(() => quantityFor(csv, 'magic', quantities)).toThrow(
    'export: no "magic"; there are positions',
  );
  expect(() => quantityFor(csv, 7, quantities)).toThrow(RangeError);
});

it('takes a look as it is offered, and names what it does not take', () => {
  expect(asLook(undefined)).toEqual(defaultLook);
  expect(asLook({ width: 89 })).toEqual({ ...defaultLook, width: 89 });
  expect(() => asLook({ width: 90 })).toThrow('export: width: 90 is not one of 89, 183');
  expect(() => asLook({ colour: 'red' })).toThrow(/^export: "colour" is not expected; there are/);
  expect(() => asLook('large')).toThrow(RangeError);
});
