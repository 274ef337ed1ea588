/**
 * The names of what looks closer, and the panel of the one that is open: the lenses of the plate, the
 * experiments of the Attend room. An open one chosen again closes; arrow keys go along the names.
 */

import { type CSSProperties, type KeyboardEvent, type ReactNode, useRef } from 'react';
import { arrowStep } from '../../show/arrows.ts';
import { useWords } from '../hooks/useWords.ts';
import type { Panel } from './layout.ts';
import { openTool, type ToolKind } from './tools.ts';
import '../lenses/lenses.css';

/** How the names stand: in a line, as a list, as a menu to choose from, or not at all. */
export type Shape = 'line' | 'list' | 'menu' | 'none';

interface ToolTabsProps {
  /** What a tab is: the id of the panel and the `data-` attribute of each button. */
  readonly kind: ToolKind;
  readonly label: string;
  readonly tools: readonly { readonly name: string; readonly label: string }[];
  /** A name, or `none`. */
  readonly open: string;
  readonly shape: Shape;
  /** Where the open panel is docked. */
  readonly dock: Panel | null;
  /** What is there while none is open: it is then the first of the names, and heads its own panel. */
  readonly rest?: { readonly name: string; readonly panel: string };
  /** What the open panel holds. */
  readonly children: ReactNode;
}

export function ToolTabs(props: ToolTabsProps) {
  const { kind, label, tools, open, shape, dock, rest, children } = props;
  const name = tools.find((each) => each.name === open)?.label ?? '';
  // Where a name stands above all panels, the name of the open one is there already.
  const headed = rest === undefined || shape === 'none';
  const words = useWords();
  return (
    <section className="lens-bar" aria-label={label}>
      {shape === 'menu' && <Menu {...props} />}
      {(shape === 'line' || shape === 'list') && <Tabs {...props} />}
      {open !== 'none' && dock && (
        <section
          id={kind}
          className={`lens docked-${dock.place} ${kind} ${kind}-${open}`}
          style={boxOf(dock)}
          aria-label={name}
        >
          {headed && (
            <header className="lens-head">
              <h2>{name}</h2>
              {shape !== 'none' && (
                <button
                  type="button"
                  className="icon"
                  aria-label={words('tool.close', { name })}
                  onClick={() => openTool(kind, 'none')}
                >
                  ×
                </button>
              )}
            </header>
          )}
          <div className="lens-body">
            <div className="lens-content">{children}</div>
          </div>
        </section>
      )}
    </section>
  );
}

function boxOf({ left, width, height }: Panel): CSSProperties {
  return { width, height, ...(left !== undefined && { marginInlineStart: left }) };
}

function Tabs({ kind, label, tools, open, shape, dock, rest }: ToolTabsProps) {
  const tabs = useRef<HTMLDivElement>(null);
  const keys = (event: KeyboardEvent) => {
    const step = arrowStep(event.key, 1);
    const buttons = [...(tabs.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };
  const reachable = open === 'none' ? (rest ? 'none' : tools[0]?.name) : open;
  return (
    <div
      ref={tabs}
      className={`lens-tabs ${shape} screen-only`}
      style={shape === 'list' && dock ? boxOf(dock) : {}}
      role="toolbar"
      aria-label={label}
      onKeyDown={keys}
    >
      {rest ? (
        <button
          type="button"
          aria-expanded={open === 'none'}
          aria-controls={rest.panel}
          tabIndex={reachable === 'none' ? 0 : -1}
          onClick={() => openTool(kind, 'none')}
        >
          {rest.name}
        </button>
      ) : (
        <span className="lens-label" aria-hidden="true">
          {label}
        </span>
      )}
      {tools.map((tool) => (
        <button
          key={tool.name}
          type="button"
          {...{ [`data-${kind}`]: tool.name }}
          aria-expanded={tool.name === open}
          aria-controls={kind}
          tabIndex={tool.name === reachable ? 0 : -1}
          onClick={() => openTool(kind, tool.name === open ? 'none' : tool.name)}
        >
          {tool.label}
        </button>
      ))}
    </div>
  );
}

/** The same names where there is no room for a line of them. */
function Menu({ kind, label, tools, open, rest, dock }: ToolTabsProps) {
  const words = useWords();
  // In a corner its panel begins beside the maps, so far from below.
  const corner = dock?.place === 'corner' && {
    marginInlineStart: dock.left,
    marginBlockEnd: `calc(${dock.height}px - 1.9rem)`,
  };
  const options = tools.map((tool) => (
    <option key={tool.name} value={tool.name}>
      {tool.label}
    </option>
  ));
  return (
    <label className="choice lens-menu screen-only" style={corner || {}}>
      <span className="visually-hidden">{label}</span>
      <select
        value={open}
        {...{ [`data-${kind}-menu`]: true }}
        onChange={(event) => openTool(kind, event.target.value)}
      >
        <option value="none">{rest?.name ?? (open === 'none' ? label : words('tool.shut'))}</option>
        {rest ? <optgroup label={label}>{options}</optgroup> : options}
      </select>
    </label>
  );
}
