/** A number as people write it, in either language; NaN for anything else. */
export function typedNumber(text: string): number {
  const plain = text
    // Of full width, as Chinese keyboards write them.
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\s,]/g, '')
    .replaceAll('−', '-')
    .replace('。', '.');
  return plain === '' ? Number.NaN : Number(plain);
}
