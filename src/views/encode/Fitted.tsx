/** Shows what it holds as large as its box allows: a formula of one's own may have any length. */
import { type ReactNode, useLayoutEffect, useRef } from 'react';

/** Sizes to try, in lines of their own where one is not enough; smaller nobody could read. */
const sizes = [1, 0.9, 0.8, 0.7];
/** For a single formula that can't be shown in part. */
const lastSizes = [0.6, 0.5, 0.42];

export function Fitted({
  className,
  onCut,
  children,
}: {
  readonly className: string;
  /** Told whether the last of the children are left out, for want of room. */
  readonly onCut?: (cut: boolean) => void;
  readonly children: ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [outer, inner] = [box.current, content.current];
    if (!outer || !inner) return;
    const fit = () => {
      const room = outer.clientWidth;
      inner.style.maxWidth = `${room}px`;
      const parts = [...inner.children].filter((part) => part instanceof HTMLElement);
      const fits = (all: readonly number[]) =>
        all.some((size) => {
          inner.style.fontSize = size === 1 ? '' : `calc(var(--formula) * ${size})`;
          return inner.scrollWidth <= room && inner.offsetHeight <= outer.clientHeight;
        });
      let shown = parts.length;
      do {
        for (const [index, part] of parts.entries()) part.hidden = index >= shown;
      } while (!fits(sizes) && --shown > 0);
      if (shown === 0 && parts[0]) {
        shown = 1;
        parts[0].hidden = false;
        fits(lastSizes);
      }
      onCut?.(shown < parts.length);
    };
    fit();
    // Formulas arrive when they are typeset.
    const arrivals = new MutationObserver(fit);
    arrivals.observe(inner, { childList: true, subtree: true });
    const room = new ResizeObserver(fit);
    room.observe(outer);
    return () => {
      arrivals.disconnect();
      room.disconnect();
    };
  }, [onCut]);
  return (
    <div ref={box} className={className}>
      <div ref={content} className="fitted">
        {children}
      </div>
    </div>
  );
}
