/** The Lessons room: their contents, the lesson that is open, or what is there for a class. */
import '../../text/later.ts';
import { lazy } from 'react';
import { lessonHere, nearestStep } from '../../lessons/lessons.ts';
import { useView } from '../hooks/stores.ts';
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
  const level = useView((view) => view.level);
  const round = useView((view) => view.round);
  // An answer's link leads to the answers of its question.
  const classroom = useView((view) => (view.answer === '' ? view.classroom : 'answers'));
  if (classroom === 'plan') return <TeacherPlan key={lesson?.id} opened={lesson?.id ?? ''} />;
  if (classroom === 'links') return <LinkBuilder />;
  if (classroom === 'worksheet') return <Worksheet lesson={lesson ?? null} />;
  if (!lesson && level > 0) return <ReverseGame level={level} round={round} hide={hide} />;
  if (!lesson) return <Contents />;
  return classroom === 'answers' ? (
    <ClassAnswers lesson={lesson} {...nearestStep(lesson, step)} />
  ) : (
    <LessonPage lesson={lesson} hide={hide} />
  );
}
