/** Formulas as MathML. The typesetter is fetched beside the page, which does not wait for it. */
import { useLayoutEffect, useRef } from 'react';

let typesetter: typeof import('temml') | null = null;
let fetching: Promise<typeof import('temml')> | null = null;

export function fetchTypesetter(): Promise<typeof import('temml')> {
  fetching ??= import('temml').then((module) => {
    typesetter = module;
    return module;
  });
  return fetching;
}

export function Tex({ tex }: { readonly tex: string }) {
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    let stale = false;
    const set = ({ default: temml }: typeof import('temml')) => {
      if (!stale && place.current)
        temml.render(`\\displaystyle ${tex}`, place.current, { throwOnError: false });
    };
    if (typesetter) set(typesetter);
    else void fetchTypesetter().then(set);
    return () => {
      stale = true;
    };
  }, [tex]);
  return <span ref={place} />;
}
