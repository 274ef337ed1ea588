/** The link to what is shown, as a code for the cameras in the room and as text under it. */

import { useMemo } from 'react';
import { here } from '../../show/here.ts';
import { withoutPresenting } from '../../state/withoutPresenting.ts';
import { useWords } from '../hooks/useWords.ts';
import Dialog from '../parts/Dialog.tsx';
import { Qr } from '../parts/Qr.tsx';

export function QrCode({ onClose }: { readonly onClose: () => void }) {
  const words = useWords();
  const link = useMemo(() => linkOf(globalThis.location), []);
  return (
    <Dialog className="present-qr" title={words('present.qr.title')} onClose={onClose}>
      <Qr link={link} label={words('present.qr.image')} fine={words('present.qr.fine')} />
    </Dialog>
  );
}

/** To the same state, as a page of the reader's own. */
function linkOf({ search, hash }: Location): string {
  return `${here()}${withoutPresenting(search)}${hash}`;
}
