/** The Encode room: title and formula, the plate, the controls. */
import { useEffect } from 'react';
import type { Page } from '../state/page.ts';
import { redo, specStore, undo } from '../state/store.ts';
import { Controls } from './Controls.tsx';
import { Header } from './Header.tsx';
import { LensBar } from './LensBar.tsx';
import { Notices } from './Notices.tsx';
import { Plate } from './Plate.tsx';
import { Title } from './Title.tsx';

export function App({ page }: { readonly page: Page }) {
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
    <div className={`page ${page.embed ? 'embed' : ''}`}>
      {!page.embed && <Header hide={page.hide} />}
      {!page.embed && <Title hide={page.hide} />}
      <Plate />
      {!page.embed && !page.hide.includes('lenses') && <LensBar />}
      {!page.embed && <Controls hide={page.hide} />}
      {!page.hide.includes('notices') && <Notices />}
    </div>
  );
}
