/**
 * The dictionary in the header of an `.npy` file, by a parser that knows exactly this: the keys
 * `descr`, `fortran_order` and `shape`, a text, True or False, and a tuple of whole numbers. It
 * evaluates nothing.
 */

export interface NpyHeader {
  /** Null for a list of fields: an array of records. */
  readonly descr: string | null;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

/** @returns null for anything else */
export function npyHeaderOf(text: string): NpyHeader | null {
  const inside = /^\{([^]*)\}\s*$/.exec(text)?.[1];
  if (inside === undefined) return null;
  const found = new Map<string, string>();
  const entry =
    /\s*(['"])(\w+)\1\s*:\s*('[^'\\]*'|"[^"\\]*"|True|False|\([^()]*\)|\[[^]*\])\s*(,|$)/y;
  while (entry.lastIndex < inside.trimEnd().length) {
    const [, , key = '', value = ''] = entry.exec(inside) ?? [];
    if (!key || found.has(key)) return null;
    found.set(key, value);
  }
  const [descr, order, tuple] = ['descr', 'fortran_order', 'shape'].map((key) => found.get(key));
  const shape = sizesOf(tuple ?? '');
  if (found.size !== 3 || !descr || !shape || !/^(True|False)$/.test(order ?? '')) return null;
  if (!/^['"[]/.test(descr)) return null;
  return {
    descr: descr.startsWith('[') ? null : descr.slice(1, -1),
    fortran: order === 'True',
    shape,
  };
}

/** `()`, `(3,)`, `(3, 4)`; Python 2 wrote an L behind each number. */
function sizesOf(tuple: string): readonly number[] | null {
  const inside = /^\(\s*((?:\d+L?\s*,\s*)*(?:\d+L?)?)\s*\)$/.exec(tuple)?.[1];
  if (inside === undefined || /^\d+L?$/.test(inside)) return null;
  const sizes = (inside.match(/\d+/g) ?? []).map(Number);
  return sizes.every(Number.isSafeInteger) ? sizes : null;
}
