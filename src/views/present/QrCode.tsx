/** The link to what is shown, as a code for the cameras in the room and as text under it. */
import { generate } from 'lean-qr';
import { useLayoutEffect, useMemo, useRef } from 'react';
import { withoutPresenting } from '../../state/page.ts';
import { useWords } from '../hooks/useWords.ts';
import { Dialog } from './Dialog.tsx';

/** White around the code, in modules: readers need as much. */
const quiet = 4;
/** More modules than this are too small for the back row. */
const mostModules = 77;

export function QrCode({ onClose }: { readonly onClose: () => void }) {
  const words = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const link = useMemo(() => linkOf(globalThis.location), []);
  const code = useMemo(() => generate(link), [link]);
  useLayoutEffect(() => {
    // Black on white in every theme.
    const [on, off] = [[0, 0, 0, 255] as const, [255, 255, 255, 255] as const];
    if (canvas.current) code.toCanvas(canvas.current, { on, off, pad: quiet });
  }, [code]);
  return (
    <Dialog className="present-qr" title={words('present.qr.title')} onClose={onClose}>
      <canvas ref={canvas} className="ramp" role="img" aria-label={words('present.qr.image')} />
      <p className="present-link">{link}</p>
      {code.size > mostModules && <p className="soft">{words('present.qr.fine')}</p>}
    </Dialog>
  );
}

/** To the same state, as a page of the reader's own. */
function linkOf({ origin, pathname, search, hash }: Location): string {
  return `${origin}${pathname}${withoutPresenting(search)}${hash}`;
}
