import { expect, it } from 'vitest';
import { chances } from './order.ts';
import { drawnToken } from './sample.ts';

const probabilities = [0.5, 0.2, 0.3, 0];
const logits = Float32Array.from(probabilities, (share) => Math.log(share) + 7);
const draws = 4000;

function shares(temperature: number, seed: number): number[] {
  const chance = chances(seed);
  const counts = probabilities.map(() => 0);
  for (let draw = 0; draw < draws; draw++) {
    const id = drawnToken(logits, temperature, chance());
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts.map((count) => count / draws);
}

it('takes the likeliest at temperature 0, whatever chance says', () => {
  expect(shares(0, 1)).toEqual([1, 0, 0, 0]);
  expect(drawnToken(Float32Array.of(-3, -1, -2), 0, 0.99)).toBe(1);
});

it('draws each token as often as its probability says, and never one without', () => {
  for (const [id, share] of shares(1, 1).entries()) {
    // Four standard deviations of a share of 4,000 draws.
    expect(Math.abs(share - (probabilities[id] ?? 0))).toBeLessThan(4 * Math.sqrt(0.25 / draws));
  }
  expect(shares(1, 1)[3]).toBe(0);
});

it('draws likely ones more often when colder, and the same for the same seed', () => {
  // 0.5² / (0.5² + 0.2² + 0.3²)
  expect(Math.abs((shares(0.5, 2)[0] ?? 0) - 0.25 / 0.38)).toBeLessThan(0.04);
  expect(shares(1, 3)).toEqual(shares(1, 3));
  expect(shares(1, 3)).not.toEqual(shares(1, 4));
});
