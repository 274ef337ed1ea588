/** How one weight came about: the softmax of a row of logits, as a line of arithmetic. */
import { texFactor, texNumber, texResult } from '../encodings/tex.ts';
import type { Spec } from '../state/spec.ts';

/** One pair, and the logits and weights of its row. */
interface Weighed {
  readonly spec: Spec;
  readonly row: number;
  readonly column: number;
  readonly logits: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

/** Whether a logit is that of a hidden key; some backends write a large number for infinity. */
export const isHidden = (logit: number): boolean => logit < -1e38;

/** The weight of one pair, with the logits and the weights of its row. */
export function texOfWeight({ spec, row, column, logits, weights }: Weighed): string {
  const [p, q] = [spec.start + row, spec.start + column];
  const name = String.raw`A_{${p},\,${q}}`;
  const logit = logits[column] ?? 0;
  const weight = weights[column] ?? 0;
  if (isHidden(logit)) {
    return String.raw`${name} = e^{-\infty} / \textstyle\sum_j e^{s_j} = ${texNumber(weight)}`;
  }
  if (spec.temperature === 0) {
    return String.raw`${name} = [\,s = \max_j s_j\,] = ${texResult(weight)}`;
  }
  const seen = Array.from(logits).filter((each) => !isHidden(each));
  const largest = seen.reduce((a, b) => Math.max(a, b)) / spec.temperature;
  // Powers beyond what can be written are all taken relative to the largest.
  const less = Math.abs(largest) > 40 ? largest : 0;
  const power = (each: number) => Math.exp(each / spec.temperature - less);
  const total = seen.reduce((sum, each) => sum + power(each), 0);
  const own = logit / spec.temperature;
  const divided = spec.temperature === 1 ? '' : '/T';
  const exponent = less === 0 ? texNumber(own) : `${texNumber(own)} - ${texFactor(less)}`;
  return String.raw`${name} = \frac{e^{${exponent}}}{\sum_j e^{s_j${divided}${less === 0 ? '' : ' - m'}}} = \frac{${texNumber(power(logit))}}{${texNumber(total)}} = ${texResult(weight)}`;
}
