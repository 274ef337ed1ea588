/**
 * What looks closer: the lenses of the plate and the experiments of the Attend room. Each is a file
 * that declares itself, `NAME.lens.tsx` or `NAME.experiment.tsx`, fetched when it is first opened; its
 * tab and its value in the link follow from its word, `lens.NAME` or `experiment.NAME`.
 */
import type { ComponentType } from 'react';
import type { Frame } from '../../state/frame.ts';
import type { ExperimentName, LensName } from '../../state/page.ts';
import { viewStore } from '../../state/view.ts';
import { namesUnder } from '../../text/names.ts';

export type ToolKind = 'lens' | 'experiment';

export interface Tool<Name extends string = string> {
  /** That of the file. */
  readonly name: Name;
  /** The schemes that it speaks of, beside the current one. */
  readonly schemes?: readonly string[] | 'all';
  /** Why it has nothing to show of a frame; null where it has. */
  readonly applies?: (frame: Frame) => string | null;
  readonly View: ComponentType<{ readonly frame: Frame }>;
}

export const defineLens = (lens: Tool<LensName>): Tool => lens;
export const defineExperiment = (experiment: Tool<ExperimentName>): Tool => experiment;

/** The files of a kind, fetched when asked for: `import.meta.glob` of a folder. */
export type ToolFiles = Readonly<Record<string, () => Promise<Tool>>>;

/** Opens a tool; closes the one of its kind that is open for any name that there is not. */
export function openTool(kind: ToolKind, name: string): void {
  if (kind === 'lens') {
    viewStore.setState({ lens: namesUnder(kind).find((each) => each === name) ?? 'none' });
  } else {
    viewStore.setState({ experiment: namesUnder(kind).find((each) => each === name) ?? 'none' });
  }
}
