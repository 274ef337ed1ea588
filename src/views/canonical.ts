/**
 * What a search engine and a bookmark go by: the title of the page, and the one address of what it
 * shows, be it looked at in whatever way. That is its scheme, or in the Lessons room its lesson.
 */

import { lessonHere } from '../lessons/lessons.ts';
import { here } from '../show/here.ts';
import { aboutOf, defaultSpec } from '../state/spec.ts';
import { specStore } from '../state/store.ts';
import { viewStore } from '../state/view.ts';
import { said } from '../text/t.ts';

/** Also from now on. */
export function followCanonical(): void {
  const link = document.createElement('link');
  link.rel = 'canonical';
  document.head.append(link);
  const title = document.title;
  const tell = () => {
    const { name, query } = subject();
    document.title = name === null ? title : `${name} · ${title}`;
    link.href = `${base()}${query === '' ? '' : `?${query}`}`;
  };
  tell();
  specStore.subscribe(tell);
  viewStore.subscribe((view, before) => {
    const asked = ['locale', 'room', 'lesson'] as const;
    if (asked.some((name) => view[name] !== before[name])) tell();
  });
}

/** Where the page is published, where the build was told; else where it lies. */
function base(): string {
  const told = document.querySelector('meta[property="og:url"]')?.getAttribute('content');
  return told ?? here();
}

function subject(): { readonly name: string | null; readonly query: string } {
  const { room, lesson, locale } = viewStore.getState();
  const { spec } = specStore.getState();
  if (room === 'lessons') {
    const title = lessonHere(lesson)?.title;
    return title
      ? { name: said(title, locale), query: `room=lessons&lesson=${lesson}` }
      : { name: null, query: 'room=lessons' };
  }
  // The bare address shows it.
  if (spec.encoding === defaultSpec.encoding) return { name: null, query: '' };
  return { name: said(aboutOf(spec).text.name, locale), query: `encoding=${spec.encoding}` };
}
