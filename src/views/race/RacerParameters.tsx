/** The parameters of one racer's scheme, by the same controls that the other rooms have for the Spec's. */
import { Fragment, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { RaceConfig, Racer } from '../../state/race.ts';
import { defaultSpec, type Spec, sameSpec } from '../../state/spec.ts';
import { createSpecStore, showSpec } from '../../state/store.ts';
import { paramItems } from '../controlItems.tsx';
import { ControlledStore } from '../hooks/stores.ts';

interface Props {
  readonly racer: Racer;
  readonly config: RaceConfig;
  readonly set: (racer: Racer) => void;
}

/** The Spec that a racer has in common with the other rooms. */
function specOf({ encoding, params }: Racer, { dim, heads, length }: RaceConfig): Spec {
  return { ...defaultSpec, encoding, params, dim, heads, length };
}

export function RacerParameters({ racer, config, set }: Props) {
  const wanted = specOf(racer, config);
  // oxlint-disable-next-line react/exhaustive-deps -- made once, and kept in step below
  const store = useMemo(() => createSpecStore(wanted), []);
  const { spec } = useStore(store);
  useEffect(() => {
    if (!sameSpec(store.getState().spec, wanted)) showSpec(store, wanted);
  });
  useEffect(
    () =>
      store.subscribe(({ spec: { encoding, params } }, before) => {
        if (params !== before.spec.params) set({ encoding, params });
      }),
    [store, set],
  );
  const { first, others } = paramItems([{ place: 0, spec, of: undefined }]);
  return (
    <ControlledStore value={store}>
      <div className="race-parameters">
        {[...first, ...others].map(({ name, key = name, node }) => (
          <Fragment key={key}>{node}</Fragment>
        ))}
      </div>
    </ControlledStore>
  );
}
