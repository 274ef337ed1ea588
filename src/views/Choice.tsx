/** A choice among named values, as the browser's own list in the page's type. */
import { accepts, type ParamValue } from '../encodings/params.ts';
import { fields, paramsOf, type Spec } from '../state/spec.ts';
import { change, specStore } from '../state/store.ts';
import { said } from '../text/t.ts';
import { useSpecs, useView } from './stage.ts';

/** @param name a field of the Spec, or `params.NAME` */
export function Choice({ name, label }: { readonly name: string; readonly label?: string }) {
  const spec = useSpecs((history) => history.spec);
  const locale = useView((view) => view.locale);
  const param = described(spec, name);
  if (param?.kind !== 'choice') return null;
  return (
    <label className="choice">
      <span className={label === undefined ? 'choice-label' : 'visually-hidden'}>
        {label ?? said(param.label, locale)}
      </span>
      <select
        value={String(valueOf(spec, name))}
        onChange={(event) => setValue(name, event.target.value)}
        data-control={name.replace('params.', '')}
      >
        {param.options.map((option) => (
          <option key={option.value} value={option.value}>
            {said(option.label, locale)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The declaration behind a control's name. */
export function described(spec: Spec, name: string) {
  return name.startsWith('params.')
    ? paramsOf(spec.encoding).find((param) => `params.${param.name}` === name)
    : fields.find((field) => field.name === name);
}

export function valueOf(spec: Spec, name: string): ParamValue {
  const found = name.startsWith('params.')
    ? spec.params[name.slice('params.'.length)]
    : Object.entries(spec).find(([key]) => key === name)?.[1];
  if (typeof found === 'object' || found === undefined)
    throw new Error(`control: no value "${name}"`);
  return found;
}

/** Sets a value that its declaration accepts; a gesture makes one step of many. */
export function setValue(name: string, value: ParamValue, gesture?: string): void {
  const { spec } = specStore.getState();
  const param = described(spec, name);
  if (param && !accepts(param, value)) return;
  const patch = name.startsWith('params.')
    ? { params: { [name.slice('params.'.length)]: value } }
    : { [name]: value };
  change(specStore, patch, gesture === undefined ? {} : { gesture });
}
