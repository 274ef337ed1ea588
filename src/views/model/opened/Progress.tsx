/** How much of a file has been read while it is, and a way to stop it. */

import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { openedStore, stop } from '../../../show/opened.ts';
import { useWords } from '../../hooks/useWords.ts';
import { amountRead } from './amounts.ts';

const everyMs = 100;

export function Progress() {
  const words = useWords();
  const work = useStore(openedStore, (own) => own.work);
  const [, setTick] = useState(0);
  useEffect(() => {
    if (!work) return;
    // A source counts without telling anyone.
    const timer = setInterval(() => setTick((tick) => tick + 1), everyMs);
    return () => clearInterval(timer);
  }, [work]);
  if (!work) return null;
  return (
    <p className="own-progress">
      <span>
        {work.source
          ? words('own.reading', { name: work.name, amount: amountRead(work.source) })
          : words('own.asking', { name: work.name })}
      </span>
      <button type="button" className="tool own-button" onClick={stop}>
        {words('own.stop')}
      </button>
    </p>
  );
}
