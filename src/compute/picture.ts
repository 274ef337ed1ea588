/** What a frame is drawn from: matrices on the backend, by the names that they are asked for. */
import { dispose, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { type MatrixView, viewOf } from '../attention/matrixView.ts';
import {
  type BlockName,
  betweenNames,
  type Frame,
  matrixNames,
  type StageName,
} from '../state/frame.ts';
import type { Spec } from '../state/spec.ts';
import type { Inputs } from './inputs.ts';
import type { MapPlanes } from './maps.ts';
import type { ModelTensors } from './modelPicture.ts';
import { weightView } from './pass.ts';
import type { StagePlanes } from './stages.ts';

/** The current frame and every tensor it is drawn from. */
export interface Shown extends Picture {
  readonly frame: Frame;
  readonly rivals: readonly RivalTensors[];
}

/** What a frame is drawn from. */
export interface Picture {
  readonly maps: MapPlanes;
  readonly stages: StagePlanes | null;
  /** Made when they are first looked at. */
  terms: readonly MatrixView[] | null;
  readonly model: ModelTensors | null;
}

export interface RivalTensors {
  readonly spec: Spec;
  readonly maps: MapPlanes;
  readonly differences: Readonly<Record<'similarity' | 'attention', Tensor2D>>;
}

/** The matrix behind a name of the current frame. */
export function planeNamed(
  { frame, maps, stages, terms, model }: Shown,
  inputs: Inputs,
  name: BlockName,
): MatrixView | null {
  if (name === 'positions' || name === 'similarity' || name === 'attention') return maps[name];
  const [kind, index] = name.split(' ');
  const at = Number(index);
  if (kind === 'stream') return model?.streams[at] ?? null;
  if (kind === 'layer') return model?.heads.flat()[at] ?? null;
  if (name === 'change') return model && viewOf(model.change);
  if (!stages) return null;
  if (kind === 'head') return stages.heads[at] ?? null;
  if (kind === 'term') return terms?.[at] ?? null;
  const { spec } = frame;
  const matrix = matrixNames.find((each) => each === name);
  if (matrix) return spec.model === 'seeded' ? weightView(matrix, spec, inputs) : null;
  const between = betweenNames.find((each) => each === name);
  if (between) return stages.between?.[between] ?? null;
  return stages.maps[name as StageName] ?? null;
}

/** Every tensor that a picture is drawn from, each once. */
export function tensorsIn({
  maps,
  rivals,
  stages,
  terms,
  model,
}: Omit<Shown, 'frame'>): Set<Tensor> {
  const planes = [
    ...[maps, ...rivals.map((rival) => rival.maps)].flatMap((each) =>
      Object.values<MatrixView | null>({ ...each }),
    ),
    ...Object.values<MatrixView | null>({ ...stages?.maps, ...stages?.between }),
    ...(stages?.heads ?? []),
    ...(terms ?? []),
    ...(model ? [...model.heads.flat(), ...model.streams, model.sentence] : []),
  ];
  return new Set<Tensor>([
    ...planes.flatMap((plane) => (plane ? [plane.tensor] : [])),
    ...rivals.flatMap(({ differences }) => Object.values(differences)),
    ...(model ? [model.change, model.surgery, model.positional] : []),
  ]);
}

export function free(shown: Omit<Shown, 'frame'>): void {
  dispose([...tensorsIn(shown)]);
}
