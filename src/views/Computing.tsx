/** Says that a picture is on its way when it takes long, dims the one before, and can stop it. */
import { useEffect, useState } from 'react';
import { askAgain, stopComputing } from '../show/shown.ts';
import { useShown } from './hooks/stores.ts';
import { useWords } from './hooks/useWords.ts';
import './computing.css';

/** What is done sooner needs no words. */
const patienceMs = 150;

export function Computing() {
  const words = useWords();
  const computing = useShown((now) => now.computing);
  const stopped = useShown((now) => now.stopped);
  const model = useShown((now) => now.model);
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!computing) return;
    const timer = setTimeout(() => setLong(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [computing]);
  const says = long ? 'computing' : stopped && !computing ? 'stopped' : null;
  useEffect(() => {
    // The maps of every room are drawn faintly while they are not what the controls say.
    const { dataset } = document.documentElement;
    if (says) dataset['computing'] = says;
    else delete dataset['computing'];
  }, [says]);
  return (
    <div className="computing" role="status">
      {says && (
        <p>
          <span>{words(says === 'computing' ? 'computing.says' : 'computing.stopped')}</span>
          {says === 'computing' && model.kind === 'running' && (
            <span className="soft">{words('computing.layer', model)}</span>
          )}
          <button type="button" onClick={says === 'computing' ? stopComputing : askAgain}>
            {words(says === 'computing' ? 'computing.stop' : 'computing.go')}
          </button>
        </p>
      )}
    </div>
  );
}
