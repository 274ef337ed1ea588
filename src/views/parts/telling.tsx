/** How a cell of a plate and a number of the block came about, each in one of the three ways. */
import { exactly } from '../../explain/exactly.ts';
import { numpyOfCell, numpyOfOrigin } from '../../explain/numpy.ts';
import { texOf } from '../../explain/origin.ts';
import type { Cell } from '../../fields/window.ts';
import type { Found } from '../../show/readOrigin.ts';
import type { Frame } from '../../state/frame.ts';
import type { Look } from '../../state/page.ts';
import type { MapName } from '../../state/view.ts';
import { Terms } from '../terms/Terms.tsx';
import { Code } from './Code.tsx';
import { sentenceOfCell } from './cellSentence.ts';
import { sentenceOf } from './originSentence.ts';
import { Tex } from './tex.tsx';

/** @param value  as the GPU has it */
export function tellCell(how: Look['how'], frame: Frame, map: MapName, cell: Cell, value: number) {
  if (how === 'formula') return <Tex tex={exactly(frame, map, cell).tex} />;
  if (how === 'words') return <Terms text={sentenceOfCell(frame, map, cell, value)} />;
  return <Code lines={numpyOfCell(frame, map, cell)} />;
}

export function tellOrigin(how: Look['how'], { origin, frame }: Found) {
  if (how === 'formula') return <Tex tex={texOf(origin)} />;
  if (how === 'words') return <Terms text={sentenceOf(origin, frame)} />;
  return <Code lines={numpyOfOrigin(origin, frame)} />;
}
