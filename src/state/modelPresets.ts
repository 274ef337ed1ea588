/**
 * Presets of a scheme after models, from what their configurations say (`checkpoints.json`, written by
 * `scripts/models.mjs`), by the same way as the list of all models. Fetched once the scheme is shown.
 */
import '../text/later.ts';
import type { Preset } from '../encodings/encoding.ts';
import { loadEncodings } from '../encodings/index.ts';
import type { Localized } from '../text/locale.ts';
import checkpoints from './checkpoints.json';
import { encodingOf, type ModelConfig, useOf } from './uses.ts';

export interface ModelPreset extends Preset {
  /** What the model does beside that, a sentence each. */
  readonly leftOut: readonly Localized[];
}

export async function modelPresets(encoding: string): Promise<readonly ModelPreset[]> {
  // What a configuration comes to is known once its scheme is here, and the one shown in its place.
  await loadEncodings([encoding, 'rope']);
  const configs = checkpoints.entries as readonly ModelConfig[];
  const asked = configs.filter((config) => encodingOf(config) === encoding);
  return asked.flatMap((config) => {
    const use = useOf(config);
    if (use.encoding !== encoding) return [];
    const name = config.checkpoint ?? use.name;
    const { params } = use.patch;
    return [{ name: { en: name, 'zh-CN': name }, params, leftOut: use.leftOutOfPreset }];
  });
}
