/**
 * A factor on each query by its position, on top of any scheme: far queries see more keys, and a larger
 * factor keeps their attention from spreading. A number added to a row would cancel in the softmax.
 */

export interface QueryScale {
  readonly queryScale: 'none' | 'llama4' | 'power' | 'log';
  /** llama4: positions from one step of the factor to the next. */
  readonly queryStep: number;
  /** llama4 and power: how fast it grows. */
  readonly queryGain: number;
  /** power: positions to 1. */
  readonly querySpan: number;
  /** log: slope and value at position 0. */
  readonly querySlope: number;
  readonly queryBias: number;
}

/**
 * llama4  1 + g ln(1 + ⌊(p + 1)/n⌋): the transformers library, Llama4TextConfig
 * power   (1 + (p + 1)/n)^g
 * log     s ln(p + 1) + b: Scalable-Softmax, Nakanishi 2025, arXiv 2501.19399
 */
export function queryFactor(scale: QueryScale, position: number): number {
  const { queryStep, queryGain, querySpan, querySlope, queryBias } = scale;
  switch (scale.queryScale) {
    case 'none':
      return 1;
    case 'llama4':
      return 1 + queryGain * Math.log1p(Math.floor((position + 1) / queryStep));
    case 'power':
      return (1 + (position + 1) / querySpan) ** queryGain;
    case 'log':
      return querySlope * Math.log(position + 1) + queryBias;
  }
}
