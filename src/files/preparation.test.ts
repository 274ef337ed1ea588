import { expect, it } from 'vitest';
import { describedBy } from './families/index.ts';
import { patchRows } from './picture.ts';
import { prepared } from './preparation.ts';
import { Refusal } from './refusal.ts';

const vit = describedBy(
  JSON.stringify({
    model_type: 'vit',
    hidden_size: 6,
    num_attention_heads: 3,
    num_hidden_layers: 1,
    intermediate_size: 8,
    image_size: 2,
    patch_size: 1,
    hidden_act: 'gelu',
  }),
);

/** The first pixel's red, green and blue, as the model takes them: 51, 102 and 255 of 255. */
function firstPixel(preparation: object): number[] {
  const { stem } = prepared(vit, JSON.stringify(preparation)).description;
  if (stem?.kind !== 'patches') throw new Error('not a picture');
  const data = Uint8ClampedArray.from([51, 102, 255, 255, ...Array.from({ length: 12 }, () => 0)]);
  return [...patchRows({ width: 2, height: 2, data }, stem).subarray(0, 3)];
}

it.each<[string, object, readonly number[]]>([
  ['nothing: from −1 to 1', {}, [-0.6, -0.2, 1]],
  [
    'mean and deviation of each colour',
    { image_mean: [0.485, 0.456, 0.406], image_std: [0.229, 0.224, 0.225] },
    [(0.2 - 0.485) / 0.229, (0.4 - 0.456) / 0.224, (1 - 0.406) / 0.225],
  ],
  ['one number for all colours', { image_mean: 0.4, image_std: 0.2 }, [-1, 0, 3]],
  ['colours left from 0 to 1', { do_normalize: false }, [0.2, 0.4, 1]],
  ['colours left from 0 to 255', { do_rescale: false, do_normalize: false }, [51, 102, 255]],
  [
    'another factor',
    { rescale_factor: 2 / 255, image_mean: 1, image_std: 0.5 },
    [(0.4 - 1) / 0.5, (0.8 - 1) / 0.5, 2],
  ],
])('a preparation that says %s', (_, preparation, wanted) => {
  for (const [at, value] of firstPixel(preparation).entries()) {
    expect(value).toBeCloseTo(wanted[at] ?? Number.NaN, 4);
  }
});

it.each([
  { image_mean: [0.5, 0.5] },
  { image_std: [0.5, 0, 0.5] },
  { image_std: 'half' },
  { image_mean: [-1, 0, 0] },
  { rescale_factor: 0 },
  { do_normalize: 'no' },
])('%j is refused by the name of its field', (preparation) => {
  const [name = ''] = Object.keys(preparation);
  expect(() => firstPixel(preparation)).toThrow(name);
});

it('what is no JSON object is refused', () => {
  expect(() => prepared(vit, '[]')).toThrow(Refusal);
});

it('a sound that is prepared otherwise than here is refused, and the usual way is taken', () => {
  const whisper = describedBy(
    JSON.stringify({
      model_type: 'whisper',
      d_model: 6,
      encoder_attention_heads: 3,
      encoder_layers: 1,
      encoder_ffn_dim: 8,
      num_mel_bins: 6,
      max_source_positions: 8,
    }),
  );
  const said = (more: object) =>
    prepared(
      whisper,
      JSON.stringify({
        feature_size: 6,
        hop_length: 160,
        n_fft: 400,
        sampling_rate: 16_000,
        ...more,
      }),
    );
  expect(said({}).description).toEqual(whisper.description);
  for (const name of ['feature_size', 'hop_length', 'n_fft', 'sampling_rate']) {
    expect(() => said({ [name]: 7 })).toThrow(name);
  }
});
