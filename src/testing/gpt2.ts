/** A float64 pass of GPT-2 in plain loops, which shares no code with the page's. Tests only. */
import type { flowNames } from '../state/frame.ts';

type Row = readonly number[];
type Rows = readonly Row[];

const dot = (a: Row, b: Row) => a.reduce((sum, value, i) => sum + value * (b[i] ?? Number.NaN), 0);
const norm = (a: Row) => Math.sqrt(dot(a, a));
const plus = (a: Row, b: Row) => a.map((value, i) => value + (b[i] ?? Number.NaN));
/** The approximation with tanh: Hendrycks and Gimpel 2016, arXiv 1606.08415. */
const gelu = (x: number) =>
  0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

/** Of each token and layer what `flowNames` say, [token][layer], and the logits of the next token. */
export function gpt2Flow(
  file: ArrayBuffer,
  ids: readonly number[],
  { layers, heads }: { readonly layers: number; readonly heads: number },
) {
  const read = readerOf(file);
  const layerNorm = (x: Row, name: string) => {
    const [scale, bias] = [read(`${name}.weight`)[0] ?? [], read(`${name}.bias`)[0] ?? []];
    const mean = x.reduce((a, b) => a + b, 0) / x.length;
    const variance = x.reduce((a, b) => a + (b - mean) ** 2, 0) / x.length;
    return x.map(
      (value, i) =>
        ((value - mean) / Math.sqrt(variance + 1e-5)) * (scale[i] ?? 0) + (bias[i] ?? 0),
    );
  };
  /** Stored as [in, out]. */
  const affine = (x: Row, name: string) => {
    const [weight, bias] = [read(`${name}.weight`), read(`${name}.bias`)[0] ?? []];
    return bias.map(
      (added, out) =>
        added +
        dot(
          x,
          weight.map((row) => row[out] ?? Number.NaN),
        ),
    );
  };
  const [tokens, table] = [read('transformer.wte.weight'), read('transformer.wpe.weight')];
  let x: Rows = ids.map((id, at) => plus(tokens[id] ?? [], table[at] ?? []));
  const flow = Object.fromEntries(
    ['norm', 'attention', 'forward', 'cosine'].map((name) => [name, ids.map((): number[] => [])]),
  ) as Record<(typeof flowNames)[number], number[][]>; // the names of that list
  for (let layer = 0; layer < layers; layer++) {
    const name = `transformer.h.${layer}`;
    const mixed = attention(
      x
        .map((row) => layerNorm(row, `${name}.ln_1`))
        .map((row) => affine(row, `${name}.attn.c_attn`)),
      heads,
    );
    const attended = mixed.map((row) => affine(row, `${name}.attn.c_proj`));
    const between = x.map((row, at) => plus(row, attended[at] ?? []));
    const forward = between.map((row) => {
      const wide = affine(layerNorm(row, `${name}.ln_2`), `${name}.mlp.c_fc`);
      return affine(wide.map(gelu), `${name}.mlp.c_proj`);
    });
    const after = between.map((row, at) => plus(row, forward[at] ?? []));
    for (const [at, row] of after.entries()) {
      const [before = [], added = [], fed = []] = [x[at], attended[at], forward[at]];
      flow.norm[at]?.push(norm(row));
      flow.attention[at]?.push(norm(added));
      flow.forward[at]?.push(norm(fed));
      flow.cosine[at]?.push(dot(before, row) / (norm(before) * norm(row)));
    }
    x = after;
  }
  const last = layerNorm(x.at(-1) ?? [], 'transformer.ln_f');
  return { flow, logits: tokens.map((row) => dot(row, last)) };
}

/** @param projected  queries, keys and values side by side */
function attention(projected: Rows, heads: number): Rows {
  const width = (projected[0]?.length ?? 0) / 3;
  const size = width / heads;
  return projected.map((row, query) =>
    Array.from({ length: heads }, (_, head) => {
      const part = (of: Row, which: number) =>
        of.slice(which * width + head * size, which * width + (head + 1) * size);
      const seen = projected.slice(0, query + 1);
      const scores = seen.map((key) => dot(part(row, 0), part(key, 1)) / Math.sqrt(size));
      const most = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - most));
      const total = powers.reduce((a, b) => a + b, 0);
      return part(row, 2).map(
        (_value, i) =>
          dot(
            powers,
            seen.map((key) => part(key, 2)[i] ?? 0),
          ) / total,
      );
    }).flat(),
  );
}

/** Rows of a float32 tensor by its name; a vector is one row. */
function readerOf(file: ArrayBuffer): (name: string) => Rows {
  const size = Number(new DataView(file).getBigUint64(0, true));
  const header: Record<string, { shape: number[]; data_offsets: [number, number] }> = JSON.parse(
    new TextDecoder().decode(file.slice(8, 8 + size)),
  );
  const known = new Map<string, Rows>();
  return (name) => {
    const found = known.get(name);
    if (found) return found;
    const info = header[name];
    if (!info) throw new Error(`gpt2: no ${name}`);
    const [from, to] = info.data_offsets;
    const all = new Float32Array(file.slice(8 + size + from, 8 + size + to));
    const columns = info.shape.at(-1) ?? 1;
    const rows = Array.from({ length: all.length / columns }, (_, row) =>
      Array.from(all.subarray(row * columns, (row + 1) * columns)),
    );
    known.set(name, rows);
    return rows;
  };
}
