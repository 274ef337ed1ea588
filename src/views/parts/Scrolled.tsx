/** What may be wider than its place: while it is, the keyboard reaches it too, and scrolls it. */
import { type ReactNode, useEffect, useRef, useState } from 'react';

interface Props {
  readonly className: string;
  /** What it is, for those who hear it. */
  readonly name: string;
  readonly children: ReactNode;
}

export function Scrolled({ className, name, children }: Props) {
  const outer = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const { current } = outer;
    if (!current) return;
    const look = () => setScrolls(current.scrollWidth > current.clientWidth);
    const sizes = new ResizeObserver(look);
    const contents = new MutationObserver(look);
    sizes.observe(current);
    contents.observe(current, { childList: true, characterData: true, subtree: true });
    return () => {
      sizes.disconnect();
      contents.disconnect();
    };
  }, []);
  return (
    <div
      ref={outer}
      className={className}
      {...(scrolls && { role: 'group', 'aria-label': name, tabIndex: 0 })}
    >
      {children}
    </div>
  );
}
