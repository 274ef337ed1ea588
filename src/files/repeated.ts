/** What JSON.parse keeps silent about: of two entries under one name it takes the last. */

/**
 * A name that some object of the text has twice, as it reads (escapes undone); null where none has.
 *
 * @param json  a text that JSON.parse takes
 */
export function repeatedName(json: string): string | null {
  /** For each open bracket the names so far; null for a list. */
  const open: (Set<string> | null)[] = [];
  let named = false;
  for (let at = 0; at < json.length; at++) {
    const sign = json[at];
    if (sign === '{') {
      open.push(new Set());
      named = true;
    } else if (sign === '[') {
      open.push(null);
      named = false;
    } else if (sign === '}' || sign === ']') open.pop();
    else if (sign === ',') named = open.at(-1) !== null;
    else if (sign === '"') {
      const end = endOfText(json, at);
      if (named) {
        const name = nameOf(json.slice(at, end + 1));
        const names = open.at(-1);
        if (names?.has(name)) return name;
        names?.add(name);
        // What follows is its value.
        named = false;
      }
      at = end;
    }
  }
  return null;
}

/** The closing quotation mark of the text that opens at `from`. */
function endOfText(json: string, from: number): number {
  for (let at = from + 1; at < json.length; at++) {
    if (json[at] === '\\') at++;
    else if (json[at] === '"') return at;
  }
  return json.length;
}

function nameOf(quoted: string): string {
  return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}
