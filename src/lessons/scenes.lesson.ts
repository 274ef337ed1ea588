/** Where order decides: one pair of sentences for each task and field that the article names. */
import { likenessOf } from '../explain/likeness.ts';
import type { Localized } from '../text/locale.ts';
import { decimal, largestAt } from './figures.ts';
import { choose, defineLesson, type Live, play } from './lesson.ts';

/** A task, or a field of work, and two sentences of the same words that mean different things. */
interface Scene {
  readonly name: Localized;
  readonly pair: readonly [first: string, second: string];
}

const tasks = {
  classification: {
    name: { en: 'Classification: praise or blame', 'zh-CN': '分类：夸还是骂' },
    pair: ['the food was good not bad', 'the food was bad not good'],
  },
  translation: {
    name: { en: 'Translation: who does it', 'zh-CN': '翻译：谁做的' },
    pair: ['the girl called the doctor', 'the doctor called the girl'],
  },
  language: {
    name: { en: 'Language model: what comes next', 'zh-CN': '语言模型：接下来是什么' },
    pair: ['first the salt then the sugar', 'first the sugar then the salt'],
  },
  dialogue: {
    name: { en: 'Dialogue: who asks', 'zh-CN': '对话：谁在问' },
    pair: ['you asked and i answered', 'i asked and you answered'],
  },
  generation: {
    name: { en: 'Generation: cause and effect', 'zh-CN': '文本生成：因与果' },
    pair: ['she left because he shouted', 'he shouted because she left'],
  },
} as const satisfies Readonly<Record<string, Scene>>;

const fields = {
  service: {
    name: { en: 'Customer service: paid or shipped first', 'zh-CN': '客服：先付款还是先发货' },
    pair: ['i paid before you shipped', 'you shipped before i paid'],
  },
  news: {
    name: { en: 'News: what set off what', 'zh-CN': '新闻：谁引发了谁' },
    pair: ['shares fell after the bank warned', 'the bank warned after shares fell'],
  },
  recommendation: {
    name: { en: 'Recommendation: what was seen last', 'zh-CN': '推荐：最后看的是什么' },
    pair: ['the film then the book', 'the book then the film'],
  },
  medicine: {
    name: { en: 'Medicine: which symptom came first', 'zh-CN': '医疗：先出现哪个症状' },
    pair: ['the fever came before the rash', 'the rash came before the fever'],
  },
  law: {
    name: { en: 'Law: who sues whom', 'zh-CN': '法律：谁起诉谁' },
    pair: ['the buyer sued the seller', 'the seller sued the buyer'],
  },
  education: {
    name: { en: 'Education: who explains', 'zh-CN': '教育：谁讲给谁听' },
    pair: [
      'the teacher asked and the student answered',
      'the student asked and the teacher answered',
    ],
  },
} as const satisfies Readonly<Record<string, Scene>>;

const together = ({ pair }: Scene) => encodeURIComponent(pair.join('|'));

const ideasOf = (scenes: Readonly<Record<string, Scene>>) =>
  Object.values(scenes).map((scene) => ({
    name: scene.name,
    shows: `text=${encodeURIComponent(scene.pair[0])}&pair=${together(scene)}`,
  }));

/** What the trained encoder makes of a scene's two sentences: 1 is the same. */
async function alike(page: Live, { pair }: Scene): Promise<number> {
  const [first, second] = await page.sentences(pair);
  return first && second ? likenessOf(first, second).cosine : Number.NaN;
}

const asked = [tasks.classification, tasks.translation, tasks.generation] as const;
const unlike = async (page: Live) =>
  Promise.all(asked.map(async (scene) => 1 - (await alike(page, scene))));

const trained = 'room=model&hide=streams,ownFile';

