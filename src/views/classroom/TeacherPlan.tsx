/** The teacher's page: what each lesson is for, how long it takes, what it asks, and what goes wrong. */
import { Fragment } from 'react';
import type { NamedLesson } from '../../lessons/lessons.ts';
import type { Question } from '../../lessons/result.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { LessonLink, useLessons } from '../lessons/Contents.tsx';
import { Prose } from '../lessons/Prose.tsx';
import { questionsOf } from './answerKey.ts';
import { ClassroomLink } from './pageLink.tsx';
import './classroom.css';

export function TeacherPlan({ opened }: { readonly opened: string }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const lessons = useLessons();
  const parts = [
    { part: 'lesson', title: words('lesson.course') },
    { part: 'question', title: words('lesson.questions') },
  ] as const;
  return (
    <main id="plate" className="room class-page class-plan" aria-labelledby="plan-title">
      <header>
        <h1 id="plan-title">{words('class.plan')}</h1>
        <p>{words('plan.says')}</p>
        <p className="class-acts">
          <ClassroomLink to="links">{words('links.title')}</ClassroomLink>
          <ClassroomLink to="worksheet">{words('sheet.ofState')}</ClassroomLink>
        </p>
      </header>
      {parts.map(({ part, title }) => (
        <section key={part}>
          <h2>{title}</h2>
          {lessons
            .filter((lesson) => lesson.part === part)
            .map((lesson) => (
              <details key={lesson.id} data-plan={lesson.id} open={lesson.id === opened}>
                <summary>
                  <span className="lesson-place">{lesson.place}</span>
                  <span>{said(lesson.title, locale)}</span>
                  <span className="soft">{words('lesson.minutes', { count: lesson.minutes })}</span>
                </summary>
                <LessonPlan lesson={lesson} />
              </details>
            ))}
        </section>
      ))}
    </main>
  );
}

function LessonPlan({ lesson }: { readonly lesson: NamedLesson }) {
  const words = useWords();
  const lists = [
    { title: words('notes.aims'), texts: lesson.aims },
    { title: words('notes.mistakes'), texts: lesson.mistakes },
  ];
  return (
    <div className="plan-lesson">
      <p>
        <Prose text={lesson.line} />
      </p>
      <p className="class-acts">
        <LessonLink lesson={lesson}>{words('plan.open')}</LessonLink>
        <ClassroomLink to="worksheet" place={{ lesson: lesson.id, step: 1 }}>
          {words('plan.sheet')}
        </ClassroomLink>
      </p>
      {lists.map(({ title, texts }) => (
        <Fragment key={title}>
          <h3>{title}</h3>
          <ul>
            {texts.map((text) => (
              <li key={text.en}>
                <Prose text={text} />
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
      <h3>{words('plan.questions')}</h3>
      <ol className="plan-questions">
        {questionsOf(lesson).map(({ number, question }) => (
          <li key={number} value={number}>
            <p>
              <Prose text={question.ask} />
            </p>
            <p className="soft">
              <DeclaredAnswer question={question} />{' '}
              <ClassroomLink to="answers" place={{ lesson: lesson.id, step: number }}>
                {words('class.askClass')}
              </ClassroomLink>
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Where a principle decides, the right option; else the kind of answer, whose truth the page computes. */
function DeclaredAnswer({ question }: { readonly question: Question }) {
  const words = useWords();
  if (question.kind !== 'choose' || question.truth) {
    return words(`plan.kind.${question.kind}`);
  }
  const right = question.options[question.right(null)];
  return (
    <>
      {words('plan.right')} {right && <Prose text={right} />}
    </>
  );
}
