/** Experiments with the pass: a line of tabs under the plate, and the one that is open. */
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef } from 'react';
import { loadEncodings } from '../../encodings/index.ts';
import { type ExperimentName, experimentNames } from '../../state/page.ts';
import { viewStore } from '../../state/view.ts';
import { useStage, useView } from '../stage.ts';
import { useWords } from '../words.ts';
import '../lenses/lenses.css';
import './experiments.css';

const experiments = {
  shuffle: lazy(() => import('./Shuffle.tsx')),
  fuse: lazy(() => import('./Fuse.tsx')),
  cheaper: lazy(() => import('./Cheaper.tsx')),
  longer: lazy(async () => {
    // Beside the scheme on show stands RoPE.
    await loadEncodings(['rope']);
    return import('./Longer.tsx');
  }),
  stack: lazy(() => import('./Stack.tsx')),
} as const satisfies Record<ExperimentName, unknown>;

export function Experiments() {
  const words = useWords();
  const open = useView((view) => view.experiment);
  const frame = useStage(({ shown }) => shown?.frame ?? null);
  const tabs = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLElement>(null);
  const Experiment = open === 'none' ? null : experiments[open];

  useEffect(() => {
    if (open === 'none') return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    panel.current?.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' });
  }, [open]);

  const toggle = (name: ExperimentName) =>
    viewStore.setState({ experiment: name === open ? 'none' : name });
  const keys = (event: KeyboardEvent) => {
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const step = Object.entries(steps).find(([key]) => key === event.key)?.[1];
    const buttons = [...(tabs.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };
  const reachable = open === 'none' ? experimentNames[0] : open;
  return (
    <section className="lens-bar experiments" aria-label={words('attend.experiments')}>
      <div
        ref={tabs}
        className="lens-tabs"
        role="toolbar"
        aria-label={words('attend.experiments')}
        onKeyDown={keys}
      >
        <span className="lens-label" aria-hidden="true">
          {words('attend.experiments')}
        </span>
        {experimentNames.map((name) => (
          <button
            key={name}
            type="button"
            data-experiment={name}
            aria-expanded={name === open}
            aria-controls="experiment"
            tabIndex={name === reachable ? 0 : -1}
            onClick={() => toggle(name)}
          >
            {words(`attend.${name}`)}
          </button>
        ))}
      </div>
      {Experiment && open !== 'none' && (
        <section
          id="experiment"
          ref={panel}
          className={`lens experiment experiment-${open}`}
          aria-label={words(`attend.${open}`)}
        >
          <Suspense fallback={null}>{frame && <Experiment frame={frame} />}</Suspense>
        </section>
      )}
    </section>
  );
}
