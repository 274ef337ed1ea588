/** `count` neighbouring columns of a row-major matrix, [rows, count], from column `first` on. */
export function columnsOf(
  matrix: Float32Array,
  width: number,
  first: number,
  count: number,
): Float32Array {
  if (count === width) return matrix;
  const own = new Float32Array((matrix.length / width) * count);
  for (let row = 0; row * count < own.length; row++) {
    const from = row * width + first;
    own.set(matrix.subarray(from, from + count), row * count);
  }
  return own;
}

/**
 * A matrix with rows and columns changed.
 *
 * @param columns  of what is given, [rows, columns]
 */
export function transposed(
  matrix: Float32Array<ArrayBuffer>,
  columns: number,
): Float32Array<ArrayBuffer> {
  const rows = matrix.length / columns;
  const turned = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * rows + row] = matrix[row * columns + column] ?? 0;
    }
  }
  return turned;
}
