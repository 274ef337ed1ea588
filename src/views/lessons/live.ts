/** The running page as lessons read it: the same questions that its views ask. */
import type { Live, Numbers } from '../../lessons/lesson.ts';
import { answers } from '../../show/shown.ts';
import type { BlockName, Frame } from '../../state/frame.ts';
import { patched, type SpecPatch } from '../../state/patch.ts';
import { type Spec, sameSpec } from '../../state/spec.ts';

/** Whether a frame shows a Spec, as far as the trained encoder takes it. */
export function shows(frame: Frame, spec: Spec): boolean {
  if (spec.model === 'seeded') return sameSpec(frame.spec, spec);
  const { length, depth, mask, fusion, fused, temperature, precision } = frame.spec;
  const own = { length, depth, mask, fusion, fused, temperature, precision };
  return sameSpec(frame.spec, { ...spec, ...own });
}

/** What there is not, or not any more, rejects. */
async function had<T>(asked: Promise<T | null>): Promise<T> {
  const found = await asked;
  if (found === null) throw new RangeError('lessons: there is no such number now');
  return found;
}

function sizeOf(frame: Frame, name: BlockName): readonly [rows: number, columns: number] {
  const { length } = frame.spec;
  const matrices = { ...frame.stages?.maps, ...frame.maps };
  const matrix = Object.entries(matrices).find(([each]) => each === name)?.[1];
  return matrix ? [matrix.rows, matrix.columns] : [length, length];
}

export function liveOf(frame: Frame): Live {
  const { spec } = frame;
  const other = (patch: SpecPatch = {}) => patched(spec, patch);
  const block = (name: BlockName, top: number, left: number, rows: number, columns: number) =>
    had(answers.block(name, top, left, rows, columns));
  const matrix = async (name: BlockName): Promise<Numbers> => {
    const [rows, columns] = sizeOf(frame, name);
    return { rows, columns, data: await block(name, 0, 0, rows, columns) };
  };
  return {
    spec,
    tokens: frame.line.tokens,
    matrix,
    row: (name, row) => block(name, row, 0, 1, sizeOf(frame, name)[1]),
    async cell(name, row, column) {
      const [value = Number.NaN] = await block(name, row, column, 1, 1);
      return value;
    },
    permute: (order) => answers.permute(order),
    lens: (name) => had(answers.lens(name)),
    byDistance: (of, patch) => had(answers.byDistance(other(patch), of)),
    apart: (patch) => had(answers.apart(spec, other(patch))),
    stream: (patch) => had(answers.stream(other(patch))),
    async sentences(texts) {
      const all = await had(answers.sentences(spec, texts));
      const wide = all.length / texts.length;
      return texts.map((_, at) => all.subarray(at * wide, (at + 1) * wide));
    },
    async race() {
      // As the room brings it: in a chunk of its own it would be named in the first download.
      const { raceToEnd } = await import('../race/RaceRoom.tsx');
      return raceToEnd();
    },
  };
}
