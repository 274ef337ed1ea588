/** A few buttons under one label, of which one is pressed. */

interface ChoicesProps<T> {
  readonly label: string;
  readonly values: readonly T[];
  readonly chosen: T;
  readonly name: (value: T) => string;
  readonly choose: (value: T) => void;
  readonly className?: string;
  /** The attribute that tells the buttons apart. */
  readonly data?: `data-${string}`;
}

export function Choices<T extends string | number | boolean>(props: ChoicesProps<T>) {
  const { label, values, chosen, name, choose, className = 'lens-choices', data } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons under one label; a fieldset is for forms.
    <div className={className} role="group" aria-label={label}>
      {values.map((value) => (
        <button
          key={String(value)}
          type="button"
          {...(data && { [data]: value })}
          aria-pressed={value === chosen}
          onClick={() => choose(value)}
        >
          {name(value)}
        </button>
      ))}
    </div>
  );
}
