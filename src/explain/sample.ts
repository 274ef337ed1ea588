/** Which token a language model goes on with. */

/**
 * The likeliest at temperature 0; else one drawn with the probabilities softmax(logits / temperature).
 *
 * @param logits  [vocabulary]
 * @param chance  0 ≤ … < 1
 * @returns       its id
 */
export function drawnToken(logits: Float32Array, temperature: number, chance: number): number {
  const likeliest = logits.reduce(
    (best, logit, id) => (logit > (logits[best] ?? 0) ? id : best),
    0,
  );
  if (temperature === 0) return likeliest;
  const most = logits[likeliest] ?? 0;
  const powers = Float64Array.from(logits, (logit) => Math.exp((logit - most) / temperature));
  let left = chance * powers.reduce((sum, power) => sum + power, 0);
  const drawn = powers.findIndex((power) => {
    left -= power;
    return left < 0;
  });
  // What rounding leaves over.
  return drawn < 0 ? likeliest : drawn;
}
