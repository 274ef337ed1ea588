/** Turns the shortcuts of a single letter or sign off, and on again. */
import '../text/later.ts';
import { useStore } from 'zustand';
import { useWords } from './hooks/useWords.ts';
import { setShortcuts, shortcutsStore } from './shortcuts.ts';

export default function ShortcutSwitch() {
  const words = useWords();
  const on = useStore(shortcutsStore, (now) => now.on);
  return (
    <label className="choice">
      <input
        type="checkbox"
        checked={on}
        data-control="shortcuts"
        onChange={(event) => setShortcuts(event.target.checked)}
      />
      <span>{words('keys.single')}</span>
    </label>
  );
}
