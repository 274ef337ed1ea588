/** A button that takes a file in JSON; its field is `[data-json=NAME]`. */
import { useRef } from 'react';

interface Props {
  readonly name: string;
  readonly label: string;
  readonly take: (file: File) => void;
}

export function JsonButton({ name, label, take }: Props) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="tool" onClick={() => field.current?.click()}>
        {label}
      </button>
      <input
        ref={field}
        type="file"
        accept=".json,application/json"
        hidden
        data-json={name}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) take(file);
          // The same file can be chosen again.
          target.value = '';
        }}
      />
    </>
  );
}
