/** Experiments with the pass: their names, and the one that is open. */
import { lazy, Suspense } from 'react';
import { loadEncodings } from '../../encodings/index.ts';
import { type ExperimentName, experimentNames } from '../../state/page.ts';
import { viewStore } from '../../state/view.ts';
import type { Panel } from '../layout.ts';
import { useRem } from '../lenses/useSize.ts';
import { useStage, useView } from '../stage.ts';
import { ToolTabs } from '../ToolTabs.tsx';
import { useWords } from '../words.ts';
import { namesWide } from './attendLayout.ts';
import './experiments.css';

const experiments = {
  shuffle: lazy(() => import('./Shuffle.tsx')),
  fuse: lazy(() => import('./Fuse.tsx')),
  cheaper: lazy(() => import('./Cheaper.tsx')),
  longer: lazy(async () => {
    // Beside the current scheme stands RoPE.
    await loadEncodings(['rope']);
    return import('./Longer.tsx');
  }),
  stack: lazy(() => import('./Stack.tsx')),
} as const satisfies Record<ExperimentName, unknown>;

interface ExperimentsProps {
  readonly dock: Panel;
  /** False: an open experiment is shown, and no names to choose from. */
  readonly named: boolean;
}

export function Experiments({ dock, named }: ExperimentsProps) {
  const words = useWords();
  const rem = useRem();
  const open = useView((view) => view.experiment);
  const frame = useStage(({ shown }) => shown?.frame ?? null);
  const Experiment = open === 'none' ? null : experiments[open];
  return (
    <ToolTabs
      kind="experiment"
      label={words('attend.experiments')}
      names={experimentNames}
      nameOf={(name) => words(`attend.${name}`)}
      open={open}
      choose={(experiment) => viewStore.setState({ experiment })}
      shape={named ? (dock.width < namesWide * rem ? 'menu' : 'line') : 'none'}
      dock={dock}
      rest={{ name: words('attend.how'), panel: 'how' }}
    >
      <Suspense fallback={null}>{frame && Experiment && <Experiment frame={frame} />}</Suspense>
    </ToolTabs>
  );
}
