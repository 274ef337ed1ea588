/**
 * A line of tabs and the panel of the one that is open: the lenses under the plate, the experiments
 * of the Attend room. An open tab chosen again closes; arrow keys go along the line.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import './lenses/lenses.css';

interface ToolTabsProps<Name extends string> {
  /** What a tab is: the id of the panel and the `data-` attribute of each button. */
  readonly kind: 'lens' | 'experiment';
  readonly label: string;
  readonly names: readonly Name[];
  readonly nameOf: (name: Name) => string;
  readonly open: Name | 'none';
  readonly choose: (name: Name | 'none') => void;
  /** What the open panel holds. */
  readonly children: ReactNode;
}

export function ToolTabs<Name extends string>({
  kind,
  label,
  names,
  nameOf,
  open,
  choose,
  children,
}: ToolTabsProps<Name>) {
  const tabs = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLElement>(null);

  useEffect(() => {
    if (open === 'none') return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    panel.current?.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' });
  }, [open]);

  const keys = (event: KeyboardEvent) => {
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const step = Object.entries(steps).find(([key]) => key === event.key)?.[1];
    const buttons = [...(tabs.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };
  const reachable = open === 'none' ? names[0] : open;
  return (
    <section className="lens-bar" aria-label={label}>
      <div ref={tabs} className="lens-tabs" role="toolbar" aria-label={label} onKeyDown={keys}>
        <span className="lens-label" aria-hidden="true">
          {label}
        </span>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            {...{ [`data-${kind}`]: name }}
            aria-expanded={name === open}
            aria-controls={kind}
            tabIndex={name === reachable ? 0 : -1}
            onClick={() => choose(name === open ? 'none' : name)}
          >
            {nameOf(name)}
          </button>
        ))}
      </div>
      {open !== 'none' && (
        <section
          id={kind}
          ref={panel}
          className={`lens ${kind} ${kind}-${open}`}
          aria-label={nameOf(open)}
        >
          {children}
        </section>
      )}
    </section>
  );
}
