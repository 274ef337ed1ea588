/** The page: its head, the room that is open, the controls that all rooms share. */
import { lazy, Suspense, useEffect } from 'react';
import { loadEncodings } from '../encodings/index.ts';
import { hiddenOf, type Page, type Room } from '../state/page.ts';
import { redo, specStore, undo } from '../state/store.ts';
import { Computing } from './Computing.tsx';
import { Controls } from './Controls.tsx';
import { EmbedName } from './EmbedName.tsx';
import { ExampleLine } from './ExampleLine.tsx';
import { EncodeRoom } from './encode/EncodeRoom.tsx';
import { FirstSight } from './encode/FirstSight.tsx';
import { Title } from './encode/Title.tsx';
import { followEscape } from './escape.ts';
import { Header } from './Header.tsx';
import { useView } from './hooks/stores.ts';
import { Notices } from './Notices.tsx';
import { OtherModel } from './OtherModel.tsx';
import { PickerDoor } from './PickerDoor.tsx';
import { followSliders } from './sliders.ts';
import './forced.css';
import './hold.css';

const AttendRoom = lazy(() => import('./attend/AttendRoom.tsx'));
const ModelRoom = lazy(() => import('./model/ModelRoom.tsx'));
const CompareRoom = lazy(async () => {
  await loadEncodings();
  return import('./compare/CompareRoom.tsx');
});

/** The controls that a room has beside what they move: Model a sentence of its own, and its one model. */
function ownControls(room: Room, hide: readonly string[]): readonly string[] {
  if (room === 'model') return ['text', 'model', 'seed'];
  return room === 'attend' && !hide.includes('line') ? ['text'] : [];
}

export function App({ page }: { readonly page: Page }) {
  const room = useView((view) => view.room);
  const held = useView((view) => view.held);
  const hide = hiddenOf(page);
  const named = !page.hide.includes('title');
  useEffect(() => followEscape(), []);
  useEffect(() => followSliders(), []);
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      // Inside a field the browser's own undo is what is meant.
      if (event.target instanceof HTMLTextAreaElement) return;
      if (event.target instanceof HTMLInputElement && event.target.type === 'text') return;
      const key = event.key.toLowerCase();
      if (key === 'z' && !event.shiftKey) undo(specStore);
      else if (key === 'y' || (key === 'z' && event.shiftKey)) redo(specStore);
      else return;
      event.preventDefault();
    };
    globalThis.addEventListener('keydown', keys);
    return () => globalThis.removeEventListener('keydown', keys);
  }, []);
  return (
    <div className={`page ${page.embed ? 'embed' : ''} ${held ? 'held' : ''}`}>
      {!hide.includes('top') && <Header hide={hide} />}
      {named && page.embed && room !== 'compare' && <EmbedName />}
      {named && <OtherModel />}
      <ExampleLine />
      {room === 'encode' && !hide.includes('intro') && <FirstSight />}
      {room === 'encode' ? (
        <>
          {!hide.includes('title') && <Title hide={hide} />}
          <EncodeRoom hide={hide} />
        </>
      ) : (
        <Suspense fallback={<div className="room" />}>
          {room === 'attend' && <AttendRoom hide={hide} />}
          {room === 'compare' && <CompareRoom hide={hide} />}
          {room === 'model' && <ModelRoom hide={hide} />}
        </Suspense>
      )}
      <Computing />
      {!hide.includes('controls') && <Controls hide={[...hide, ...ownControls(room, hide)]} />}
      {!page.embed && !hide.includes('encoding') && <PickerDoor />}
      {!hide.includes('notices') && <Notices />}
    </div>
  );
}
