/** A number of a read-out that can be asked how it came about: the three ways to read it, in a dialog. */
import { type ReactNode, useState } from 'react';
import type { Look } from '../../state/page.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import Dialog from './Dialog.tsx';
import { Scrolled } from './Scrolled.tsx';
import Ways from './Ways.tsx';

/** How one number came about, of the moment when it was asked. */
export type Telling = (how: Look['how']) => ReactNode;

interface AskedNumberProps {
  readonly children: string;
  /** What the number is of: it is heard before the number. */
  readonly of: string;
  /** Null, where it cannot be told any more. */
  readonly ask: () => Telling | null | Promise<Telling | null>;
}

export function AskedNumber({ children, of, ask }: AskedNumberProps) {
  const words = useWords();
  const [telling, setTelling] = useState<{ readonly tell: Telling } | null>(null);
  const show = async () => {
    const tell = await ask();
    if (tell) setTelling({ tell });
  };
  return (
    <>
      <button
        type="button"
        className="asked-number"
        aria-haspopup="dialog"
        aria-label={`${of}: ${children}`}
        title={words('attend.how')}
        onClick={() => void show()}
      >
        {children}
      </button>
      {telling && (
        <Dialog className="asked-how" title={words('attend.how')} onClose={() => setTelling(null)}>
          <p className="soft">{of}</p>
          <Ways />
          <Told tell={telling.tell} />
        </Dialog>
      )}
    </>
  );
}

function Told({ tell }: { readonly tell: Telling }) {
  const words = useWords();
  const how = useView((view) => view.how);
  return (
    <Scrolled className="asked-told" name={words('attend.how')}>
      {tell(how)}
    </Scrolled>
  );
}
