/** A token cut to a width in Latin letters; a CJK character takes nearly two. */
export function fitted(token: readonly string[], widest: number): string {
  let room = widest;
  const kept = token.filter((character) => {
    room -= character > '\u2e7f' ? 1.8 : 1;
    return room >= 0;
  });
  return kept.length < token.length ? `${kept.slice(0, -1).join('')}…` : kept.join('');
}
