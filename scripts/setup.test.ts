import { expect, it } from 'vitest';
import { nodeSuffices } from './setup.mjs';

it.each(['20.19.0', '20.20.2', '22.12.0', '22.13.1', '23.0.0', '24.1.0'])(
  'Node %s runs Vite',
  (version) => {
    expect(nodeSuffices(version)).toBe(true);
  },
);

it.each(['18.20.0', '20.0.0', '20.18.3', '21.7.0', '22.11.0'])('Node %s is too old', (version) => {
  expect(nodeSuffices(version)).toBe(false);
});
