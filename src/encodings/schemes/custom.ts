/**
 * A formula that the viewer types. Without q it is a table, P(p, i) of position and channel; with
 * q, the key's position, a bias b(p, q) on the scores of head i. Reading a formula, working it
 * out and typesetting it are in `formula/`.
 */

import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { type Dims, defineEncoding } from '../encoding.ts';
import { evaluate, type Scope } from '../formula/evaluate.ts';
import { arraysOf, numpyOf } from '../formula/numpy.ts';
import { type Parsed, parse } from '../formula/parse.ts';
import { mostCharacters } from '../formula/problems.ts';
import { type Tree, variablesIn } from '../formula/syntax.ts';
import { tensorOf } from '../formula/tensors.ts';
import { texOf, texOfText } from '../formula/tex.ts';
import { pyLines } from '../numpy.ts';
import { baseParam, type ParamSchema, type ParamsOf } from '../params.ts';
import { tf } from '../tensors.ts';
import { texNumber, texResult } from '../tex.ts';

const params = {
  formula: {
    kind: 'text',
    default: 'if(mod(i, 2) == 0, sin(p / base^(i/d)), cos(p / base^((i-1)/d)))',
    maxLength: mostCharacters,
    label: { en: 'Formula', 'zh-CN': '公式' },
  },
  base: { ...baseParam, when: ({ formula }) => mentions(String(formula), 'base') },
} as const satisfies ParamSchema;

type Params = ParamsOf<typeof params>;

/** The last formula that was read: it is asked for many times before it changes. */
let last: { readonly formula: string; readonly parsed: Parsed } | null = null;

function read(formula: string): Parsed {
  if (last?.formula !== formula) last = { formula, parsed: parse(formula) };
  return last.parsed;
}

function mentions(formula: string, name: 'q' | 'n' | 'base'): boolean {
  const parsed = read(formula);
  return parsed.kind === 'tree' && variablesIn(parsed.tree).has(name);
}

/** @throws for a formula that `check` refuses */
function treeOf({ formula }: Params): Tree {
  const parsed = read(formula);
  if (parsed.kind === 'tree') return parsed.tree;
  throw new Error(`custom: ${parsed.problem.message.en}`);
}

/** d is the width that i counts in: dModel of a table, dHead of a bias. */
function sharedBy({ base, formula }: Params, { length, dModel, dHead }: Dims) {
  return { d: mentions(formula, 'q') ? dHead : dModel, n: length, base };
}

/**
 * Where a cell of the position map is. A table: position and channel. A bias need not depend on
 * the offset alone, so its curve is the one that the last query sees, against key − query; to the
 * right of its middle are keys that would follow the text.
 */
function placed(values: Params, dims: Dims): (row: number, column: number) => Scope {
  const shared = sharedBy(values, dims);
  const { start, length } = dims;
  return mentions(values.formula, 'q')
    ? (head, column) => ({ ...shared, p: start + length - 1, q: start + column, i: head })
    : (row, channel) => ({ ...shared, p: start + row, q: 0, i: channel });
}

function filledIn(tree: Tree, scope: Scope, isBias: boolean): string {
  const { p, q, i } = scope;
  const name = isBias ? `b_{${i + 1}}(${p}, ${q})` : String.raw`P_{${p},\,${i}}`;
  const filled = texOf(tree, (each) => texNumber(scope[each]));
  return `${name} = ${filled} = ${texResult(evaluate(tree, scope))}`;
}

function counting(from: number, length: number): Float64Array {
  return Float64Array.from({ length }, (_, k) => from + k);
}

