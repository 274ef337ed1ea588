/**
 * A change of low rank to what a scheme learns: its tables stay as they start, and the product of two
 * thin matrices is added to each.
 * Source: Hu et al. 2021, arXiv 2106.09685, §4.1: the first matrix is random, the second begins at zero.
 */
import { add, matMul, type Tensor2D } from '@tensorflow/tfjs-core';
import { seededNormal } from '../../encodings/seeded.ts';
import type { Parameter, Weights } from './parameters.ts';

const [down, up] = ['down', 'up'].map((part) => (name: string) => `${name}.${part}`) as [
  (name: string) => string,
  (name: string) => string,
];

/** The matrices that are learned beside tables. @param learned  the tables, [rows, columns] each */
export function thinMatrices(
  learned: readonly Parameter[],
  rank: number,
  seed: number,
): readonly Parameter[] {
  return learned.flatMap(({ name, shape: [rows = 1, columns = 1] }): Parameter[] => {
    const numbers = seededNormal(seed)(down(name));
    const deviation = 1 / Math.sqrt(rank);
    return [
      {
        name: down(name),
        shape: [rows, rank],
        start: (row, column) => deviation * numbers(row, column),
      },
      { name: up(name), shape: [rank, columns], start: () => 0 },
    ];
  });
}

/** Weights in which each of the tables has its change added. */
export function changed(weights: Weights, learned: readonly Parameter[]): Weights {
  const at = (name: string) => weights.get(name) as Tensor2D;
  const tables = learned.map(
    ({ name }) => [name, add(at(name), matMul(at(down(name)), at(up(name))))] as const,
  );
  return new Map([...weights, ...tables]);
}
