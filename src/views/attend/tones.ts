/** The hue of what a stage or a matrix is. */
import type { BlockName } from '../../state/frame.ts';
import type { Tone } from './bars.ts';

const tones: Partial<Record<BlockName, Tone>> = {
  table: 'position',
  query: 'query',
  wq: 'query',
  key: 'key',
  wk: 'key',
  value: 'value',
  wv: 'value',
  mixed: 'value',
  weights: 'weight',
};

export const toneOf = (name: BlockName): Tone => tones[name] ?? 'content';
