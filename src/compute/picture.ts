/** What a frame is drawn from: matrices on the backend, by the names that they are asked for. */
import { dispose, keep, sub, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { type MatrixView, tensorOf, viewAt, viewOf } from '../attention/matrixView.ts';
import {
  type BlockName,
  betweenNames,
  type Frame,
  matrixNames,
  type StageName,
} from '../state/frame.ts';
import type { Spec } from '../state/spec.ts';
import { type SquareMap, squareMaps } from '../state/view.ts';
import type { MapViews } from './maps.ts';
import type { ModelTensors } from './modelPicture.ts';
import type { Source } from './source.ts';
import type { StageViews } from './stages.ts';

/** The current frame and every tensor it is drawn from. */
export interface CurrentFrame extends FrameTensors {
  readonly frame: Frame;
  readonly rivals: readonly RivalTensors[];
}

/** What a frame is drawn from. */
export interface FrameTensors {
  readonly maps: MapViews;
  readonly stages: StageViews | null;
  /** Made when they are first looked at. */
  terms: readonly MatrixView[] | null;
  readonly model: ModelTensors | null;
}

export interface RivalTensors {
  readonly spec: Spec;
  readonly maps: MapViews;
  readonly differences: Readonly<Record<SquareMap, Tensor2D>>;
}

/** What is looked at beside the maps. */
export interface Looked {
  readonly stages: boolean;
  /** The terms of the scores as maps, with the stages. */
  readonly terms: boolean;
  /** Everything that only a trained model has. */
  readonly model: boolean;
}

/** All that is drawn of one and the same pass, kept. */
export function keptPicture(spec: Spec, looked: Partial<Looked>, source: Source): FrameTensors {
  return kept(
    () => source.picture(spec, looked),
    (made) => tensorsIn({ ...made, rivals: [] }),
  );
}

/** The maps of another scheme, and how far they lie from those of the first; kept. */
export function keptRival(spec: Spec, first: MapViews, source: Source): RivalTensors {
  const { maps } = keptPicture(spec, {}, source);
  const difference = (map: SquareMap) =>
    tidy(() => keep<Tensor2D>(sub(tensorOf(maps[map]), tensorOf(first[map]))));
  return {
    spec,
    maps,
    differences: { similarity: difference('similarity'), attention: difference('attention') },
  };
}

export function keptTerms(spec: Spec, source: Source): readonly MatrixView[] {
  return kept(
    () => source.terms(spec),
    (terms) => terms.map(({ tensor }) => tensor),
  );
}

function kept<T>(make: () => T, tensors: (made: T) => Iterable<Tensor>): T {
  let made: T | undefined;
  tidy(() => {
    made = make();
    for (const tensor of tensors(made)) keep(tensor);
  });
  if (made === undefined) throw new Error('picture: nothing was made');
  return made;
}

/** The matrix behind a name of the current frame. */
export function viewNamed(
  { frame, maps, rivals, stages, terms, model }: CurrentFrame,
  source: Source,
  name: BlockName,
): MatrixView | null {
  if (name === 'positions' || name === 'similarity' || name === 'attention') return maps[name];
  const [kind, index, map, difference] = name.split(' ');
  const at = Number(index);
  if (kind === 'rival') {
    const [rival, square] = [rivals[at], squareMaps.find((each) => each === map)];
    if (!rival || !square) return null;
    return difference ? viewOf(rival.differences[square]) : rival.maps[square];
  }
  if (kind === 'stream') return model?.streams[at] ?? null;
  if (kind === 'flow') return model?.flow ? viewAt(model.flow, at) : null;
  if (kind === 'layer') return model?.heads.flat()[at] ?? null;
  if (name === 'change') return model && viewOf(model.change);
  if (name === 'sentence') return model && model.sentence;
  if (!stages) return null;
  if (kind === 'head') return stages.heads[at] ?? null;
  if (kind === 'term') return terms?.[at] ?? null;
  const matrix = matrixNames.find((each) => each === name);
  if (matrix) return source.matrix(matrix, frame.spec);
  const between = betweenNames.find((each) => each === name);
  if (between) return stages.between?.[between] ?? null;
  return stages.maps[name as StageName] ?? null;
}

/** Every tensor that a picture is drawn from, each once. */
function tensorsIn({
  maps,
  rivals,
  stages,
  terms,
  model,
}: Omit<CurrentFrame, 'frame'>): Set<Tensor> {
  const planes = [
    ...[maps, ...rivals.map((rival) => rival.maps)].flatMap((each) =>
      Object.values<MatrixView | null>({ ...each }),
    ),
    ...Object.values<MatrixView | null>({ ...stages?.maps, ...stages?.between }),
    ...(stages?.heads ?? []),
    ...(terms ?? []),
    ...(model
      ? [...model.heads.flat(), ...model.streams, ...(model.sentence ? [model.sentence] : [])]
      : []),
  ];
  return new Set<Tensor>([
    ...planes.flatMap((plane) => (plane ? [plane.tensor] : [])),
    ...rivals.flatMap(({ differences }) => Object.values(differences)),
    ...(model
      ? [
          model.change,
          model.positional,
          ...[model.surgery, model.kinds, model.flow].filter((each) => each !== null),
        ]
      : []),
  ]);
}

export function free(shown: Omit<CurrentFrame, 'frame'>): void {
  dispose([...tensorsIn(shown)]);
}
