/** The cases of golden/today.json, whose arrays are flat and whose shapes stand beside them. For tests only. */
import golden from '../golden/today.json';

/** An array of a case, by name. */
export function todayCase(name: string): {
  readonly data: readonly number[];
  readonly input: (of: string) => readonly number[];
} {
  const found = golden.cases.find((each) => each.name === name);
  if (!found) throw new Error(`golden: no case "${name}"`);
  const inputs: Readonly<Record<string, unknown>> = found.inputs;
  const { data = [] } = found;
  return {
    data,
    input(of) {
      const array = inputs[of];
      if (!Array.isArray(array)) throw new Error(`golden: ${name} has no "${of}"`);
      return array.map(Number);
    },
  };
}

/** The sizes of all of them. */
export const todaySizes = { length: 7, dHead: 6, dModel: 12, heads: 2 } as const;
