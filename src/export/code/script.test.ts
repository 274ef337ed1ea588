/** What a script says and leaves out. What it computes is run in `scripts/exported-code.test.ts`. */
import { expect, it } from 'vitest';
import { encodings } from '../../encodings/index.ts';
import { setOpenedTable } from '../../encodings/openedTable.ts';
import { defaultsOf } from '../../encodings/params.ts';
import { defaultSpec, type Spec } from '../../state/spec.ts';
import { scriptOf, transformersOf, withoutCode } from './script.ts';

const text = (given: Partial<Spec>, dialect: Parameters<typeof scriptOf>[1] = 'numpy') =>
  scriptOf({ ...defaultSpec, ...given }, dialect, ['a heading']);

it('has of the pass only what the state uses', () => {
  const plain = text({});
  expect(plain).toMatch(/^# a heading\nimport math\n\nimport numpy as np\n/);
  expect(plain).not.toMatch(/factor|held\(|for layer|window|None, None/);
  expect(text({ queryScale: 'log' })).toContain('q = q * factor[:, None]');
  expect(text({ mask: 'none' })).not.toContain('-np.inf');
  expect(text({ depth: 3, layer: 2 })).toContain('for layer in range(1, 2 + 1):');
  expect(text({ precision: 'int8' })).toContain("W_q = held(normal('wq', d, d, 1 / math.sqrt(d)))");
});

it('calls NumPy in another library for nothing but the seeded numbers', () => {
  for (const dialect of ['pytorch', 'tensorflow', 'jax'] as const) {
    for (const { id, params } of encodings) {
      const spec = { ...defaultSpec, encoding: id, params: defaultsOf(params) };
      const [, behind = ''] = scriptOf(spec, dialect, []).split('# ── Tokens ──');
      expect(behind, `${id} in ${dialect}`).not.toMatch(/(?<!\w)np\./);
    }
  }
});

it('writes any token as Python reads it', () => {
  const script = text({ text: 'a"b\\ 好🙂\n', tokens: 'characters', length: 8 });
  expect(script).toContain('"a", "\\"", "b", "\\\\", " ", "好", "🙂", "\\n",');
});

it('says in words what a script cannot hold', () => {
  expect(withoutCode(defaultSpec)).toBeNull();
  expect(withoutCode({ ...defaultSpec, model: 'use-lite' })?.en).toContain('trained encoder');
  expect(withoutCode({ ...defaultSpec, model: 'file' })?.en).toContain('you opened');
  const learned = encodings.find(({ id }) => id === 'learned');
  const own = { ...defaultsOf(learned?.params ?? {}), table: 'own' };
  const [rows, columns] = [defaultSpec.length, defaultSpec.dim];
  setOpenedTable({ name: 'mine', rows, columns, data: new Float32Array(rows * columns) });
  expect(withoutCode({ ...defaultSpec, encoding: 'learned', params: own })?.en).toBe(
    'The numbers of a file that you opened are not put into a script.',
  );
});

it('calls Hugging Face Transformers where it has the scheme, and says where it has not', () => {
  const asked = (encoding: string, params = {}) => {
    const scheme = encodings.find(({ id }) => id === encoding);
    const spec = {
      ...defaultSpec,
      encoding,
      params: { ...defaultsOf(scheme?.params ?? {}), ...params },
    };
    const code = transformersOf(spec);
    return 'without' in code ? code.without.en : scriptOf(spec, 'pytorch', [], code);
  };
  const yarn = asked('rope', { scaling: 'yarn', pairing: 'half' });
  expect(yarn).toMatch(/\nimport torch\nfrom transformers import LlamaConfig\n/);
  expect(yarn).toContain("        'rope_type': 'yarn',\n");
  expect(yarn).toContain('apply_rotary_pos_emb(q[None], k[None], cos, sin)');
  expect(asked('rope', { scaling: 'ntk' })).toContain('no call');
  expect(asked('sinusoidal', { base: 500 })).toContain('no call');
});
