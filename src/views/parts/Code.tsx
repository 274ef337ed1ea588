/**
 * NumPy lines that compute a number: as they stand where there is room, or the last of them and all in a
 * dialog. Copied, they run as they are.
 */

import { useState } from 'react';
import { copied } from '../../show/clipboard.ts';
import { useWords } from '../hooks/useWords.ts';
import Dialog from './Dialog.tsx';
import './ways.css';

/** All lines, in a box that scrolls. @param lines  null where the number is not worked out */
export function Code({ lines }: { readonly lines: string | null }) {
  const words = useWords();
  const [well, setWell] = useState<boolean | null>(null);
  if (lines === null) return <p className="code-none">{words('how.code.none')}</p>;
  return (
    <div className="code">
      {/* Arrow keys scroll it once it has the focus. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls. */}
      <pre tabIndex={0} translate="no" aria-label={words('how.code.title')}>
        <code>{lines}</code>
      </pre>
      <p className="code-tools">
        <button type="button" className="tool" onClick={() => void copied(lines).then(setWell)}>
          {words('how.code.copy')}
        </button>
        <span role="status" className="soft">
          {well !== null && words(well ? 'how.code.copied' : 'how.code.notCopied')}
        </span>
      </p>
    </div>
  );
}

/** The line that ends in the number, and a button that shows the others. */
export function LastLine({ lines }: { readonly lines: string | null }) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  if (lines === null) return <p className="code-none">{words('how.code.none')}</p>;
  const last = lines.split('\n').findLast((line) => line.startsWith('value = '));
  return (
    <>
      <code className="last-line" translate="no">
        {last}
      </code>
      <button type="button" className="formula-more" onClick={() => setOpen(true)}>
        {words('how.code.all')}
      </button>
      {open && (
        <Dialog
          className="code-full"
          title={words('how.code.title')}
          onClose={() => setOpen(false)}
        >
          <Code lines={lines} />
        </Dialog>
      )}
    </>
  );
}
