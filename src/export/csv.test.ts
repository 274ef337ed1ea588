/** What is written parses to the same float32, and each row says which it is. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Quantity } from '../state/asked.ts';
import { atOnce } from '../threads/turns.ts';
import { csvTurns, float32Text, type Side } from './csv.ts';

const csvOf = (quantity: Quantity, along: readonly Side[]) => atOnce(csvTurns(quantity, along));

const sides = (...names: readonly string[]) => names.map((name) => ({ name, first: 0 }));

it('each float32 parses to itself', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Math.fround(Number(float32Text(value)))).toBe(value);
    }),
  );
});

it('writes what a masked logit and a missing number are as Python reads them', () => {
  expect([-Infinity, Infinity, Number.NaN, -0].map(float32Text)).toEqual([
    '-inf',
    'inf',
    'nan',
    '-0',
  ]);
});

it('has a line for each query of each head, heads below one another', () => {
  const data = Float32Array.from({ length: 8 }, (_, i) => i / 4);
  const heads = [
    { name: 'head', first: 1 },
    { name: 'query', first: 100 },
    { name: 'key', first: 100 },
  ];
  expect(csvOf({ shape: [2, 2, 2], data }, heads).join('')).toBe(
    [
      'head,query,key 100,key 101',
      '1,100,0,0.25',
      '1,101,0.5,0.75',
      '2,100,1,1.25',
      '2,101,1.5,1.75',
      '',
    ].join('\n'),
  );
});

it('writes a vector down the page', () => {
  const data = Float32Array.of(1, 0.5);
  expect(csvOf({ shape: [2], data }, sides('pair')).join('')).toBe('pair,value\n0,1\n1,0.5\n');
});

it('is whole also where it is written in pieces', () => {
  const [rows, columns] = [30, 700];
  const data = Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(i));
  const pieces = csvOf({ shape: [rows, columns], data }, sides('row', 'column'));
  expect(pieces.length).toBeGreaterThan(3);
  const lines = pieces.join('').trimEnd().split('\n').slice(1);
  const read = lines.flatMap((line) => line.split(',').slice(1).map(Number));
  expect(Float32Array.from(read)).toEqual(data);
});
