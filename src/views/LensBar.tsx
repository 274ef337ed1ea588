/** The closer looks: their names, and the lens that is open, docked where the plate leaves room. */
import { lazy, Suspense, useEffect } from 'react';
import { loadEncodings } from '../encodings/index.ts';
import { type LensName, lensNames } from '../state/page.ts';
import { viewStore } from '../state/view.ts';
import type { PlateLayout } from './layout.ts';
import { useStage, useView } from './stage.ts';
import { ToolTabs } from './ToolTabs.tsx';
import { useWords } from './words.ts';

const lenses = {
  clocks: lazy(() => import('./lenses/Clocks.tsx')),
  wavelengths: lazy(() => import('./lenses/Wavelengths.tsx')),
  distance: lazy(() => import('./lenses/Distance.tsx')),
  shift: lazy(() => import('./lenses/Shift.tsx')),
  collisions: lazy(() => import('./lenses/Collisions.tsx')),
  precision: lazy(() => import('./lenses/Precision.tsx')),
  trajectory: lazy(() => import('./lenses/Trajectory.tsx')),
  spectrum: lazy(() => import('./lenses/Spectrum.tsx')),
  conventions: lazy(async () => {
    await loadEncodings();
    return import('./lenses/Conventions.tsx');
  }),
  article: lazy(async () => {
    await loadEncodings();
    return import('./lenses/Article.tsx');
  }),
} as const satisfies Record<LensName, unknown>;

interface LensBarProps {
  readonly layout: PlateLayout;
  /** False: an open lens is shown, and no names to choose from. */
  readonly named: boolean;
}

export function LensBar({ layout, named }: LensBarProps) {
  const words = useWords();
  const open = useView((view) => view.lens);
  const frame = useStage(({ shown }) => shown?.frame ?? null);
  const Lens = open === 'none' ? null : lenses[open];
  // What a lens has marked on the plate goes with it.
  useEffect(() => () => viewStore.setState({ band: null }), [open]);
  return (
    <ToolTabs
      kind="lens"
      label={words('lens.label')}
      names={lensNames}
      nameOf={(name) => words(`lens.${name}`)}
      open={open}
      choose={(lens) => viewStore.setState({ lens })}
      shape={named ? layout.names : 'none'}
      dock={layout.panel}
    >
      <Suspense fallback={null}>{frame && Lens && <Lens frame={frame} />}</Suspense>
    </ToolTabs>
  );
}
