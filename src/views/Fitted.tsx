/** Shows what it holds as large as its box allows: a formula of one's own may have any length. */
import { type ReactNode, useLayoutEffect, useRef } from 'react';

/** Sizes to try, in lines of their own where one is not enough; smaller nobody could read. */
const sizes = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.42];

export function Fitted({
  className,
  children,
}: {
  readonly className: string;
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
      for (const size of sizes) {
        inner.style.fontSize = size === 1 ? '' : `calc(var(--formula) * ${size})`;
        const fits = inner.scrollWidth <= room && inner.offsetHeight <= outer.clientHeight;
        if (fits) return;
      }
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
  }, []);
  return (
    <div ref={box} className={className}>
      <div ref={content} className="fitted">
        {children}
      </div>
    </div>
  );
}