export default defineLesson({
  part: 'question',
  place: 6,
  title: { en: 'Where does order decide?', 'zh-CN': '词序在哪里起决定作用？' },
  line: {
    en: 'Eleven tasks and fields, each with two sentences of the same words that mean different things.',
    'zh-CN': '十一种任务和领域，各有一对用词相同、意思不同的句子。',
  },
  minutes: 6,
  aims: [
    {
      en: 'Name, for a task of one’s own, two sentences of the same words that must be treated differently.',
      'zh-CN': '能为自己的任务举出两个用词相同、却必须区别对待的句子。',
    },
  ],
  mistakes: [
    {
      en: '“A sentence vector that is nearly the same means the order was lost.” Sentences of the same words stay alike; what counts is whether they are exactly the same.',
      'zh-CN': '“两句的向量几乎一样，说明词序丢了。”用词相同的句子总是相像，关键在于是否完全相同。',
    },
  ],
  steps: [
    {
      title: { en: 'Same words, other meaning', 'zh-CN': '词相同，意思不同' },
      says: [
        {
          en: '“The food was good, not bad” and “the food was bad, not good”: the same six words. A review is praise or blame by their order alone.',
          'zh-CN':
            '“the food was good, not bad（好，不差）”和“the food was bad, not good（差，不好）”：同样六个词，是夸是骂全看次序。',
        },
        {
          en: 'The trained encoder gives each sentence a vector. The page now compares three such pairs: this one, *the girl called the doctor*, and *she left because he shouted*.',
          'zh-CN':
            '训练好的编码器给每个句子一个向量（它只懂英文）。页面要比较三对这样的句子：这一对、*the girl called the doctor*（女孩给医生打电话）、*she left because he shouted*（她走了，因为他大喊）。',
        },
      ],
      shows: `${trained},pairs&text=the+food+was+good+not+bad`,
      does: choose({
        ask: {
          en: 'Which pair does it tell apart best?',
          'zh-CN': '哪一对它分得最开？',
        },
        options: [
          { en: 'good, not bad | bad, not good', 'zh-CN': '好，不差 | 差，不好' },
          { en: 'girl called doctor | doctor called girl', 'zh-CN': '女孩打给医生 | 医生打给女孩' },
          { en: 'she left | he shouted', 'zh-CN': '她走了 | 他大喊' },
        ],
        reveals: `hide=streams,ownFile&pair=${together(tasks.classification)}`,
        truth: unlike,
        right: (apart: readonly number[]) => largestAt(apart),
        explain: (chosen, apart: readonly number[]) => {
          const all = apart.map((each) => decimal(each, 3));
          const right = chosen === largestAt(apart);
          return {
            en: `${right ? 'Yes.' : 'No.'} Their distances, 1 − cosine, are ${all.join(', ')}, in this order. None is 0: each pair is told apart, by positions alone.`,
            'zh-CN': `${right ? '对。' : '不对。'}三对的距离（1 − 余弦）依次是 ${all.join('、')}。没有一个是 0：每一对都分得开，而且只靠位置。`,
          };
        },
      }),
    },
    {
      title: { en: 'Five tasks', 'zh-CN': '五种任务' },
      says: [
        {
          en: 'A pair for each task. The last line of the table is the pair; take the positions away above it, and its two sentences become one.',
          'zh-CN': '每种任务一对句子，就在表的最后一行。在上面把位置去掉，两句就成了一句。',
        },
      ],
      shows: `${trained}&text=the+food+was+good+not+bad&pair=${together(tasks.classification)}`,
      does: play({
        ask: {
          en: 'Write a pair of your own under the table: the same words, another meaning.',
          'zh-CN': '在表下写一对自己的句子：词相同，意思不同。',
        },
        ideas: [
          ...ideasOf(tasks),
          {
            name: { en: 'no positions', 'zh-CN': '去掉位置' },
            shows: 'model=use-lite&encoding=none',
          },
        ],
      }),
    },
    {
      title: { en: 'Six fields', 'zh-CN': '六个领域' },
      says: [
        {
          en: 'Where it is not a matter of style: who paid first, which symptom came first, who sues whom.',
          'zh-CN': '在这些地方，词序不只是文风：谁先付款，哪个症状先出现，谁起诉谁。',
        },
      ],
      shows: `${trained}&text=i+paid+before+you+shipped&pair=${together(fields.service)}`,
      does: play({
        ask: {
          en: 'Which of them would do most harm if the order were lost?',
          'zh-CN': '如果词序丢了，哪一个后果最严重？',
        },
        ideas: [
          ...ideasOf(fields),
          {
            name: { en: 'no positions', 'zh-CN': '去掉位置' },
            shows: 'model=use-lite&encoding=none',
          },
        ],
      }),
    },
  ],
});
