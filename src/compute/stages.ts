/** The tensors of every stage of the block on show, kept until the frame is taken down. */
import {
  add,
  matMul,
  mul,
  reshape,
  slice,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  unstack,
} from '@tensorflow/tfjs-core';
import { attend, logitsOf, project } from '../attention/attention.ts';
import { termsOf } from '../attention/terms.ts';
import type { AxisName } from '../fields/matrix.ts';
import { type BetweenName, type StageName, squareStages, stageNames } from '../state/frame.ts';
import { dimsOf, type Spec } from '../state/spec.ts';
import type { Inputs } from './inputs.ts';
import type { ShownPass } from './maps.ts';
import { blockOf, maskOf } from './pass.ts';

export interface StageTensors {
  readonly maps: Readonly<Record<StageName, Tensor2D | null>>;
  readonly heads: readonly Tensor2D[];
  readonly terms: readonly Tensor2D[];
  /** Null where the block is not one of ours. */
  readonly between: Readonly<Record<BetweenName, Tensor2D>> | null;
}

/** Above this, all heads and all terms at once would take more than a few hundred megabytes. */
const longestWithHeads = 512;

export function stageAxes(name: StageName): readonly [AxisName, AxisName] {
  return squareStages.includes(name) ? ['query', 'key'] : ['position', 'channel'];
}

/** Of the pass that the maps come from too. Call inside a tidy. */
export function stageTensors(spec: Spec, inputs: Inputs, pass: ShownPass): StageTensors {
  const { hooks, asked, trace, table } = pass;
  const { dHead } = dimsOf(spec);
  const length = spec.length;
  const flat = (x: Tensor): Tensor2D => reshape(x, [length, x.shape.at(-1) ?? length]);
  const { wv } = inputs.block(spec, spec.layer);
  const own: Tensor2D = slice(wv, [0, (spec.head - 1) * dHead], [wv.shape[0], dHead]);
  const value = project(trace.values, own, 1);
  const attendedTo: Tensor3D = matMul(trace.weights, value);
  const more = hooks.values?.(trace.weights, asked.heads);
  const block = blockOf(spec, inputs, hooks, asked.tokens, table);
  const short = length <= longestWithHeads;
  const positions = table && mul<Tensor2D>(table, spec.gain);
  const maps: Record<StageName, Tensor2D | null> = {
    // A copy of its own: the inputs keep theirs.
    tokens: asked.tokens.clone(),
    table: positions,
    input: trace.input.clone(),
    query: flat(trace.query),
    key: flat(trace.key),
    value: flat(value),
    scores: flat(mul(trace.products, trace.scale)),
    bias: trace.bias && flat(trace.bias),
    logits: flat(logitsOf(trace, maskOf(spec, inputs))),
    weights: flat(trace.weights),
    mixed: flat(more ? add(attendedTo, more) : attendedTo),
    attended: block.attended,
    residual: block.residual,
    output: block.output,
  };
  const terms = short
    ? unstack(termsOf(asked, positions, trace.products, trace.scale)).map(flat)
    : [];
  const heads = short ? headsOf(spec, inputs, pass) : [];
  const { joined, hidden, forward } = block;
  return { maps: copies(maps), heads, terms, between: { joined, hidden, forward } };
}

/** The attention of every head. */
function headsOf(spec: Spec, inputs: Inputs, { hooks, asked, table }: ShownPass): Tensor2D[] {
  const { wq, wk } = inputs.block(spec, spec.layer);
  const { dHead, nHeads } = dimsOf(spec);
  return Array.from({ length: nHeads }, (_, head) => {
    const columns = (matrix: Tensor2D): Tensor2D =>
      slice(matrix, [0, head * dHead], [matrix.shape[0], dHead]);
    const heads = { first: head, count: 1 };
    const trace = attend({ ...asked, wq: columns(wq), wk: columns(wk), heads }, hooks, table);
    return reshape(trace.weights, [spec.length, spec.length]);
  });
}

/** No tensor under two names: each is freed once. */
function copies(maps: Record<StageName, Tensor2D | null>): Record<StageName, Tensor2D | null> {
  const seen = new Set<number>();
  for (const name of stageNames) {
    const tensor = maps[name];
    if (!tensor) continue;
    if (seen.has(tensor.id)) maps[name] = tensor.clone();
    else seen.add(tensor.id);
  }
  return maps;
}
