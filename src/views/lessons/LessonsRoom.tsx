/** The Lessons room: their contents, or the lesson that is open with the live page beside it. */
import '../../text/later.ts';
import { lessonHere } from '../../lessons/lessons.ts';
import { useView } from '../hooks/stores.ts';
import { Contents } from './Contents.tsx';
import { LessonPage } from './LessonPage.tsx';
import './lessons.css';

export default function LessonsRoom({ hide }: { readonly hide: readonly string[] }) {
  const lesson = useView((view) => lessonHere(view.lesson));
  return lesson ? <LessonPage lesson={lesson} hide={hide} /> : <Contents />;
}
