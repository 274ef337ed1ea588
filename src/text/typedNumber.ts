/** A number as people write it, in either language; NaN for anything else. */
export function typedNumber(text: string): number {
  const plain = text.normalize('NFKC').replace(/[\s,]/g, '').replace('−', '-').replace('。', '.');
  return plain === '' ? Number.NaN : Number(plain);
}
