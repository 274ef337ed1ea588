/** What is typed in words: the text itself, and parameters such as a formula. */
import { useStore } from 'zustand';
import { controlName, described, valueOf } from '../../state/settings.ts';
import { fields } from '../../state/spec.ts';
import { finish } from '../../state/store.ts';
import { said } from '../../text/t.ts';
import { useControlled, useView } from '../hooks/stores.ts';
import { useTextField } from '../hooks/useTextField.ts';
import { setValue } from './Choice.tsx';

export interface ParamProps {
  /** As in state/settings.ts. */
  readonly name: string;
  /** The scheme it belongs to, where there are several. */
  readonly of?: string | undefined;
}

export function TextControl() {
  const locale = useView((view) => view.locale);
  const text = useTextField();
  const field = fields.find(({ name }) => name === 'text');
  return (
    <div className="text-control" data-control="text">
      <label htmlFor="text">{field && said(field.label, locale)}</label>
      <div className="text-field">
        <textarea id="text" rows={1} {...text} />
      </div>
    </div>
  );
}

interface TextParameterProps extends ParamProps {
  /** What is meant where nothing is written. */
  readonly placeholder?: string;
}

/** A parameter in words, such as a formula or a list; taken over as it is typed. */
export function TextParameter({ name, of, placeholder }: TextParameterProps) {
  const store = useControlled();
  const { spec } = useStore(store);
  const locale = useView((view) => view.locale);
  const param = described(spec, name);
  if (param?.kind !== 'text') return null;
  return (
    <label className="text-parameter" data-control={controlName(name)}>
      <span>
        {of !== undefined && <span className="control-of">{of} </span>}
        {said(param.label, locale)}
      </span>
      <input
        type="text"
        spellCheck={false}
        autoComplete="off"
        placeholder={placeholder}
        maxLength={param.maxLength}
        value={String(valueOf(spec, name))}
        onChange={(event) => setValue(store, name, event.target.value, name)}
        onBlur={() => finish(store)}
      />
    </label>
  );
}
