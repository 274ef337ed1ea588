/** Holds the cell under the crosshair, or lets it go, and says which it is. */
import { hold, viewStore } from '../../state/view.ts';
import { useShown, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';

export function HoldTool() {
  const words = useWords();
  const held = useView((view) => view.held);
  const empty = useShown(({ frame }) => frame === null);
  return (
    <>
      <span className="visually-hidden" role="status">
        {held && words('hold.held')}
      </span>
      <button
        type="button"
        className="tool hold"
        aria-pressed={held}
        aria-label={words('hold.cell')}
        title={words('hold.hint')}
        disabled={empty}
        onClick={() => hold(viewStore, !held)}
      >
        {words('hold')}
      </button>
    </>
  );
}
