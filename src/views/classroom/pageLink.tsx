/** Links to the pages of a class: one question, its answers, what a teacher needs. */

import type { ReactNode } from 'react';
import type { QuestionPlace } from '../../lessons/answer.ts';
import { goToClassroom } from '../../lessons/place.ts';
import { here } from '../../show/here.ts';
import { defaultPage, type Look, type Page, writePage } from '../../state/page.ts';
import { specStore } from '../../state/store.ts';
import { viewStore } from '../../state/view.ts';
import { onPlainClick } from '../parts/plainClick.ts';

type Classroom = Look['classroom'];

/** The whole address of a page of one's own, as it is sent to others. */
export function addressOf(options: Partial<Page>): string {
  return `${here()}?${writePage({ ...defaultPage, room: 'lessons', ...options })}`;
}

export const questionAddress = (place: QuestionPlace): string =>
  addressOf({ ...place, classroom: 'question' });

interface LinkProps {
  readonly to: Classroom;
  /** Left out, the page is about no lesson. */
  readonly place?: QuestionPlace | undefined;
  readonly className?: string;
  readonly children: ReactNode;
}

export function ClassroomLink({ to, place, className, children }: LinkProps) {
  const { locale: lang, theme } = viewStore.getState();
  const at = place ?? { lesson: '', step: 1 };
  const page = { ...defaultPage, lang, theme, room: 'lessons', classroom: to, ...at } as const;
  return (
    <a
      href={`?${writePage(page)}`}
      data-classroom={to}
      className={className}
      onClick={(event) =>
        onPlainClick(event, () => void goToClassroom(specStore, viewStore, to, at))
      }
    >
      {children}
    </a>
  );
}
