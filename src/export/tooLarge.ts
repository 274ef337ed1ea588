/** What is too large to be made into a file here, and what would not be: said before anything is computed. */
import { countsPositions } from '../fields/matrix.ts';
import type { QuantityAbout } from '../state/asked.ts';
import { bytesText } from '../text/bytes.ts';
import type { Localized } from '../text/locale.ts';
import { localized } from '../text/t.ts';
import type { About } from './export.ts';
import { countOf } from './npy.ts';
import { sidesOf } from './sides.ts';

/** The most that a file is made of: as much again is held while it is. */
export const mostBytes = 2 ** 28;

/** Whether a side of a shape grows with the length. */
function growsWithLength(quantity: QuantityAbout, about: Pick<About, 'frame'>): readonly boolean[] {
  return sidesOf(quantity, about.frame).map(({ name }) => countsPositions(name));
}

/** A quantity's numbers at another length. */
function countAt(length: number, quantity: QuantityAbout, about: Pick<About, 'frame'>): number {
  const grows = growsWithLength(quantity, about);
  return countOf(quantity.shape.map((side, i) => (grows[i] ? length : side)));
}

/** The longest of which a file is made, and the device holds. */
function longestOf(
  quantities: readonly QuantityAbout[],
  about: Pick<About, 'frame'>,
  most: number,
): number {
  const deviceHolds = Math.min(...quantities.map(({ longest }) => longest));
  const numbersAt = (length: number) =>
    quantities.reduce((sum, each) => sum + countAt(length, each, about), 0);
  // 0…4,096 is searched by halves.
  let [fits, over] = [0, Math.min(about.frame.spec.length, deviceHolds) + 1];
  while (over - fits > 1) {
    const middle = Math.floor((fits + over) / 2);
    if (numbersAt(middle) <= most) fits = middle;
    else over = middle;
  }
  return fits;
}

/**
 * Why a file of a quantity is not made; null where it is.
 *
 * @param perNumber  bytes in the file
 * @param most       bytes of the file
 */
export function tooLarge(
  quantity: QuantityAbout,
  about: Pick<About, 'frame'>,
  perNumber: number,
  most: number,
): Localized | null {
  const { name, shape, longest } = quantity;
  const { length, heads } = about.frame.spec;
  const fits = longestOf([quantity], about, most / perNumber);
  if (fits >= length) return null;
  const bytes = perNumber * countOf(shape);
  // What the device holds goes with heads and with the square of the length.
  const ofHeads = Math.floor(heads * Math.min(most / bytes, (longest / length) ** 2));
  const fewer = sidesOf(quantity, about.frame).some((side) => side.name === 'head') ? ofHeads : 0;
  const holes = {
    quantity: `${name} [${shape.join(', ')}]`,
    bytes: bytesText('en', bytes),
    length: fits,
  };
  return fewer < 1
    ? localized('export.tooLarge', holes)
    : localized('export.tooLarge.heads', { ...holes, heads: fewer });
}

/** The same of a file of several. */
export function allTooLarge(
  quantities: readonly QuantityAbout[],
  about: Pick<About, 'frame'>,
  perNumber: number,
  most: number,
): Localized | null {
  const [one, another] = quantities;
  if (one && !another) return tooLarge(one, about, perNumber, most);
  const fits = longestOf(quantities, about, most / perNumber);
  if (fits >= about.frame.spec.length) return null;
  const bytes = perNumber * quantities.reduce((sum, { shape }) => sum + countOf(shape), 0);
  return localized('export.tooLarge.all', { bytes: bytesText('en', bytes), length: fits });
}

/** What a figure can show without being read: the maps of the page. */
const painted = ['positions', 'similarity', 'weights'];

/** The same of a figure, which is of the head shown: what it is made from is read whole. */
export function figureTooLarge(about: Pick<About, 'frame' | 'quantity'>): Localized | null {
  const { quantity } = about;
  return quantity && !painted.includes(quantity.name)
    ? tooLarge(quantity, about, 4, mostBytes)
    : null;
}
