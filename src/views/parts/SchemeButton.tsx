/** The scheme's name, which opens the picker. */

import { useSpecs, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { openPicker } from '../PickerDoor.tsx';

export function SchemeButton({ name }: { readonly name: string }) {
  const words = useWords();
  const open = useView((view) => view.panel === 'picker');
  const frozen = useSpecs((history) => history.frozen);
  return (
    <button
      type="button"
      className="scheme"
      data-control="encoding"
      aria-haspopup="dialog"
      aria-expanded={open}
      aria-keyshortcuts="/"
      title={words('picker.open')}
      disabled={frozen}
      onClick={openPicker}
    >
      {name}
    </button>
  );
}
