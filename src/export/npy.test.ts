/** What is written is read back by the page's own reader, which NumPy's files go through too. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readNpy } from '../files/npy.ts';
import { fileSource } from '../files/source.ts';
import { npyBytes, npyParts } from './npy.ts';

const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });

it('an array of any shape is read back as it was, numbers and all', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, fc.float(), async (shape, value) => {
      const count = shape.reduce((product, side) => product * side, 1);
      const data = Float32Array.from({ length: count }, (_, i) => value + i);
      const file = new Blob([...npyParts({ shape, data })]);
      expect(file.size).toBe(npyBytes(shape));
      const stored = await readNpy(fileSource(file, 'x.npy'));
      expect(stored).toMatchObject({ dtype: 'F32', shape, little: true, fortran: false });
      expect(stored.from % 64).toBe(0);
      expect(new Float32Array(await file.arrayBuffer(), stored.from)).toEqual(data);
    }),
  );
});

it('begins as NumPy begins it', () => {
  const [header] = npyParts({ shape: [3], data: new Float32Array(3) });
  const text = new TextDecoder('latin1').decode(header);
  // numpy.save of np.zeros(3, '<f4'), NumPy 2.
  const said = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }";
  expect(text).toBe(`\x93NUMPY\x01\0v\0${said.padEnd(117)}\n`);
});
