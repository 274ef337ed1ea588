/** Formulas as MathML. The typesetter is loaded after the first paint. */
import { useEffect, useRef } from 'react';

let typesetter: Promise<typeof import('temml')> | null = null;

export function Tex({ tex }: { readonly tex: string }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let stale = false;
    typesetter ??= import('temml');
    void typesetter.then((module) => {
      if (!stale && place.current)
        module.default.render(`\\displaystyle ${tex}`, place.current, { throwOnError: false });
    });
    return () => {
      stale = true;
    };
  }, [tex]);
  return <span ref={place} />;
}
