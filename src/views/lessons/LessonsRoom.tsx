/** The Lessons room: their contents, the lesson that is open, or what is there for a class. */
import '../../text/later.ts';
import { lazy } from 'react';
import { lessonHere, nearestStep } from '../../lessons/lessons.ts';
import { openLesson } from '../../lessons/place.ts';
import { specStore } from '../../state/store.ts';
import { viewStore } from '../../state/view.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { Contents } from './Contents.tsx';
import { LessonPage } from './LessonPage.tsx';
import { ReverseGame } from './ReverseGame.tsx';
import './lessons.css';

const ClassAnswers = lazy(() =>
  import('../classroom/ClassAnswers.tsx').then((module) => ({ default: module.ClassAnswers })),
);
const TeacherPlan = lazy(() =>
  import('../classroom/TeacherPlan.tsx').then((module) => ({ default: module.TeacherPlan })),
);
const LinkBuilder = lazy(() =>
  import('../classroom/LinkBuilder.tsx').then((module) => ({ default: module.LinkBuilder })),
);
const Worksheet = lazy(() =>
  import('../classroom/Worksheet.tsx').then((module) => ({ default: module.Worksheet })),
);

export default function LessonsRoom({ hide }: { readonly hide: readonly string[] }) {
  const lesson = useView((view) => lessonHere(view.lesson));
  const step = useView((view) => view.step);
  // Only one that there is stays in the view.
  const missing = useView((view) => (lessonHere(view.lesson) ? '' : view.lesson));
  const level = useView((view) => view.level);
  const round = useView((view) => view.round);
  // An answer's link leads to the answers of its question.
  const classroom = useView((view) => (view.answer === '' ? view.classroom : 'answers'));
  if (classroom === 'plan') return <TeacherPlan key={lesson?.id} opened={lesson?.id ?? ''} />;
  if (classroom === 'links') return <LinkBuilder />;
  if (classroom === 'worksheet') return <Worksheet lesson={lesson ?? null} />;
  if (!lesson && level > 0) return <ReverseGame level={level} round={round} hide={hide} />;
  if (!lesson) return missing === '' ? <Contents /> : <Missing id={missing} step={step} />;
  return classroom === 'answers' ? (
    <ClassAnswers lesson={lesson} {...nearestStep(lesson, step)} />
  ) : (
    <LessonPage lesson={lesson} hide={hide} />
  );
}

/** A lesson that could not be fetched: it can be asked for again, and nothing of the link is lost. */
function Missing({ id, step }: { readonly id: string; readonly step: number }) {
  const words = useWords();
  return (
    <main id="plate" className="room lesson-contents">
      <h1>{words('lesson.missing')}</h1>
      <p>{words('lesson.missing.says')}</p>
      <p className="lesson-act">
        <button
          type="button"
          className="lesson-button"
          data-again=""
          onClick={() => void openLesson(specStore, viewStore, id, step)}
        >
          {words('lesson.missing.again')}
        </button>
      </p>
    </main>
  );
}
