/** How scripts make the page's seeded numbers: `encodings/seeded.ts` again, in NumPy, and into each library. */
import { pyLines } from '../../encodings/numpy.ts';
import type { Spec } from '../../state/spec.ts';
import type { Dialect } from './dialect.ts';

const into: Readonly<Record<Dialect, (array: string) => string>> = {
  numpy: (array) => array,
  pytorch: (array) => `torch.from_numpy(${array})`,
  tensorflow: (array) => `tf.constant(${array})`,
  jax: (array) => `jnp.asarray(${array})`,
};

export function seededLines(dialect: Dialect): string {
  return pyLines(
    'def scrambled(h):  # 32 bits in which every bit reaches every bit',
    '    h = h & 0xFFFFFFFF',
    '    h = ((h ^ (h >> 16)) * 0x7FEB352D) & 0xFFFFFFFF',
    '    h = ((h ^ (h >> 15)) * 0x846CA68B) & 0xFFFFFFFF',
    '    return h ^ (h >> 16)',
    '',
    '',
    'def normal(stream, rows, columns, deviation=1.0, first=0, dtype=np.float32):',
    '    """Normal numbers by place: each follows from seed, stream, row and column alone."""',
    '    root = 0x811C9DC5  # FNV-1a',
    "    for unit in np.frombuffer(stream.encode('utf-16-le'), dtype='<u2').tolist():",
    '        root = ((root ^ unit) * 0x01000193) & 0xFFFFFFFF',
    '    root = scrambled(root ^ scrambled(seed))',
    '    row = np.arange(first, first + rows, dtype=np.uint64)[:, None]',
    '    column = np.arange(columns, dtype=np.uint64)',
    '    place = scrambled(scrambled(row * 0x9E3779B1 + root) + column * 0x85EBCA77)',
    '    radius = np.sqrt(-2 * np.log((place + 1) / 2**32))',
    '    values = radius * np.cos(2 * np.pi * scrambled(place ^ 0x5BD1E995) / 2**32)',
    '    values = (deviation * values).astype(dtype)  # as the page holds them',
    `    return ${into[dialect]('values.astype(np.float64)')}`,
  );
}

/** Numbers that a script has in it. */
export function storedLines(dialect: Dialect): string {
  return pyLines(
    'def stored(text, rows, columns):  # float32, base64',
    "    values = np.frombuffer(base64.b64decode(text), dtype='<f4').reshape(rows, columns)",
    `    return ${into[dialect]('values.astype(np.float64)')}`,
  );
}

const levels = { int8: 127, int4: 7 } as const;

/** Numbers as a cheaper format holds them. */
export function heldLines(
  precision: Exclude<Spec['precision'], 'float32'>,
  dialect: Dialect,
): string {
  if (precision === 'int8' || precision === 'int4') {
    return pyLines(
      `def held(x):  # ${precision}: as whole steps, the largest of them ${levels[precision]}`,
      `    step = np.max(np.abs(x)) / ${levels[precision]}`,
      '    return np.floor(x / step + 0.5) * step',
    );
  }
  return pyLines(`def held(x):  # ${precision}`, ...floats[dialect](precision));
}

const floats: Readonly<Record<Dialect, (precision: 'float16' | 'bfloat16') => readonly string[]>> =
  {
    numpy: (precision) =>
      precision === 'float16'
        ? ['    return x.astype(np.float32).astype(np.float16).astype(np.float64)']
        : [
            '    bits = x.astype(np.float32).view(np.uint32)',
            '    bits = bits + 0x7FFF + ((bits >> 16) & 1)  # to the nearest, halfway to even',
            '    return (bits & 0xFFFF0000).view(np.float32).astype(np.float64)',
          ],
    pytorch: (precision) => [
      `    return x.to(torch.float32).to(torch.${precision}).to(torch.float64)`,
    ],
    tensorflow: (precision) => [
      `    return tf.cast(tf.cast(tf.cast(x, tf.float32), tf.${precision}), tf.float64)`,
    ],
    jax: (precision) => [
      `    return x.astype(jnp.float32).astype(jnp.${precision}).astype(jnp.float64)`,
    ],
  };
