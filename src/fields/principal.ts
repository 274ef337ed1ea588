/** The directions in which a table varies most: eigenvectors of its covariance, in float64. */

/** Eigenvectors as rows, and their eigenvalues, largest first. */
export interface Principal {
  readonly vectors: readonly Float64Array[];
  readonly values: readonly number[];
}

/** Up to here all eigenvectors are found at once; the work grows with the cube of the size. */
const wholeSize = 48;
/** Columns of a search: how many it begins with, and how many it grows to. */
const [block, widest] = [6, 60];
const mostSearches = 30;
/** Residual of an eigenvector, as a part of the largest eigenvalue: far below a pixel. */
const tolerance = 1e-5;

/**
 * @param matrix  [size, size], symmetric, row-major
 * @param count   how many of the largest; fewer if the matrix is smaller
 * @returns       unit vectors, the largest component of each positive
 */
export function principal(matrix: ArrayLike<number>, size: number, count: number): Principal {
  const rows = Array.from({ length: size }, (_, r) =>
    Float64Array.from({ length: size }, (_unused, c) => matrix[r * size + c] ?? 0),
  );
  const { vectors, values } = size <= wholeSize ? jacobi(rows) : searched(rows, count);
  return {
    vectors: vectors.slice(0, count).map(upright),
    values: values.slice(0, count),
  };
}

/** Of v and −v the one whose largest component is positive: the same picture every time. */
function upright(vector: Float64Array): Float64Array {
  const largest = vector.reduce((a, b) => (Math.abs(b) > Math.abs(a) + 1e-12 ? b : a), 0);
  return largest < 0 ? vector.map((x) => -x) : vector;
}

/**
 * All eigenvectors by Jacobi's rotations, each of which makes one element beside the diagonal zero.
 * Source: Golub & Van Loan, Matrix Computations, §8.5.
 */
function jacobi(matrix: readonly Float64Array[]): Principal {
  const size = matrix.length;
  const a = matrix.map((row) => row.slice());
  const vectors = Array.from({ length: size }, (_, r) =>
    Float64Array.from({ length: size }, (_unused, c) => (r === c ? 1 : 0)),
  );
  const scale = a.reduce((sum, row) => sum + norm(row) ** 2, 0);
  for (let sweep = 0; sweep < 30 && beside(a) > 1e-28 * scale; sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) turnAway(a, vectors, p, q);
  }
  const order = a.map((_, i) => i).toSorted((i, j) => at(a, j, j) - at(a, i, i));
  return {
    vectors: order.flatMap((i) => vectors[i] ?? []),
    values: order.map((i) => at(a, i, i)),
  };
}

/** Sum of the squares above the diagonal. */
function beside(a: readonly Float64Array[]): number {
  return a.reduce((sum, row, r) => sum + norm(row.subarray(r + 1)) ** 2, 0);
}

/** Turns rows and columns p and q so that a[p][q] becomes 0; the vectors turn along. */
function turnAway(
  a: readonly Float64Array[],
  vectors: readonly Float64Array[],
  p: number,
  q: number,
): void {
  const [rowP, rowQ, vectorP, vectorQ] = [a[p], a[q], vectors[p], vectors[q]];
  if (!rowP || !rowQ || !vectorP || !vectorQ) return;
  const off = rowP[q] ?? 0;
  if (off === 0) return;
  const theta = ((rowQ[q] ?? 0) - (rowP[p] ?? 0)) / (2 * off);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (const row of a) {
    const [x, y] = [row[p] ?? 0, row[q] ?? 0];
    row[p] = cosine * x - sine * y;
    row[q] = sine * x + cosine * y;
  }
  turnRows(rowP, rowQ, cosine, sine);
  turnRows(vectorP, vectorQ, cosine, sine);
}

function turnRows(first: Float64Array, second: Float64Array, cosine: number, sine: number): void {
  for (let i = 0; i < first.length; i++) {
    const [x, y] = [first[i] ?? 0, second[i] ?? 0];
    first[i] = cosine * x - sine * y;
    second[i] = sine * x + cosine * y;
  }
}

/**
 * The largest by block Krylov search: a few vectors, what the matrix makes of them, and of that,
 * until the best of their span are eigenvectors. Several at a time, because waves bring pairs of
 * equal eigenvalues, of which one vector alone would find one.
 * Source: Golub & Van Loan, Matrix Computations, §10.3.
 */
function searched(matrix: readonly Float64Array[], count: number): Principal {
  let best: Principal = { vectors: begin(matrix.length), values: [] };
  for (let search = 0; search < mostSearches; search++) {
    best = bestIn(spanned(matrix, best.vectors.slice(0, block)), matrix);
    const largest = Math.abs(best.values[0] ?? 0);
    const off = best.vectors.slice(0, count).map((vector, i) => {
      const image = times(matrix, vector);
      return norm(image.map((x, c) => x - (best.values[i] ?? 0) * (vector[c] ?? 0)));
    });
    if (off.every((residual) => residual <= tolerance * largest)) break;
  }
  return best;
}

/** Something to begin with that leans on every channel, and is the same every time. */
function begin(size: number): Float64Array[] {
  return Array.from({ length: block }, (_, b) =>
    Float64Array.from({ length: size }, (_unused, c) => Math.sin((c + 1) * (b + 1.5) * 12.9898)),
  );
}

/** An orthonormal basis of the vectors and of what the matrix makes of them again and again. */
function spanned(
  matrix: readonly Float64Array[],
  first: readonly Float64Array[],
): readonly Float64Array[] {
  const basis: Float64Array[] = [];
  let newest = first;
  while (newest.length > 0 && basis.length < widest) {
    const added = newest.flatMap((vector) => {
      const fresh = apartFrom(basis, vector);
      if (fresh) basis.push(fresh);
      return fresh ?? [];
    });
    newest = added.map((vector) => times(matrix, vector));
  }
  return basis;
}

/** What of a vector lies outside the span of a basis, as a unit vector; null if nothing does. */
function apartFrom(basis: readonly Float64Array[], vector: Float64Array): Float64Array | null {
  const rest = vector.slice();
  const whole = norm(vector);
  // Twice: once leaves a rest where the vector lies nearly in the span.
  for (let time = 0; time < 2; time++) {
    for (const axis of basis) {
      const along = dot(axis, rest);
      for (let c = 0; c < rest.length; c++) rest[c] = (rest[c] ?? 0) - along * (axis[c] ?? 0);
    }
  }
  const left = norm(rest);
  return left <= 1e-10 * whole ? null : rest.map((x) => x / left);
}

/** The eigenvectors as the span of a basis has them (Rayleigh–Ritz). */
function bestIn(basis: readonly Float64Array[], matrix: readonly Float64Array[]): Principal {
  const images = basis.map((vector) => times(matrix, vector));
  const small = jacobi(basis.map((row) => Float64Array.from(images, (image) => dot(row, image))));
  const vectors = small.vectors.map((weights) => {
    const sum = new Float64Array(matrix.length);
    basis.forEach((vector, b) => {
      const weight = weights[b] ?? 0;
      for (let c = 0; c < sum.length; c++) sum[c] = (sum[c] ?? 0) + weight * (vector[c] ?? 0);
    });
    return sum;
  });
  return { vectors, values: small.values };
}

function times(matrix: readonly Float64Array[], vector: Float64Array): Float64Array {
  return Float64Array.from(matrix, (row) => dot(row, vector));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

function at(a: readonly Float64Array[], row: number, column: number): number {
  return a[row]?.[column] ?? 0;
}
