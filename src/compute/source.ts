/** Where the numbers of a picture come from: weights drawn from a seed, the trained encoder, or a file that a person opened. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { MatrixView } from '../attention/matrixView.ts';
import type { Fitted } from '../state/fitted.ts';
import { problemOf } from '../state/fitted.ts';
import type { MatrixName } from '../state/frame.ts';
import { racedOf } from '../state/raced.ts';
import { racedNearest, racedProblem } from '../state/racedProblem.ts';
import type { Spec } from '../state/spec.ts';
import type { Localized } from '../text/locale.ts';
import { localized } from '../text/t.ts';
import type { Line } from '../text/tokens.ts';
import { pauses } from '../threads/pause.ts';
import type { Start } from './float64.ts';
import { fusesSideBySide, type Inputs } from './inputs.ts';
import { mapViews } from './maps.ts';
import type { Model } from './model.ts';
import { modelMaps, modelParts, modelReaders, modelStages } from './modelPicture.ts';
import { maskOf, weightView } from './pass.ts';
import type { FrameTensors, Looked } from './picture.ts';
import { readers } from './read.ts';
import { stageViews, termViews } from './stages.ts';

export interface Source {
  /** What has to be fetched first; null where nothing has. */
  load(): Promise<void> | null;
  /** Whether what was loaded is not what is open any more: nothing can be computed before it loads again. */
  closed?(): boolean;
  /** The Spec at the sizes that it has here. */
  fitted(spec: Spec): Spec;
  /** Why nothing can be computed. */
  problem(spec: Spec): Localized | null;
  /** What can be computed instead. */
  nearest?(spec: Spec): Fitted;
  /** Makes what takes long on the host, with turns for the page. @param wanted  asked between them */
  prepare(specs: readonly Spec[], looked: Partial<Looked>, wanted: () => boolean): Promise<void>;
  /** What is drawn of one and the same pass. Call inside a tidy. */
  picture(spec: Spec, looked: Partial<Looked>): FrameTensors;
  /** The four terms of the scores; none where they are not told apart. Call inside a tidy. */
  terms(spec: Spec): readonly MatrixView[];
  line(spec: Spec): Line;
  /** What the float64 pass starts from; null where there is no such pass. */
  start(spec: Spec): Start | null;
  /** One of the block's own matrices; null where they are not shown. */
  matrix(name: MatrixName, spec: Spec): MatrixView | null;
  /** The quantities that can be read, by name; null for one that this scheme does not have. */
  read(spec: Spec): Readonly<Record<string, () => Tensor | null>>;
  /** What is kept for the next picture was not computed after all. */
  forgetKept(): void;
  /** The device is gone, and all tensors with it. */
  forget(): void;
}

export type Sources = Readonly<Record<Spec['model'], Source>>;

export function seededSource(inputs: Inputs): Source {
  return {
    load: () => null,
    fitted: (spec) => spec,
    problem: racedProblem,
    nearest: racedNearest,
    prepare: (specs, { stages = false }, wanted) => inputs.prepare(specs, stages, pauses(), wanted),
    picture: (spec, { stages, terms }) => ({
      ...(stages ? stageViews(spec, inputs) : { maps: mapViews(spec, inputs), stages: null }),
      terms: stages && terms ? termViews(spec, inputs) : null,
      model: null,
    }),
    terms: (spec) => termViews(spec, inputs),
    line: (spec) => inputs.text(spec).line,
    start: (spec) =>
      // Written for one block in full precision.
      spec.layer === 1 && spec.precision === 'float32'
        ? {
            vectors: inputs.text(spec).vectors,
            mask: maskOf(spec, inputs),
            rows: fusesSideBySide(spec) ? 2 * spec.dim : spec.dim,
          }
        : null,
    matrix: (name, spec) => (racedOf(spec) ? null : weightView(name, spec, inputs)),
    read: (spec) => bound(readers, (reader) => reader(spec, inputs)),
    forgetKept: () => inputs.places.clear(),
    forget: () => inputs.clear(),
  };
}

export function trainedSource(model: Model): Source {
  return {
    load: () => model.load(),
    fitted: (spec) => model.fitted(spec),
    problem: (spec) => (model.line(spec).count === 0 ? localized('model.empty') : problemOf(spec)),
    prepare: () => Promise.resolve(),
    picture(spec, { stages, model: whole }) {
      const pass = model.pass(spec);
      return {
        maps: modelMaps(pass),
        stages: stages ? modelStages(pass) : null,
        terms: [],
        model: whole ? modelParts(model, pass) : null,
      };
    },
    terms: () => [],
    line: (spec) => model.line(spec),
    start: () => null,
    matrix: () => null,
    read: (spec) => bound(modelReaders, (reader) => reader(model.pass(spec), model)),
    forgetKept: () => model.forgetReference(),
    forget: () => model.forget(),
  };
}

function bound<R>(
  all: Readonly<Record<string, R>>,
  run: (reader: R) => Tensor | null,
): Readonly<Record<string, () => Tensor | null>> {
  return Object.fromEntries(Object.entries(all).map(([name, reader]) => [name, () => run(reader)]));
}
