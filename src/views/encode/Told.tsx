/** How the number of the cell under the crosshair came about, in words or as code. */
import '../../text/later.ts';
import { numpyOfCell } from '../../explain/numpy.ts';
import { cellOf } from '../../show/cross.ts';
import type { Look } from '../../state/page.ts';
import { useReadout } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { LastLine } from '../parts/Code.tsx';
import { sentenceOfCell } from '../parts/cellSentence.ts';
import { Fitted } from './Fitted.tsx';

export default function Told({ how }: { readonly how: Exclude<Look['how'], 'formula'> }) {
  return how === 'words' ? <Sentence /> : <Lines />;
}

function Sentence() {
  useWords();
  const frame = useReadout((now) => now.frame);
  const cross = useReadout((now) => now.cross);
  const reading = useReadout(({ cross: at, readings }) => at && readings[at.map]);
  const text =
    frame && cross && reading && reading.gpu !== null
      ? sentenceOfCell(frame, cross.map, reading.cell, reading.gpu)
      : '';
  return (
    <Fitted className="worked-tex">
      <span className="worked-sentence">{text}</span>
    </Fitted>
  );
}

/** Once the crosshair rests: with a long row there is much to write. */
function Lines() {
  const rests = useReadout(({ exact }) => exact !== null);
  const frame = useReadout((now) => now.frame);
  const cross = useReadout((now) => now.cross);
  const cell = frame && cross && cellOf(cross, cross.map, frame);
  return (
    <div className="worked-told">
      {rests && cell && <LastLine lines={numpyOfCell(frame, cross.map, cell)} />}
    </div>
  );
}
