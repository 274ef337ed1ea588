/** Nothing to look at, so that everyone listens: any key or a click brings the page back. */
import { useWords } from '../hooks/useWords.ts';
import { useOpen } from '../parts/Dialog.tsx';

export function BlackScreen({ onClose }: { readonly onClose: () => void }) {
  const words = useWords();
  const says = words('present.black.says');
  return (
    <dialog ref={useOpen()} className="black-screen" aria-label={says} onClose={onClose}>
      <button type="button" aria-label={says} onClick={onClose} />
    </dialog>
  );
}
