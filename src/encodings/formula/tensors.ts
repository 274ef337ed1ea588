/**
 * A formula as tensors. What knows one axis only is worked out in float64 on the host and goes up
 * as one row or column; only what mixes axes is float32 on the GPU. Three things are better than
 * float32 has them: a sine or cosine of a line in p and q takes its angle in fixed point; what
 * depends on p − q alone is one float64 value a diagonal; whole powers are products.
 *
 * Elsewhere float32 rules: floor, mod and comparisons of mixed values can fall on the other side
 * where float64 is within rounding of a jump, other powers are as good as WGSL's logarithm (about
 * 1e-5), and sin, cos and tan of an angle that is no line are the GPU's own (2⁻¹¹ at worst).
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { tf } from '../tensors.ts';
import { toeplitz } from '../toeplitz.ts';
import { type Wave, waves } from '../waves.ts';
import { evaluate } from './evaluate.ts';
import { binaryOperations, callOperations, truth, wholePower } from './float32.ts';
import { type Findings, findingsAt, type Line } from './lines.ts';
import {
  type Axis,
  mentionedAxes,
  type Space,
  scopesAlong,
  scopesOverI,
  shapeOf,
} from './space.ts';
import type { Binary, Tree } from './syntax.ts';

/** The formula over the whole space. Run inside a tidy. */
export function tensorOf(tree: Tree, space: Space): Tensor {
  const findings = findingsAt(scopesOverI(tree, space));
  return tf.tidy(() =>
    tf.broadcastTo(spread(tree, space, findings), shapeOf(space, ['p', 'q', 'i'])),
  );
}

/** The same, of length 1 along the axes that the tree does not mention. */
function spread(tree: Tree, space: Space, findings: Findings): Tensor {
  const along = mentionedAxes(tree, space);
  if (along.length < 2) return fromHost(tree, space, along[0]);
  // Each node frees what it was made of: a long formula needs no more memory than a short one.
  return tf.tidy(
    () =>
      diagonals(tree, space, findings) ??
      exactWave(tree, space, findings) ??
      composed(tree, space, findings),
  );
}

function fromHost(tree: Tree, space: Space, axis: Axis | undefined): Tensor {
  const values = Float32Array.from(scopesAlong(axis, space), (scope) => evaluate(tree, scope));
  return tf.tensor(values, shapeOf(space, axis ? [axis.name] : []));
}

/** What depends on p − q alone: its float64 value at each offset, for each head. */
function diagonals(tree: Tree, space: Space, findings: Findings): Tensor | null {
  const [p, q] = mentionedAxes(tree, space).filter(({ name }) => name !== 'i');
  if (!p || !q || !findings.dependsOnOffset(tree)) return null;
  const scopes = scopesOverI(tree, space);
  const first = { p: p.values[0] ?? 0, q: q.values[0] ?? 0 };
  const offsets = 2 * p.values.length - 1;
  const curve = new Float32Array(scopes.length * offsets);
  scopes.forEach((scope, head) => {
    p.values.forEach((query, row) => {
      // The first column, from the last row up, then the first row.
      const zero = head * offsets + p.values.length - 1;
      curve[zero - row] = evaluate(tree, { ...scope, ...first, p: query });
      curve[zero + row] = evaluate(tree, { ...scope, ...first, q: q.values[row] ?? 0 });
    });
  });
  return toeplitz(tf.tensor2d(curve, [scopes.length, offsets]), {
    first: 0,
    count: scopes.length,
  });
}

/** sin, cos or tan of a line in p and q; null for anything else. */
function exactWave(tree: Tree, space: Space, findings: Findings): Tensor | null {
  if (tree.kind !== 'call') return null;
  const { name, given } = tree;
  const [angle] = given;
  if (name !== 'sin' && name !== 'cos' && name !== 'tan') return null;
  const { length } = scopesOverI(angle, space);
  const lines = findings
    .linesOf(angle)
    .slice(0, length)
    .filter((line) => line !== null);
  if (lines.length < length) return null;
  const axes = mentionedAxes(angle, space).filter((axis) => axis.name !== 'i');
  const wave = (shape: 'sin' | 'cos') => waveOf(shape, lines, axes, space);
  return name === 'tan' ? tf.div(wave('sin'), wave('cos')) : wave(name);
}

/** Two axes make an angle x + y: sin(x + y) = sin x cos y + cos x sin y, from a table for each. */
function waveOf(
  shape: 'sin' | 'cos',
  lines: readonly Line[],
  [first, second]: readonly Axis[],
  space: Space,
): Tensor {
  if (!first) throw new Error('formula: a wave needs an axis of positions');
  const x = (each: 'sin' | 'cos') => waveTable(each, lines, first, true, space);
  if (!second) return x(shape);
  const y = (each: 'sin' | 'cos') => waveTable(each, lines, second, false, space);
  return shape === 'sin'
    ? tf.add(tf.mul(x('sin'), y('cos')), tf.mul(x('cos'), y('sin')))
    : tf.sub(tf.mul(x('cos'), y('cos')), tf.mul(x('sin'), y('sin')));
}

/** A wave along one axis of positions, for each line, laid as the axes of the space lie. */
function waveTable(
  shape: 'sin' | 'cos',
  lines: readonly Line[],
  axis: Axis,
  withRest: boolean,
  space: Space,
): Tensor {
  const columns = lines.map((line): Wave => {
    const turns = (axis.name === 'q' ? line.q : line.p) / (2 * Math.PI);
    return { turns, phase: withRest ? line.rest / (2 * Math.PI) : 0, shape };
  });
  const { values } = axis;
  const table = waves({ length: values.length, axes: 1, values }, columns); // [position, line]
  const laid = space.axes[0]?.name === 'i' ? tf.transpose<Tensor2D>(table) : table;
  const lengths = { [axis.name]: values.length, i: lines.length };
  return tf.reshape(
    laid,
    space.axes.map(({ name }) => lengths[name] ?? 1),
  );
}

function composed(tree: Tree, space: Space, findings: Findings): Tensor {
  const of = (part: Tree) => spread(part, space, findings);
  switch (tree.kind) {
    case 'unary':
      return tree.operator === '-' ? tf.neg(of(tree.of)) : tf.sub(1, truth(of(tree.of)));
    case 'binary':
      return tree.operator === '^'
        ? power(tree, space, findings)
        : binaryOperations[tree.operator](of(tree.left), of(tree.right));
    case 'call': {
      const [first, ...rest] = tree.given;
      return callOperations[tree.name](of(first), ...rest.map(of));
    }
    case 'if':
      return tf.where(tf.notEqual(of(tree.condition), 0), of(tree.yes), of(tree.no));
    default:
      throw new Error(`formula: a ${tree.kind} does not mix axes`);
  }
}

/** WGSL raises to a power by logarithms; whole ones that are the same in all cells are products. */
function power({ left, right }: Binary, space: Space, findings: Findings): Tensor {
  const base = () => spread(left, space, findings);
  const [scope] = mentionedAxes(right, space).length === 0 ? scopesAlong(undefined, space) : [];
  const exponent = scope ? evaluate(right, scope) : Number.NaN;
  if (exponent === 0.5) return tf.sqrt(base());
  if (!Number.isInteger(exponent) || exponent === 0 || Math.abs(exponent) > 64) {
    return tf.pow(base(), spread(right, space, findings));
  }
  const product = wholePower(base(), Math.abs(exponent));
  return exponent < 0 ? tf.div(1, product) : product;
}
