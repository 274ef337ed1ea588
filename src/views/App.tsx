/** The page: its head, the room that is open, the controls that all rooms share. */
import { Suspense, useEffect } from 'react';
import { hiddenOf, type Page } from '../state/page.ts';
import { redo, specStore, undo } from '../state/store.ts';
import { Computing } from './Computing.tsx';
import { Controls } from './Controls.tsx';
import { EmbedName } from './EmbedName.tsx';
import { ExampleLine } from './ExampleLine.tsx';
import { followEscape } from './escape.ts';
import { Header } from './Header.tsx';
import { useSpecs, useView } from './hooks/stores.ts';
import { Notices } from './Notices.tsx';
import { OtherModel } from './OtherModel.tsx';
import { PickerDoor } from './PickerDoor.tsx';
import { PresentDoor } from './present/PresentDoor.tsx';
import { roomNamed } from './rooms.ts';
import { followSliders } from './sliders.ts';
import { TermsDoor } from './terms/TermsDoor.tsx';
import './forced.css';
import './hold.css';

export function App({ page }: { readonly page: Page }) {
  const room = useView((view) => view.room);
  const { name, View, ownControls, namesSchemes, ownPicker, alone } = roomNamed(room);
  const held = useView((view) => view.held);
  const present = useView((view) => view.present);
  const screen = useView((view) => (view.present ? view.screen : 'room'));
  const bare = page.embed || screen !== 'room';
  const hide = [...hiddenOf({ ...page, embed: bare }), ...(present ? ['top', 'intro'] : [])];
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
    <div
      className={`page ${page.embed ? 'embed' : ''} ${held ? 'held' : ''}`}
      data-screen={present ? screen : undefined}
      data-frozen={useSpecs((history) => history.frozen) || undefined}
    >
      {!hide.includes('top') && <Header hide={hide} />}
      {named && bare && !namesSchemes && <EmbedName />}
      {named && !alone && <OtherModel />}
      {!alone && <ExampleLine />}
      <Suspense key={name} fallback={<div className="room" />}>
        <View hide={alone ? [...page.hide, ...(screen === 'room' ? [] : ['controls'])] : hide} />
      </Suspense>
      <Computing />
      {!alone && !hide.includes('controls') && (
        <Controls hide={[...hide, ...(ownControls?.(hide) ?? [])]} />
      )}
      {!page.embed && !ownPicker && !hide.includes('encoding') && <PickerDoor />}
      {(present || !page.embed) && <PresentDoor />}
      {!page.embed && <TermsDoor />}
      {!hide.includes('notices') && <Notices />}
    </div>
  );
}
