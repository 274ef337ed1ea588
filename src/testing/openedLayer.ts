/** The layers of a BERT or a GPT-2 in float64, written out row by row. For tests only. */
import type { OpenedHead, OpenedLayer } from '../state/openedFile.ts';

type Rows = readonly (readonly number[])[];
const at = (values: ArrayLike<number>, place: number) => values[place] ?? Number.NaN;
const rowsOf = (values: Float32Array, width: number): Rows =>
  Array.from({ length: values.length / width }, (_, row) => [
    ...values.subarray(row * width, (row + 1) * width),
  ]);
const plus = (a: Rows, b: Rows): Rows =>
  a.map((row, i) => row.map((v, c) => v + at(b[i] ?? [], c)));

function normed(rows: Rows, { weight, bias }: OpenedHead['norm'], epsilon: number): Rows {
  return rows.map((x) => {
    const mean = x.reduce((a, b) => a + b) / x.length;
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
    return x.map(
      (value, c) => ((value - mean) / Math.sqrt(variance + epsilon)) * at(weight, c) + at(bias, c),
    );
  });
}

function times(rows: Rows, { weight, bias }: OpenedHead['query']): Rows {
  return rows.map((x) =>
    Array.from(
      bias,
      (shift, column) =>
        shift + x.reduce((sum, value, c) => sum + value * at(weight, c * bias.length + column), 0),
    ),
  );
}

/** softmax(LN(x)·Wq + bq)(LN(x)·Wk + bk)ᵀ/√dHead of one head, written out. */
export function exactWeights(of: OpenedHead): Rows {
  const dHead = of.width / of.heads;
  const x = normed(rowsOf(of.stream, of.width), of.norm, of.epsilon);
  const own = (rows: Rows) => rows.map((row) => row.slice(of.head * dHead, (of.head + 1) * dHead));
  const [q, k] = [own(times(x, of.query)), own(times(x, of.key))];
  return q.map((a, row) => {
    const powers = k.map((b, column) =>
      of.shape === 'gpt2' && column > row
        ? 0
        : Math.exp(a.reduce((sum, value, c) => sum + value * at(b, c), 0) / Math.sqrt(dHead)),
    );
    const whole = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / whole);
  });
}

/** The error function by its series, exact to float64 for the numbers here. */
function erf(x: number): number {
  let [sum, term] = [x, x];
  for (let n = 1; n < 200; n++) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

const gelus = {
  bert: (x: number) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  gpt2: (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
};

/** What goes into the next layer, row-major: BERT's norms are after each part, GPT-2's before. */
export function exactLayer(of: OpenedLayer): number[] {
  const dHead = of.width / of.heads;
  const stream = rowsOf(of.stream, of.width);
  const x = normed(stream, of.norm, of.epsilon);
  const value = times(x, of.value);
  const mixed: number[][] = Array.from({ length: of.count }, () => []);
  for (let head = 0; head < of.heads; head++) {
    exactWeights({ ...of, head }).forEach((weights, row) => {
      for (let c = head * dHead; c < (head + 1) * dHead; c++) {
        mixed[row]?.push(weights.reduce((sum, w, key) => sum + w * at(value[key] ?? [], c), 0));
      }
    });
  }
  const attended = times(mixed, of.out);
  const forward = (rows: Rows) =>
    times(
      times(rows, of.wide).map((row) => row.map(gelus[of.shape])),
      of.narrow,
    );
  if (of.shape === 'bert') {
    const between = normed(plus(x, attended), of.between, of.epsilon);
    return plus(between, forward(between)).flat();
  }
  const sum = plus(stream, attended);
  return plus(sum, forward(normed(sum, of.between, of.epsilon))).flat();
}
