import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { pngOf } from './png.ts';

it('writes size and colours as a reader of PNG finds them', () => {
  const pixels = Uint32Array.from([0xff030201, 0xff060504]);
  const file = pngOf({ width: 1, height: 2, pixels });
  expect(file.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1A\n');
  expect([file.readUInt32BE(16), file.readUInt32BE(20)]).toEqual([1, 2]);
  const length = file.readUInt32BE(33);
  expect(file.toString('latin1', 37, 41)).toBe('IDAT');
  expect([...inflateSync(file.subarray(41, 41 + length))]).toEqual([0, 1, 2, 3, 0, 4, 5, 6]);
});