export default defineEncoding({
  id: 'custom',
  family: 'additive',
  source: {
    authors: 'Whereabouts',
    year: 2026,
    title: 'sin cos tan exp log sqrt abs floor mod min max, if(c, a, b), and or not, pi e tau',
    url: '',
  },
  text: {
    name: { en: 'Your own formula', 'zh-CN': '自定义公式' },
    idea: { en: 'whatever you type, as a table or a bias', 'zh-CN': '你写的公式，作为表或偏置' },
    lookFor: {
      en: 'A formula of the position p, the channel i, the dimension d, the length n and base gives a table. If it also uses q, the position of the key, it gives a bias; i is then the head and d the width of a head.',
      'zh-CN':
        '用位置 p、通道 i、维度 d、长度 n 和 base 写公式，得到一张表。如果还用到键的位置 q，得到的就是偏置，这时 i 是头的序号，d 是每个头的宽度。',
    },
  },
  tex: ({ formula, base }) => {
    const parsed = read(formula);
    if (parsed.kind === 'problem') return texOfText(formula);
    const name = mentions(formula, 'q') ? 'b_{i+1}(p, q)' : String.raw`P_{p,\,i}`;
    return `${name} = ${texOf(parsed.tree, (each) => (each === 'base' ? texNumber(base) : each))}`;
  },
  params,
  presets: [
    {
      name: { en: 'Sines and cosines', 'zh-CN': '正弦与余弦' },
      params: { formula: params.formula.default },
    },
    {
      name: { en: 'One sine in every channel', 'zh-CN': '每个通道同一个正弦' },
      params: { formula: 'sin(tau * p / n)' },
    },
    {
      name: { en: 'Triangle waves', 'zh-CN': '三角波' },
      params: { formula: 'abs(mod(p / 2^mod(i, 8), 2) - 1)' },
    },
    {
      name: { en: 'Steps: the binary digits of p', 'zh-CN': '阶梯：p 的二进制位' },
      params: { formula: 'mod(floor(p / 2^min(i, 20)), 2)' },
    },
    {
      name: {
        en: 'Bias: distance, like ALiBi with 8 heads',
        'zh-CN': '偏置：按距离，如 8 头的 ALiBi',
      },
      params: { formula: '-abs(p - q) / 2^(i + 1)' },
    },
    {
      name: { en: 'Bias: the last 8 keys', 'zh-CN': '偏置：最近 8 个键' },
      params: { formula: 'if(p - q < 8, 0, -10)' },
    },
    {
      name: { en: 'Bias: a bell curve around the query', 'zh-CN': '偏置：以查询为中心的钟形曲线' },
      params: { formula: '4 * exp(-((p - q) / 8)^2)' },
    },
    {
      name: { en: 'Bias: every fourth key', 'zh-CN': '偏置：每四个键取一个' },
      params: { formula: 'mod(p - q, 4) == 0 ? 0 : -4' },
    },
  ],
  familyFor: ({ formula }) => (mentions(formula, 'q') ? 'bias' : 'additive'),
  check: ({ formula }) => {
    const parsed = read(formula);
    return parsed.kind === 'problem' ? parsed.problem.message : null;
  },
  lengthFor: ({ formula }, { length }) => (mentions(formula, 'n') ? length : 0),
  hooks: (values, dims) => {
    const tree = treeOf(values);
    const shared = sharedBy(values, dims);
    // A tensor has as many dimensions as the space has axes.
    if (!mentions(values.formula, 'q')) {
      const channels = { name: 'i', values: counting(0, dims.dModel) } as const;
      return {
        table: (positions) =>
          tensorOf(tree, {
            axes: [{ name: 'p', values: positions.values }, channels],
            shared,
          }) as Tensor2D,
      };
    }
    return {
      bias: (queries, keys, heads) =>
        tensorOf(tree, {
          axes: [
            { name: 'i', values: counting(heads.first, heads.count) },
            { name: 'p', values: queries.values },
            { name: 'q', values: keys.values },
          ],
          shared,
        }) as Tensor3D,
      curve: (length) => {
        const scope = placed(values, { ...dims, length });
        const width = 2 * length - 1;
        const cells = Float32Array.from({ length: dims.nHeads * width }, (_, cell) =>
          evaluate(tree, scope(Math.floor(cell / width), cell % width)),
        );
        return tf.tensor2d(cells, [dims.nHeads, width]);
      },
    };
  },
  exact: (values, dims) => {
    const tree = treeOf(values);
    const isBias = mentions(values.formula, 'q');
    const shared = sharedBy(values, dims);
    const scope = placed(values, dims);
    const bias = (head: number, query: number, key: number) =>
      evaluate(tree, { ...shared, p: query, q: key, i: head });
    const numpyBias = (head: number, query: number, key: number) =>
      numpyOf(tree, { ...shared, p: query, q: key, i: head });
    return {
      cell: (row, column) => evaluate(tree, scope(row, column)),
      steps: (row, column) => filledIn(tree, scope(row, column), isBias),
      numpy: (row, column) => numpyOf(tree, scope(row, column)),
      ...(isBias ? { bias, numpyBias } : {}),
    };
  },
  code: (values, dims) => {
    const tree = treeOf(values);
    const isBias = mentions(values.formula, 'q');
    const shared = sharedBy(values, dims);
    const formula = arraysOf(tree, shared, isBias ? ['p', 'q', 'i'] : ['p', 'i']);
    const note = `# ${values.formula.replaceAll(/\s+/g, ' ')}`;
    const float = (x: string) => `np.asarray(${x}, dtype=float)`;
    if (!isBias) {
      return {
        lines: pyLines(
          note,
          `P, i_channel = ${float('p[:, None]')}, ${float('np.arange(d)')}`,
          `positions = ${formula({ p: 'P', i: 'i_channel' }, '(n, d)')}`,
        ),
      };
    }
    return {
      lines: pyLines(
        note,
        'def formula(p, q, i, shape):  # positions of query and key, head',
        `    return ${formula({ p: 'p', q: 'q', i: 'i' }, 'shape')}`,
        '',
        `i_head = ${float('np.arange(heads)')}`,
        `keys = ${float('start + np.arange(2 * n - 1)')}`,
        'last = keys[n - 1]',
        'positions = formula(last, keys, i_head[:, None], (heads, 2 * n - 1))',
        `P = ${float('p')}`,
        'bias = formula(P[:, None], P, i_head[:, None, None], (heads, n, n))',
      ),
    };
  },
});
