/** Whether an element is on the screen, or about to be: what is not looked at need not be computed. */
import { type RefObject, useEffect, useState } from 'react';

/** @param present  whether the element is there yet */
export function useInView(element: RefObject<Element | null>, present: boolean): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!present || !element.current) return;
    const observer = new IntersectionObserver(
      (entries) => setSeen(entries.some(({ isIntersecting }) => isIntersecting)),
      { rootMargin: '100px' },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, present]);
  return seen;
}
