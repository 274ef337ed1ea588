/**
 * What a preprocessor_config.json says of how a picture's colours or a sound's samples become the numbers that
 * a model takes. Its sizes are those of the configuration; what else it says of how a picture is cut is not done.
 */

import { type Config, parseConfig } from './families/config.ts';
import type { Colour, Stem } from './families/description.ts';
import type { Described } from './families/index.ts';
import { hop, sampleRate, windowed } from './logMel.ts';

/**
 * The same model, given what it sees or hears in this way.
 *
 * @param text  of a preprocessor_config.json
 * @throws Refusal where it is none, or a sound is to be prepared in a way that is not computed here
 */
export function prepared(described: Described, text: string): Described {
  const { stem } = described.description;
  if (!stem) return described;
  const config = parseConfig(text);
  return {
    ...described,
    description: { ...described.description, stem: preparedStem(stem, config) },
  };
}

type Patches = Extract<Stem, { readonly kind: 'patches' }>;

function preparedStem(stem: Stem, config: Config): Stem {
  if (stem.kind === 'patches') return preparedPatches(stem, config);
  const wanted = {
    feature_size: stem.bins,
    sampling_rate: sampleRate,
    hop_length: hop,
    n_fft: windowed,
  };
  for (const [name, value] of Object.entries(wanted)) {
    const found = config.size(name, value);
    if (found !== value) throw config.notComputed(name, found);
  }
  return stem;
}

/** As ViT's image processor of transformers has it, for colours from 0 to 1. */
function preparedPatches(stem: Patches, config: Config): Patches {
  const factor = config.flag('do_rescale', true) ? config.real('rescale_factor', 1 / 255) : 1;
  const unit = 255 * factor;
  if (!config.flag('do_normalize', true)) {
    return { ...stem, mean: [0, 0, 0], deviation: [1 / unit, 1 / unit, 1 / unit] };
  }
  const mean = colourIn(config, 'image_mean', stem.mean, (value) => value >= 0);
  const deviation = colourIn(config, 'image_std', stem.deviation, (value) => value > 0);
  return { ...stem, mean: scaled(mean, unit), deviation: scaled(deviation, unit) };
}

const scaled = ([red, green, blue]: Colour, unit: number): Colour => [
  red / unit,
  green / unit,
  blue / unit,
];

/** One number for all three, or three. */
function colourIn(
  config: Config,
  name: string,
  otherwise: Colour,
  allows: (value: number) => boolean,
): Colour {
  const found = config.listed(name);
  if (found.length === 0) return otherwise;
  const [red, green = red, blue = red] = found;
  const [r, g, b] = [red, green, blue].map((value) =>
    typeof value === 'number' && Number.isFinite(value) && allows(value) ? value : null,
  );
  const fits = found.length === 1 || found.length === 3;
  if (!fits || typeof r !== 'number' || typeof g !== 'number' || typeof b !== 'number') {
    throw config.notComputed(name, found);
  }
  return [r, g, b];
}
