/** One of several values, as the browser's own list in the page's type. */
import type { ComponentProps } from 'react';

export interface SelectProps<T>
  extends Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'children'> {
  /** Null while none of them is in force. */
  readonly value: T | null;
  readonly values: readonly T[];
  readonly says: (value: T) => string;
  readonly choose: (value: T) => void;
  /** What is said while none of them is in force. */
  readonly none?: string;
}

export function Select<T extends string | number | boolean>(props: SelectProps<T>) {
  const { value, values, says, choose, none, ...rest } = props;
  return (
    <select
      {...rest}
      value={String(value ?? '')}
      onChange={({ target }) => {
        const chosen = values.find((each) => String(each) === target.value);
        if (chosen !== undefined) choose(chosen);
      }}
    >
      {none !== undefined && (
        <option value="" disabled>
          {none}
        </option>
      )}
      {values.map((each) => (
        <option key={String(each)} value={String(each)}>
          {says(each)}
        </option>
      ))}
    </select>
  );
}
