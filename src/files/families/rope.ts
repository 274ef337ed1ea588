/**
 * Rotary positions as configurations of the transformers library say them, in the words of today's
 * (`rope_parameters`) and of earlier ones (`rope_theta`, `rope_scaling`), to those of our registry.
 */
import type { Config } from './config.ts';
import type { Positional } from './description.ts';

export interface RopeDefaults {
  readonly base: number;
  /** Which part of each head turns. */
  readonly part?: number;
}

/** Scalings by their names there. */
const scalings: Readonly<Record<string, string>> = {
  default: 'none',
  linear: 'linear',
  dynamic: 'dynamic-ntk',
  yarn: 'yarn',
  longrope: 'longrope',
  su: 'longrope',
  llama3: 'llama3',
};

/**
 * @param config  of the whole model
 * @param kind    of layer, where each kind has its own: `full_attention`
 */
export function ropeOf(
  config: Config,
  headDim: number,
  defaults: RopeDefaults,
  kind?: string,
): Positional {
  const whole = config.part('rope_parameters');
  const own = (kind && whole?.part(kind)) || whole || config.part('rope_scaling');
  const base =
    own?.realOrNull('rope_theta') ?? config.real(['rope_theta', 'rotary_emb_base'], defaults.base);
  const part =
    own?.realOrNull('partial_rotary_factor') ??
    config.real(['partial_rotary_factor', 'rotary_pct'], defaults.part ?? 1);
  const turning = Math.trunc(part * headDim);
  return {
    scheme: 'rope',
    params: {
      base,
      pairing: 'half',
      ...(turning < headDim && { rotaryDim: turning }),
      ...(own && scalingOf(own, config)),
    },
  };
}

function scalingOf(own: Config, config: Config): Positional['params'] {
  const type = own.word(['rope_type', 'type'], 'default');
  const scaling = Object.hasOwn(scalings, type) ? scalings[type] : undefined;
  if (!scaling) throw own.notComputed('rope_type', type);
  const longest = () => config.size('max_position_embeddings');
  const original = () =>
    own.size(
      'original_max_position_embeddings',
      config.size('original_max_position_embeddings', longest()),
    );
  const given = (names: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(names).flatMap(([ours, theirs]) => {
        const value = own.realOrNull(theirs);
        return value === null ? [] : [[ours, value] as const];
      }),
    );
  switch (scaling) {
    case 'linear':
      return { scaling, factor: own.real('factor') };
    case 'dynamic-ntk':
      return { scaling, factor: own.real('factor'), originalLength: longest() };
    case 'yarn':
      return {
        scaling,
        factor: own.realOrNull('factor') ?? longest() / original(),
        originalLength: original(),
        truncate: own.flag('truncate', true),
        ...given({
          betaFast: 'beta_fast',
          betaSlow: 'beta_slow',
          mscale: 'mscale',
          mscaleAllDim: 'mscale_all_dim',
          attentionFactor: 'attention_factor',
        }),
      };
    case 'longrope':
      return {
        scaling,
        // It stands for the longest length over the original one, whatever `factor` says.
        factor: longest() / original(),
        originalLength: original(),
        shortFactors: factorsOf(own, 'short_factor'),
        longFactors: factorsOf(own, 'long_factor'),
        ...given({ attentionFactor: 'attention_factor' }),
      };
    case 'llama3':
      return {
        scaling,
        factor: own.real('factor'),
        originalLength: original(),
        lowFreqFactor: own.real('low_freq_factor'),
        highFreqFactor: own.real('high_freq_factor'),
      };
    default:
      return {};
  }
}

/** One for each pair, as the registry writes them. */
function factorsOf(own: Config, name: string): string {
  const factors = own.list(name);
  const numbers = factors?.filter((factor) => typeof factor === 'number' && factor > 0);
  if (!numbers || numbers.length !== factors?.length || numbers.length === 0) {
    throw own.notComputed(name, factors);
  }
  return numbers.join(', ');
}
