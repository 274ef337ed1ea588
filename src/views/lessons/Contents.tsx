/** The table of contents: every lesson with one line and its minutes, and where the reader was. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { loadLessons, type NamedLesson } from '../../lessons/lessons.ts';
import { goToPuzzle, openLesson } from '../../lessons/place.ts';
import { defaultPage, writePage } from '../../state/page.ts';
import { specStore } from '../../state/store.ts';
import { viewStore } from '../../state/view.ts';
import { said } from '../../text/t.ts';
import { ClassroomLink } from '../classroom/pageLink.tsx';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { onPlainClick } from '../parts/plainClick.ts';
import { ConceptMap } from './ConceptMap.tsx';
import { progress } from './progress.ts';
import { ReadingList } from './ReadingList.tsx';

export function useLessons(): readonly NamedLesson[] {
  const [lessons, setLessons] = useState<readonly NamedLesson[]>([]);
  useEffect(() => {
    let gone = false;
    void loadLessons().then((all) => {
      if (!gone) setLessons(all);
    });
    return () => {
      gone = true;
    };
  }, []);
  return lessons;
}

export function Contents() {
  const words = useWords();
  const lessons = useLessons();
  const last = useStore(progress, (now) => now.last);
  const left = lessons.find(({ id }) => id === last?.lesson);
  const locale = useView((view) => view.locale);
  return (
    <main id="plate" className="room lesson-contents" aria-labelledby="lessons-title">
      <header>
        <h1 id="lessons-title">{words('lesson.contents')}</h1>
        <p className="soft">
          {words('lesson.contents.says')}{' '}
          <ClassroomLink to="plan">{words('class.plan')}</ClassroomLink>
        </p>
        {left && last && (
          <p>
            <LessonLink lesson={left} step={last.step} className="lesson-go-on">
              {words('lesson.goOn', { title: said(left.title, locale), step: last.step })}
            </LessonLink>
          </p>
        )}
      </header>
      <div className="lesson-lists">
        <Part
          title={words('lesson.course')}
          lessons={lessons.filter(({ part }) => part === 'lesson')}
        />
        <Part
          title={words('lesson.questions')}
          lessons={lessons.filter(({ part }) => part === 'question')}
        />
      </div>
      <Game />
      <ConceptMap />
      <ReadingList />
    </main>
  );
}

function Game() {
  const words = useWords();
  const { locale: lang, theme } = viewStore.getState();
  const page = { ...defaultPage, lang, theme, room: 'lessons', level: 1 } as const;
  return (
    <section aria-labelledby="game-title">
      <h2 id="game-title">
        <a
          href={`?${writePage(page)}`}
          data-game=""
          onClick={(event) =>
            onPlainClick(event, () => void goToPuzzle(specStore, viewStore, 1, 1))
          }
        >
          {words('game.title')}
        </a>
      </h2>
      <p className="soft">{words('game.open')}</p>
    </section>
  );
}

interface PartProps {
  readonly title: string;
  readonly lessons: readonly NamedLesson[];
}

function Part({ title, lessons }: PartProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  if (lessons.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ol>
        {lessons.map((lesson) => (
          <li key={lesson.id} value={lesson.place}>
            <span className="lesson-place" aria-hidden="true">
              {lesson.place}
            </span>
            <div>
              <h3>
                <LessonLink lesson={lesson}>{said(lesson.title, locale)}</LessonLink>
              </h3>
              <p className="soft">{said(lesson.line, locale)}</p>
            </div>
            <span className="lesson-minutes soft">
              {words('lesson.minutes', { count: lesson.minutes })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

interface LinkProps {
  readonly lesson: NamedLesson;
  readonly step?: number;
  readonly className?: string;
  readonly children: React.ReactNode;
}

export function LessonLink({ lesson, step = 1, className, children }: LinkProps) {
  const { locale: lang, theme } = viewStore.getState();
  const page = { ...defaultPage, lang, theme, room: 'lessons', lesson: lesson.id, step } as const;
  const open = () => void openLesson(specStore, viewStore, lesson.id, step);
  return (
    <a
      href={`?${writePage(page)}`}
      data-lesson={lesson.id}
      className={className}
      onClick={(event) => onPlainClick(event, open)}
    >
      {children}
    </a>
  );
}
