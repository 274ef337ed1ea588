/** The loops against the operations of tfjs, whole arrays, at shapes that a racer has and at odd ones. */
import {
  add,
  concat,
  div,
  gather,
  matMul,
  mean,
  mul,
  pad,
  type Rank,
  reshape,
  setBackend,
  sub,
  sum,
  type Tensor,
  tensor,
  tidy,
  tile,
  transpose,
} from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededNormal } from '../../encodings/seeded.ts';
import { worstDifference } from '../../testing/golden.ts';
import { registerLoops } from './loops.ts';

const made = (shape: number[], name = 'x') => {
  const stream = seededNormal(3)(name);
  const size = shape.reduce((product, each) => product * each, 1);
  return tensor(
    Float32Array.from({ length: size }, (_, i) => stream(0, i)),
    shape,
  );
};
const two = (first: number[], second: number[]) => [made(first), made(second, 'y')] as const;

/** By name, what is made of ordinary operations. */
const operations: Readonly<Record<string, () => Tensor>> = {
  'a matrix by a matrix of odd sizes': () => matMul(...two([5, 7], [7, 9])),
  'turned, several': () => matMul(...two([3, 7, 4], [3, 6, 7]), true, true),
  'a transposed stack': () => transpose(made([3, 4, 5, 2]), [0, 2, 1, 3]),
  'a matrix turned': () => transpose(made([4, 6])),
  'a row to each row': () => add(...two([4, 1, 6], [5, 1])),
  'a column from each column': () => sub(...two([4, 6], [4, 1])),
  'one with all': () => mul(...two([2, 3, 4, 5], [1, 3, 4, 5])),
  'all by one number': () => div(...two([3, 4], [1])),
  'repeated along two axes': () => tile(made([2, 1, 3]), [2, 4, 1]),
  'zeros around': () =>
    pad(made([3, 4]), [
      [1, 2],
      [0, 3],
    ]),
  'sums of the middle axis': () => sum(made([3, 5, 4]), 1, true),
  'the sum of all': () => sum(made([3, 5, 4])),
  'sums of the first and the last': () => sum(made([3, 5, 4, 2]), [0, 3]),
  'means of rows': () => mean(made([6, 5]), 1, true),
  'places along the last axis': () => gather(made([3, 4, 5]), [4, 0, 0, 2], 2),
  'a table of places': () =>
    gather(made([6, 3]), reshape<Rank.R2>(tensor([1, 5, 0, 2], [4], 'int32'), [2, 2])),
  'whole numbers as before': () =>
    concat([add(tensor([1, 2], [2], 'int32'), tensor([3, 4], [2], 'int32'))]),
};

const wanted = new Map<string, { readonly shape: number[]; readonly data: number[] }>();
const results = async (make: () => Tensor) => {
  const result = tidy(make);
  const data = Array.from(await result.data());
  result.dispose();
  return { shape: result.shape, data };
};

let undo = () => {};
beforeAll(async () => {
  await setBackend('cpu');
  for (const [name, make] of Object.entries(operations)) wanted.set(name, await results(make));
  undo = registerLoops();
});

afterAll(() => undo());

it.each(Object.keys(operations))('%s', async (name) => {
  const make = operations[name];
  if (!make) throw new Error(name);
  const [got, before] = [await results(make), wanted.get(name)];
  expect(got.shape).toEqual(before?.shape);
  // Sums in another order, rounded once.
  expect(worstDifference(got.data, before?.data ?? [])).toBeLessThanOrEqual(1e-6);
});
