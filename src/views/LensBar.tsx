/** The closer looks: a line of tabs under the plate, and the lens that is open. */
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef } from 'react';
import { loadEncodings } from '../encodings/index.ts';
import { type LensName, lensNames } from '../state/page.ts';
import { viewStore } from '../state/view.ts';
import { useStage, useView } from './stage.ts';
import './lenses/lenses.css';
import { useWords } from './words.ts';

const lenses = {
  clocks: lazy(() => import('./lenses/Clocks.tsx')),
  wavelengths: lazy(() => import('./lenses/Wavelengths.tsx')),
  distance: lazy(() => import('./lenses/Distance.tsx')),
  shift: lazy(() => import('./lenses/Shift.tsx')),
  collisions: lazy(() => import('./lenses/Collisions.tsx')),
  precision: lazy(() => import('./lenses/Precision.tsx')),
  trajectory: lazy(() => import('./lenses/Trajectory.tsx')),
  conventions: lazy(async () => {
    await loadEncodings();
    return import('./lenses/Conventions.tsx');
  }),
  article: lazy(async () => {
    await loadEncodings();
    return import('./lenses/Article.tsx');
  }),
} as const satisfies Record<LensName, unknown>;

export function LensBar() {
  const words = useWords();
  const open = useView((view) => view.lens);
  const frame = useStage(({ shown }) => shown?.frame ?? null);
  const tabs = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLElement>(null);
  const Lens = open === 'none' ? null : lenses[open];

  useEffect(() => {
    if (open === 'none') return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    panel.current?.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' });
    return () => viewStore.setState({ band: null });
  }, [open]);

  const toggle = (name: LensName) => viewStore.setState({ lens: name === open ? 'none' : name });
  const keys = (event: KeyboardEvent) => {
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const step = Object.entries(steps).find(([key]) => key === event.key)?.[1];
    const buttons = [...(tabs.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };
  const reachable = open === 'none' ? lensNames[0] : open;

  return (
    <section className="lens-bar" aria-label={words('lens.label')}>
      <div
        ref={tabs}
        className="lens-tabs"
        role="toolbar"
        aria-label={words('lens.label')}
        onKeyDown={keys}
      >
        <span className="lens-label" aria-hidden="true">
          {words('lens.label')}
        </span>
        {lensNames.map((name) => (
          <button
            key={name}
            type="button"
            data-lens={name}
            aria-expanded={name === open}
            aria-controls="lens"
            tabIndex={name === reachable ? 0 : -1}
            onClick={() => toggle(name)}
          >
            {words(`lens.${name}`)}
          </button>
        ))}
      </div>
      {Lens && open !== 'none' && (
        <section
          id="lens"
          ref={panel}
          className={`lens lens-${open}`}
          aria-label={words(`lens.${open}`)}
        >
          <Suspense fallback={null}>{frame && <Lens frame={frame} />}</Suspense>
        </section>
      )}
    </section>
  );
}
