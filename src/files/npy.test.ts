import { describe, expect, it } from 'vitest';
import { bytesOf, memorySource, npyBytes, refused, tensorsIn } from './testing.ts';

const open = (bytes: Uint8Array<ArrayBuffer>) => tensorsIn(memorySource(bytes));
const values = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5];

/** As numpy 2.4 writes it: the dictionary filled up with spaces to a multiple of 64 bytes. */
function numpy(descr: string, fortran: string, shape: string, data: string, version = 1) {
  const header = `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
  return npyBytes(`${header.padEnd(version === 1 ? 117 : 115)}\n`, bytesOf(data), version);
}

describe('an array that numpy wrote', () => {
  const counted = Array.from({ length: 24 }, (_, i) => i);
  it.each([
    [
      'F64',
      [2, 3],
      values,
      numpy(
        '<f8',
        'False',
        '(2, 3)',
        'AAAAAAAABMAAAAAAAAD4vwAAAAAAAOC/AAAAAAAA4D8AAAAAAAD4PwAAAAAAAARA',
      ),
    ],
    ['F32', [2, 3], values, numpy('>f4', 'False', '(2, 3)', 'wCAAAL/AAAC/AAAAPwAAAD/AAABAIAAA')],
    ['F16', [2, 3], values, numpy('<f2', 'False', '(2, 3)', 'AMEAvgC4ADgAPgBB', 2)],
    ['I16', [2, 3], [-3, -2, -1, 0, 1, 2], numpy('>i2', 'False', '(2, 3)', '//3//v//AAAAAQAC', 3)],
    ['F32', [2, 3], values, numpy('<f4', 'True', '(2, 3)', 'AAAgwAAAAD8AAMC/AADAPwAAAL8AACBA')],
    [
      'U8',
      [2, 3, 4],
      counted,
      numpy('|u1', 'True', '(2, 3, 4)', 'AAwEEAgUAQ0FEQkVAg4GEgoWAw8HEwsX'),
    ],
    ['BOOL', [2], [1, 0], numpy('|b1', 'False', '(2,)', 'AQA=')],
    ['I64', [], [7], numpy('<i8', 'False', '()', 'BwAAAAAAAAA=')],
  ])('of %s %j is read', async (dtype, shape, expected, bytes) => {
    const file = await open(bytes);
    expect(file).toMatchObject({ format: 'npy', tensors: [{ name: 'made.file', dtype, shape }] });
    expect([...(await file.read('made.file'))]).toEqual(expected);
  });
});

it('rows of a matrix are the same in both orders', async () => {
  const header = (order: string) =>
    `{'descr': '|u1', 'fortran_order': ${order}, 'shape': (3, 2), }\n`;
  const c = await open(npyBytes(header('False'), Uint8Array.of(1, 2, 3, 4, 5, 6)));
  const fortran = await open(npyBytes(header('True'), Uint8Array.of(1, 3, 5, 2, 4, 6)));
  for (const file of [c, fortran]) {
    expect([...(await file.read('made.file', { rows: [1, 3] }))]).toEqual([3, 4, 5, 6]);
  }
});

it('a header may be written in any order, by Python 2, with any spaces', async () => {
  const file = await open(
    npyBytes(
      `{"shape":(2L,1L),  "fortran_order" : False,"descr":"<i2"}`,
      Uint8Array.of(1, 0, 2, 1),
    ),
  );
  expect(file.tensors[0]?.shape).toEqual([2, 1]);
  expect([...(await file.read('made.file'))]).toEqual([1, 258]);
});

describe('a file is refused', () => {
  const header = (descr: string, shape = '(2,)') =>
    `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }\n`;
  it.each([
    ['with pickled objects', 'files.npy.objects', header("'|O'")],
    ['with records', 'files.npy.records', header("[('x', '<f4'), ('y', '<i4')]")],
    ['with complex numbers', 'files.dtype', header("'<c8'")],
    ['with texts', 'files.dtype', header("'<U2'")],
    ['with long doubles', 'files.dtype', header("'<f16'")],
    ['with bytes of a half', 'files.dtype', header("'<f1'")],
    ['with words of no order', 'files.dtype', header("'|f4'")],
    ['with bools of 16 bytes', 'files.dtype', header("'|b2'")],
    ['with too few bytes', 'files.npy.length', header("'<f4'", '(3,)')],
    ['with too many bytes', 'files.npy.length', header("'<f4'", '(1,)')],
    [
      'with more values than can be counted',
      'files.overflow',
      header("'<f4'", '(99999999, 999999999, 0)'),
    ],
    ['with a size below zero', 'files.npy.header', header("'<f4'", '(-2,)')],
    ['with a size that is no tuple', 'files.npy.header', header("'<f4'", '(2)')],
    [
      'with a size beyond all numbers',
      'files.npy.header',
      header("'<f4'", `(${'9'.repeat(400)},)`),
    ],
    ['with a key twice', 'files.npy.header', header("'<f4', 'descr': '<f4'")],
    ['with a key too many', 'files.npy.header', header("'<f4', 'more': '<f4'")],
    ['with a call in it', 'files.npy.header', header("__import__('os')")],
    ['with something behind it', 'files.npy.header', `${header("'<f4'").trim()}; 1`],
    ['with no header', 'files.npy.header', ''],
  ])('%s', async (_, key, text) => {
    expect((await refused(open(npyBytes(text, new Uint8Array(8))))).key).toBe(key);
  });

  it('of a version that is not known', async () => {
    const { said } = await refused(open(npyBytes(header("'<f4'"), new Uint8Array(8), 4)));
    expect(said).toBe('This is version 4 of the .npy format; versions 1 to 3 are read.');
  });

  it('whose header lies about its length', async () => {
    const bytes = npyBytes(header("'<f4'"), new Uint8Array(8), 2);
    new DataView(bytes.buffer).setUint32(8, 2 ** 32 - 1, true);
    expect((await refused(open(bytes))).key).toBe('files.header.beyond');
    expect((await refused(open(bytes.subarray(0, 11)))).key).toBe('files.npy.header');
  });
});
