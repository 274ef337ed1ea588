/** Against the feature extractor of the transformers library (`scripts/encoders.py`). */
import { expect, it } from 'vitest';
import wanted from './families/golden/logMel.json' with { type: 'json' };
import { hop, logMel, risingTone } from './logMel.ts';

it('the log-mel spectrogram of a rising tone is that of Whisper’s feature extractor', () => {
  const sound = risingTone(0.2, 200, 4200);
  expect(sound).toHaveLength(20 * hop);
  const made = logMel(sound, 80);
  const apart = wanted.flat().map((value, i) => Math.abs(value - (made[i] ?? Number.NaN)));
  // It sums in float32, of which a quarter of the logarithm is taken.
  expect(Math.max(...apart)).toBeLessThan(2e-4);
  expect(made).toHaveLength(20 * 80);
});
