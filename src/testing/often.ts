/**
 * How often a property is tried. The longest searches go a tenth of their way in `npm test`, always
 * from the same seed, and all of it in `npm run fuzz`.
 */

/** @param times  how often `npm run fuzz` tries */
export function often(times: number): number {
  return import.meta.env.MODE === 'fuzz' ? times : Math.ceil(times / 10);
}
