import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { repeatedName } from './repeated.ts';

it.each([
  ['{"a":1,"b":2,"a":3}', 'a'],
  ['{"a":1,"\\u0061":3}', 'a'],
  ['{"a":{"dtype":"F32","shape":[1,2],"dtype":"F16"}}', 'dtype'],
  ['[1,{"x":{}, "y":[{"z":1,"z":2}]}]', 'z'],
  ['{"\\"":1,"\\"":2}', '"'],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
])('in %s it is %s', (json, name) => {
  expect(repeatedName(json)).toBe(name);
});

it.each([
  '{"a":"a","b":"a","c":["a","a",{"a":"a"}]}',
  '{"a":{"x":1},"b":{"x":1}}',
  '["a","a"]',
  '{"a\\"":1,"a":2}',
  '"a"',
])('in %s there is none', (json) => {
  expect(repeatedName(json)).toBeNull();
});

it('what JSON.stringify writes names nothing twice, unless it is written twice', () => {
  fc.assert(
    fc.property(fc.json(), fc.string(), (json, name) => {
      expect(repeatedName(json)).toBeNull();
      const key = JSON.stringify(name);
      expect(repeatedName(`{${key}:${json},"${name.length} others":[${json}],${key}:0}`)).toBe(
        name,
      );
    }),
  );
});
