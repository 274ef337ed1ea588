/** From the tensors of a picture to the frame that is drawn of them. */
import { type MatrixView, viewAt, viewOf } from '../attention/matrixView.ts';
import type { AxisName, Matrix } from '../fields/matrix.ts';
import {
  type Frame,
  flowNames,
  type ModelParts,
  type StageName,
  type Stages,
  stageNames,
} from '../state/frame.ts';
import type { Spec } from '../state/spec.ts';
import type { Device } from './device.ts';
import type { FrameData } from './float64.ts';
import { type MapViews, positionAxes } from './maps.ts';
import type { ModelTensors } from './modelPicture.ts';
import type { CurrentFrame, FrameTensors, RivalTensors } from './picture.ts';
import type { Sources } from './source.ts';
import { type StageViews, stageAxes } from './stages.ts';

export async function frameOf(
  spec: Spec,
  { maps, stages, terms, model, rivals: beside }: Omit<CurrentFrame, 'frame'>,
  sources: Sources,
  device: Device,
): Promise<FrameData> {
  const rivals: FrameData['rivals'][number][] = [];
  for (const each of beside) rivals.push(await rivalOf(each, sources, device));
  const source = sources[spec.model];
  return {
    spec,
    line: source.line(spec),
    maps: await matricesOf(spec, maps, device),
    rivals,
    stages: stages && (await stagesOf(stages, terms, device)),
    model: model && (await modelPartsOf(model, device)),
    start: source.start(spec),
  };
}

/** Beside another scheme its maps are all that is drawn. */
const nothing = { stages: null, terms: null, model: null, rivals: [] };

async function rivalOf(
  { spec, maps, differences }: RivalTensors,
  sources: Sources,
  device: Device,
): Promise<FrameData['rivals'][number]> {
  const { similarity, attention } = differences;
  return {
    frame: await frameOf(spec, { ...nothing, maps }, sources, device),
    differences: {
      similarity: await matrixOf(viewOf(similarity), 'position', 'position', device),
      attention: await matrixOf(viewOf(attention), 'query', 'key', device),
    },
  };
}

async function matricesOf(
  spec: Spec,
  { positions, similarity, attention }: MapViews,
  device: Device,
): Promise<Frame['maps']> {
  return {
    positions: positions && (await matrixOf(positions, ...positionAxes(spec), device)),
    similarity: await matrixOf(similarity, 'position', 'position', device),
    attention: await matrixOf(attention, 'query', 'key', device),
  };
}

async function stagesOf(
  { scale, maps, heads }: StageViews,
  terms: FrameTensors['terms'],
  device: Device,
): Promise<Stages> {
  const found: Partial<Record<StageName, Matrix | null>> = {};
  for (const name of stageNames) {
    const plane = maps[name];
    found[name] = plane && (await matrixOf(plane, ...stageAxes(name), device));
  }
  return {
    scale,
    // Every name was filled in above.
    maps: found as Stages['maps'],
    heads: await squares(heads, device),
    terms: await squares(terms ?? [], device),
  };
}

async function modelPartsOf(
  { heads, streams, change, sentence, ids, own, flow }: ModelTensors,
  device: Device,
): Promise<ModelParts> {
  return {
    heads: await Promise.all(heads.map((each) => squares(each, device))),
    streams: await Promise.all(
      streams.map((stream) => matrixOf(stream, 'position', 'channel', device)),
    ),
    change: await matrixOf(viewOf(change), 'query', 'key', device),
    sentence: sentence && (await matrixOf(sentence, 'count', 'channel', device)),
    ids,
    own,
    flow:
      flow &&
      (await Promise.all(
        flowNames.map((_, at) => matrixOf(viewAt(flow, at), 'position', 'count', device)),
      )),
  };
}

function squares(planes: readonly MatrixView[], device: Device): Promise<Matrix[]> {
  return Promise.all(planes.map((plane) => matrixOf(plane, 'query', 'key', device)));
}

async function matrixOf(
  { tensor, from, rows, columns }: MatrixView,
  rowAxis: AxisName,
  columnAxis: AxisName,
  { gpu }: Device,
): Promise<Matrix> {
  const shape = { rows, columns, rowAxis, columnAxis };
  if (gpu) return { kind: 'gpu', buffer: gpu.backend.lend(tensor), from, ...shape };
  const all = await tensor.data();
  return {
    kind: 'memory',
    data: Float32Array.from(all.subarray(from, from + rows * columns)),
    ...shape,
  };
}
