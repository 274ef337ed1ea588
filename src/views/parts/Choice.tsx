/** A choice among named values, as the browser's own list in the page's type. */
import { useStore } from 'zustand';
import type { ParamValue } from '../../encodings/params.ts';
import { openedModel } from '../../state/openedModel.ts';
import { controlName, described, patchOf, valueOf } from '../../state/settings.ts';
import type { Spec } from '../../state/spec.ts';
import { change, type SpecStore } from '../../state/store.ts';
import { said } from '../../text/t.ts';
import { useControlled, useView } from '../hooks/stores.ts';
import { Terms } from '../terms/Terms.tsx';

interface ChoiceProps {
  /** As in state/settings.ts. */
  readonly name: string;
  readonly label?: string;
  /** The scheme it belongs to, where there are several. */
  readonly of?: string | undefined;
}

export function Choice({ name, label, of }: ChoiceProps) {
  const store = useControlled();
  const { spec, frozen } = useStore(store);
  const locale = useView((view) => view.locale);
  const param = described(spec, name);
  if (param?.kind !== 'choice') return null;
  return (
    <label className="choice">
      {of !== undefined && <span className="control-of">{of}</span>}
      <span className={label === undefined ? 'choice-label' : 'visually-hidden'}>
        {label ?? <Terms text={said(param.label, locale)} />}
      </span>
      <select
        value={String(valueOf(spec, name))}
        disabled={frozen}
        onChange={(event) => setValue(store, name, event.target.value)}
        data-control={controlName(name)}
      >
        {param.options.filter(isOffered(spec)).map((option) => (
          <option key={option.value} value={option.value}>
            {said(option.label, locale)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A model from a file is one that is open. */
const isOffered =
  ({ model }: Spec) =>
  ({ value }: { readonly value: string }) =>
    value !== 'file' || model === 'file' || openedModel() !== null;

/** Sets a value that its declaration accepts; a gesture makes one step of many. */
export function setValue(
  store: SpecStore,
  name: string,
  value: ParamValue,
  gesture?: string,
): void {
  const patch = patchOf(store.getState().spec, name, value);
  if (patch) change(store, patch, gesture === undefined ? {} : { gesture });
}
