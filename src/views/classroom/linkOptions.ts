/** The options of the page as a teacher sets them for a link: in what order, and where each means anything. */
import type { Page } from '../../state/page.ts';

/** All but the settings of the race, which are set in its room. */
export type PageOption = Exclude<keyof Page, 'race'>;

/** Every option once, under what it is about. */
export const optionGroups = {
  page: ['lang', 'theme', 'locked', 'embed'],
  where: ['room', 'lesson', 'step', 'classroom', 'beside', 'level', 'round'],
  open: [
    'lens',
    'stage',
    'experiment',
    'how',
    'drawn',
    'terms',
    'shuffles',
    'cheaper',
    'measure',
    'longer',
    'differences',
    'pair',
    'goOn',
    'sampling',
    'draw',
  ],
  present: ['present', 'screen'],
  rare: ['gpu', 'strings', 'answer'],
  hide: ['hide'],
} as const satisfies Readonly<Record<string, readonly PageOption[]>>;

type Condition = (page: Page) => boolean;

const inLesson: Condition = ({ room, lesson }) => room === 'lessons' && lesson !== '';
const inRoom =
  (name: Page['room']): Condition =>
  ({ room }) =>
    room === name;
const inExperiment =
  (name: Page['experiment']): Condition =>
  ({ room, experiment }) =>
    room === 'attend' && experiment === name;

const conditions: Readonly<Partial<Record<PageOption, Condition>>> = {
  lesson: inRoom('lessons'),
  step: inLesson,
  classroom: inRoom('lessons'),
  beside: inLesson,
  level: ({ room, lesson }) => room === 'lessons' && lesson === '',
  round: ({ room, lesson, level }) => room === 'lessons' && lesson === '' && level > 0,
  lens: inRoom('encode'),
  stage: inRoom('attend'),
  experiment: inRoom('attend'),
  drawn: inRoom('attend'),
  terms: inRoom('attend'),
  shuffles: inExperiment('shuffle'),
  cheaper: inExperiment('cheaper'),
  measure: inExperiment('longer'),
  longer: inExperiment('longer'),
  differences: inRoom('compare'),
  pair: inRoom('model'),
  goOn: inRoom('model'),
  sampling: inRoom('model'),
  draw: inRoom('model'),
  screen: ({ present }) => present,
  answer: inLesson,
};

/** Whether an option changes anything beside the others. */
export function applies(page: Page, option: PageOption): boolean {
  return conditions[option]?.(page) ?? true;
}
