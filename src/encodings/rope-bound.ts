/** RoPE's bound on how much two tokens at a distance can score; not a claim that scores fall. */

/**
 * The mean length of the partial sums of e^(iΔθ), (2/d) Σᵢ |Σ_{j<i} e^{iΔθⱼ}|, i = 1 … d/2.
 *
 * @param distance     Δ, positions between query and key
 * @param frequencies  θ of each pair, rad per position, fastest first, [d / 2]
 * @returns            (d/2 + 1) / 2 at distance 0
 * Source: Su et al. 2021, arXiv 2104.09864, §3.4.3, eq. 37.
 */
export function relativeUpperBound(distance: number, frequencies: ArrayLike<number>): number {
  let [real, imaginary, total] = [0, 0, 0];
  for (let pair = 0; pair < frequencies.length; pair++) {
    const angle = distance * (frequencies[pair] ?? 0);
    real += Math.cos(angle);
    imaginary += Math.sin(angle);
    total += Math.hypot(real, imaginary);
  }
  return total / frequencies.length;
}
