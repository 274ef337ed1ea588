/** Lines are said in each library as its users write them. What they compute is run in `scripts/exported-code.test.ts`. */
import { expect, it } from 'vitest';
import { inDialect } from './dialect.ts';

const said = (lines: string) =>
  (['numpy', 'pytorch', 'tensorflow', 'jax'] as const).map((dialect) => inDialect(lines, dialect));

it('leaves NumPy as it is, and what is Python in every library', () => {
  const plain = 'base, r = 10000, 8\nx = [a for a in "np.sin(x)"]';
  expect(inDialect('np.sum(x, axis=-1, keepdims=True)', 'numpy')).toBe(
    'np.sum(x, axis=-1, keepdims=True)',
  );
  expect(inDialect(plain.slice(0, 18), 'pytorch')).toBe(plain.slice(0, 18));
});

it('has names of arguments as each library calls them', () => {
  expect(said('np.sum(x**2, axis=-1, keepdims=True)')).toEqual([
    'np.sum(x**2, axis=-1, keepdims=True)',
    'torch.sum(x**2, dim=-1, keepdim=True)',
    'tf.reduce_sum(x**2, axis=-1, keepdims=True)',
    'jnp.sum(x**2, axis=-1, keepdims=True)',
  ]);
  expect(said('np.flip(x, axis=2)').slice(1, 3)).toEqual([
    'torch.flip(x, dims=(2,))',
    'tf.reverse(x, axis=[2])',
  ]);
});

it('reads calls within calls, strings and brackets', () => {
  expect(
    inDialect("f(np.concatenate([np.sin(a), normal('a, (b', 1)], axis=1), [c, d])", 'pytorch'),
  ).toBe("f(torch.cat([torch.sin(a), normal('a, (b', 1)], dim=1), [c, d])");
  expect(said('np.take(T, np.clip(j - i, 0, None), axis=1)')).toEqual([
    'np.take(T, np.clip(j - i, 0, None), axis=1)',
    'T[:, torch.clamp(j - i, 0, None)]',
    'tf.gather(T, tf.cast(tf.maximum(j - i, 0), tf.int32), axis=1)',
    'jnp.take(T, jnp.clip(j - i, 0, None), axis=1)',
  ]);
});

it('leaves strings and comments as they are', () => {
  const lines = 'tokens = ["np.sin", "np.max(", \'"np.pi\']  # np.log(p is not closed\n';
  expect(inDialect(`${lines}np.pi`, 'pytorch')).toBe(`${lines}torch.pi`);
});

it('says constants as they are called there', () => {
  expect(said('np.where(j <= i, x, -np.inf) * np.pi')).toEqual([
    'np.where(j <= i, x, -np.inf) * np.pi',
    'torch.where(j <= i, x, -torch.inf) * torch.pi',
    'tf.where(j <= i, x, -math.inf) * math.pi',
    'jnp.where(j <= i, x, -jnp.inf) * jnp.pi',
  ]);
});

it('refuses what is not closed: our mistake', () => {
  expect(() => inDialect('np.sin(x', 'jax')).toThrow('a bracket is not closed');
});
