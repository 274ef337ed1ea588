/** A real pretrained Transformer: what positions do in trained weights, on the viewer's sentence. */
import { useEffect } from 'react';
import { followFrames } from '../pictures.ts';
import { useStage } from '../stage.ts';
import { useWords } from '../words.ts';
import { Loading } from './Loading.tsx';
import './model.css';

export default function ModelRoom() {
  const words = useWords();
  const frame = useStage(({ shown }) => (shown?.frame.model ? shown.frame : null));
  useEffect(() => followFrames(), []);
  return (
    <main id="plate" className="model-room" aria-label={words('app.room.model')}>
      <h1 className="visually-hidden">{words('app.room.model')}</h1>
      <p className="model-what">{words('model.what')}</p>
      <Loading />
      {frame && <p>{frame.line.tokens.join(' ')}</p>}
    </main>
  );
}
