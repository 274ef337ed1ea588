/** A component that is not with the first download: fetched when it is wanted. */
import { type ComponentType, useEffect, useState } from 'react';

interface FetchedProps<P> {
  /** The same function each time. */
  readonly fetch: () => Promise<ComponentType<P>>;
  /** The same function each time; told where it cannot be had. */
  readonly failed: () => void;
  readonly props: P;
}

/** Nothing until it is here. */
export function Fetched<P extends object>({ fetch, failed, props }: FetchedProps<P>) {
  const [View, setView] = useState<ComponentType<P> | null>(null);
  useEffect(() => {
    fetch().then((found) => setView(() => found), failed);
  }, [fetch, failed]);
  return View && <View {...props} />;
}
