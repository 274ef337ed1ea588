/** How long has been presented: it rests while nothing is, and a reload does not lose it. */
import { useEffect, useState } from 'react';
import { useWords } from '../hooks/useWords.ts';
import { clockText } from './clockText.ts';

const storedAs = 'whereabouts.presented';

/** Where the browser stores nothing, a reload begins at 0. */
function stored(): number {
  try {
    const seconds = Number(sessionStorage.getItem(storedAs));
    return Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
  } catch {
    return 0;
  }
}

function store(seconds: number): void {
  try {
    sessionStorage.setItem(storedAs, String(seconds));
  } catch {
    // Refused; see above.
  }
}

export function Clock({ running }: { readonly running: boolean }) {
  const words = useWords();
  const [seconds, setSeconds] = useState(stored);
  useEffect(() => {
    if (!running) return;
    let last = performance.now();
    // Timers of a window in the background are late: the time that has gone by counts, not the ticks.
    const timer = setInterval(() => {
      const [now, before] = [performance.now(), last];
      last = now;
      setSeconds((sum) => sum + (now - before) / 1000);
    }, 250);
    return () => clearInterval(timer);
  }, [running]);
  useEffect(() => store(seconds), [seconds]);
  return (
    <div className="notes-clock">
      <time role="timer" aria-label={words('notes.clock')}>
        {clockText(Math.floor(seconds))}
      </time>
      <button type="button" className="tool" onClick={() => setSeconds(0)}>
        {words('notes.reset')}
      </button>
    </div>
  );
}
