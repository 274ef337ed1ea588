/**
 * Questions that training answers: of one racer, what becomes of it where its positions are frozen,
 * changed or taken away. Each is a race of its own, whose racers begin as the question says.
 */
import { encodingOf } from '../encodings/index.ts';
import type { ParamValues } from '../encodings/params.ts';
import type { RaceConfig, Racer, RaceState, Trains } from '../state/race.ts';
import type { RaceSettings } from '../state/raceLink.ts';
import { type Asked, configOf } from '../state/raceRun.ts';
import type { RacerWeights } from '../state/raceWeights.ts';
import { defaultParams, withParams } from '../state/spec.ts';
import type { Localized } from '../text/locale.ts';
import { isOfEncoding, lengthened, moved, stretched } from './moved.ts';

/** What came of one of its racers, as shares of right answers, 0…1. */
interface Outcome {
  /** At the length that is trained now, before it was trained any further; NaN where that was not asked. */
  readonly before: number;
  readonly after: number;
  /** At the longest sequences. */
  readonly far: number;
}

export const outcomesOf = ({ racers }: RaceState): readonly Outcome[] =>
  racers.map(({ before, accuracy, byLength }) => ({
    before,
    after: accuracy,
    far: byLength.at(-1)?.accuracy ?? Number.NaN,
  }));

interface Arm {
  readonly label: Localized;
  readonly encoding?: string;
  readonly params?: ParamValues;
  readonly trains?: Trains;
  /** What it begins with, of the weights of the trained racer; as they are where it is not given. */
  readonly begin?: (weights: RacerWeights) => RacerWeights;
}

interface Question {
  readonly name: Exclude<RaceSettings['question'], 'none'>;
  readonly text: { readonly name: Localized; readonly asks: Localized };
  /** The racer it is about where that of the race does not suit. */
  readonly usual: string;
  readonly suits: (racer: Racer) => boolean;
  /** Steps after training; null where it is trained from the first step on. */
  readonly steps: number | null;
  /** What the trained length is multiplied by. */
  readonly times: number;
  /** The least trained length, where there is one. */
  readonly least?: number;
  /** @param length  the new one */
  readonly arms: (racer: Racer, length: number) => readonly Arm[];
  readonly says: (outcomes: readonly Outcome[], config: RaceConfig) => Localized;
}

const percent = (share: number): string => `${Math.round(100 * share)}%`;

/** Shares that differ by less count as the same: a few answers in a hundred are chance. */
const slight = 0.05;

/** Steps of a short training after the long one. */
const brief = 100;

const isLearned = ({ encoding, params }: Racer): boolean =>
  encoding === 'learned' && params['table'] === 'seeded';

const ranks = [1, 2, 4] as const;

export const questions: readonly Question[] = [
  {
    name: 'freeze',
    text: {
      name: { en: 'Freeze the table', 'zh-CN': '冻结位置表' },
      asks: {
        en: 'Does a position table have to be learned? Once everything is trained, once all but the table, once nothing but the table.',
        'zh-CN': '位置表非学不可吗？一次全部训练，一次只冻结位置表，一次只训练位置表。',
      },
    },
    usual: 'learned',
    suits: isLearned,
    steps: null,
    times: 1,
    arms: () => [
      { label: { en: 'All trained', 'zh-CN': '全部训练' } },
      { label: { en: 'Table frozen', 'zh-CN': '冻结位置表' }, trains: 'rest' },
      { label: { en: 'Only the table', 'zh-CN': '只训练位置表' }, trains: 'tables' },
    ],
    says: (outcomes) => {
      const [all = 0, frozen = 0, only = 0] = outcomes.map(({ after }) => after);
      const [a, b, c] = [all, frozen, only].map(percent);
      const worth = Math.round(100 * (all - frozen));
      const even = all - frozen < slight;
      return {
        en: `Right with everything trained: ${a}; with the table frozen as it was drawn: ${b}; with nothing but the table trained: ${c}. ${
          even
            ? 'A table of random rows serves here: the rest learns to read it.'
            : `Learning the table is worth ${worth} points here.`
        }`,
        'zh-CN': `答对的比例：全部训练 ${a}；位置表保持随机初值 ${b}；只训练位置表 ${c}。${
          even
            ? '这里随机的位置表就够用：其余部分会学着去读它。'
            : `这里学习位置表值 ${worth} 个百分点。`
        }`,
      };
    },
  },
  {
    name: 'rank',
    text: {
      name: { en: 'Low-rank change of the table', 'zh-CN': '位置表的低秩更新' },
      asks: {
        en: 'How many directions does a position table need? The table stays as it was drawn, and a product of two thin matrices is learned beside it, of rank 1, 2 and 4.',
        'zh-CN':
          '位置表需要多少个方向？表保持随机初值，另外学习两个窄矩阵的乘积加上去，秩为 1、2、4。',
      },
    },
    usual: 'learned',
    suits: isLearned,
    steps: null,
    times: 1,
    arms: () => [
      ...ranks.map((rank) => ({
        label: { en: `Rank ${rank}`, 'zh-CN': `秩 ${rank}` },
        trains: rank,
      })),
      { label: { en: 'Whole table', 'zh-CN': '整个表' } },
    ],
    says: (outcomes) => {
      const shares = outcomes.map(({ after }) => after);
      const whole = shares.at(-1) ?? 0;
      const enough = ranks.find((_, place) => (shares[place] ?? 0) > whole - slight);
      const list = (name: (rank: number) => string) =>
        ranks.map((rank, place) => `${name(rank)} ${percent(shares[place] ?? 0)}`);
      return {
        en: `Right with a change of ${list((rank) => `rank ${rank}`).join(', ')}; with the whole table learned ${percent(whole)}. ${
          enough === undefined
            ? 'Four directions are not enough here.'
            : `A change of rank ${enough} is enough here.`
        }`,
        'zh-CN': `答对的比例：${list((rank) => `秩 ${rank} 的更新`).join('，')}；学习整个表 ${percent(whole)}。${
          enough === undefined ? '这里四个方向还不够。' : `这里秩为 ${enough} 的更新就够了。`
        }`,
      };
    },
  },
  {
    name: 'stretch',
    text: {
      name: { en: 'Stretch the table', 'zh-CN': '拉伸位置表' },
      asks: {
        en: `A trained table has a last row. For twice the length its rows are stretched by interpolation, or rows of zeros are added; then it is trained for ${brief} steps more.`,
        'zh-CN': `训练好的位置表有最后一行。要用到两倍长度，可以用插值拉伸各行，也可以在后面补上零行；然后再训练 ${brief} 步。`,
      },
    },
    usual: 'learned',
    suits: isLearned,
    steps: brief,
    times: 2,
    arms: (_, length) => [
      {
        label: { en: 'Stretched', 'zh-CN': '拉伸' },
        begin: (weights) =>
          moved(weights, (part) => (isOfEncoding(part) ? stretched(part, length) : part)),
      },
      {
        label: { en: 'Rows of zeros', 'zh-CN': '补零行' },
        begin: (weights) =>
          moved(weights, (part) => (isOfEncoding(part) ? lengthened(part, length) : part)),
      },
    ],
    says: ([by, zeros], { length }) => {
      const [a, b] = [percent(by?.before ?? 0), percent(by?.after ?? 0)];
      const [c, d] = [percent(zeros?.before ?? 0), percent(zeros?.after ?? 0)];
      return {
        en: `At length ${length} the stretched table has ${a} right at once and ${b} after more training; with rows of zeros it is ${c} and ${d}.`,
        'zh-CN': `长度 ${length} 时，拉伸的表立刻答对 ${a}，再训练后 ${b}；补零行则为 ${c} 和 ${d}。`,
      };
    },
  },
  {
    name: 'drop',
    text: {
      name: { en: 'Drop the positions', 'zh-CN': '去掉位置编码' },
      asks: {
        en: `Does a trained model still need its positions? They are taken away and it is trained for ${brief} steps more (DroPE, arXiv 2512.12167); beside it one that keeps them. Under a causal mask order can be found without them.`,
        'zh-CN': `训练好的模型还需要位置编码吗？去掉它，再训练 ${brief} 步（DroPE，arXiv 2512.12167）；旁边是保留位置编码的模型。有因果掩码时，没有位置编码也能得知次序。`,
      },
    },
    usual: 'rope',
    suits: ({ encoding, params }) => {
      const scheme = encodingOf(encoding);
      return (scheme.familyFor?.(params) ?? scheme.family) !== 'none';
    },
    steps: brief,
    times: 1,
    arms: () => [
      {
        label: { en: 'Kept', 'zh-CN': '保留' },
        begin: (weights) => moved(weights, (part) => part),
      },
      {
        label: { en: 'Dropped', 'zh-CN': '去掉' },
        encoding: 'none',
        begin: (weights) => moved(weights, (part) => (isOfEncoding(part) ? null : part)),
      },
    ],
    says: ([kept, dropped], { length }) => {
      const [a, b] = [percent(dropped?.before ?? 0), percent(dropped?.after ?? 0)];
      const c = percent(kept?.after ?? 0);
      const [d, e] = [percent(dropped?.far ?? 0), percent(kept?.far ?? 0)];
      const longest = 8 * length;
      return {
        en: `Without its positions the model has ${a} right at once and ${b} after ${brief} steps; with them ${c}. At length ${longest} it is ${d} without and ${e} with them.`,
        'zh-CN': `去掉位置编码后立刻答对 ${a}，训练 ${brief} 步后 ${b}；保留则为 ${c}。长度 ${longest} 时，去掉为 ${d}，保留为 ${e}。`,
      };
    },
  },
  {
    name: 'extend',
    text: {
      name: { en: 'Extend RoPE fourfold', 'zh-CN': '把 RoPE 扩展到四倍' },
      asks: {
        en: `RoPE trained at one length is used at four times it: as it is, with positions interpolated (PI), with a larger base (NTK) and with YaRN; at once, and after ${brief} steps there.`,
        'zh-CN': `在一个长度上训练的 RoPE 用到四倍长度：原样、位置插值（PI）、更大的底数（NTK）、YaRN；先看立刻的结果，再看在新长度上训练 ${brief} 步之后。`,
      },
    },
    usual: 'rope',
    suits: ({ encoding, params }) => encoding === 'rope' && params['scaling'] === 'none',
    steps: brief,
    times: 4,
    least: 16,
    arms: ({ params }, length) => {
      const scaled = (name: string, scaling: string): Arm => ({
        label: { en: name, 'zh-CN': name },
        params: withParams('rope', params, { scaling, factor: 4, originalLength: length / 4 }),
        begin: (weights) => moved(weights, (part) => part),
      });
      return [
        {
          label: { en: 'As it is', 'zh-CN': '原样' },
          begin: (weights) => moved(weights, (part) => part),
        },
        scaled('PI', 'linear'),
        scaled('NTK', 'ntk'),
        scaled('YaRN', 'yarn'),
      ];
    },
    says: (outcomes, { length }) => {
      const list = (key: 'before' | 'after', names: readonly string[]) =>
        names.map((name, place) => `${name} ${percent(outcomes[place]?.[key] ?? 0)}`).join(', ');
      const [en, zh] = [
        ['as it is', 'PI', 'NTK', 'YaRN'],
        ['原样', 'PI', 'NTK', 'YaRN'],
      ] as const;
      return {
        en: `Right at length ${length}, at once: ${list('before', en)}. After ${brief} steps there: ${list('after', en)}.`,
        'zh-CN': `长度 ${length} 时立刻答对：${list('before', zh).replaceAll(', ', '，')}。在新长度上训练 ${brief} 步后：${list('after', zh).replaceAll(', ', '，')}。`,
      };
    },
  },
];

/** Undefined where nothing is asked. */
export const questionNamed = (name: RaceSettings['question']): Question | undefined =>
  questions.find((each) => each.name === name);

/** What is trained before the question can be asked: its racer alone. */
export const baseOf = ({ settings, text }: Asked): Asked => ({
  settings: { ...settings, question: 'none' },
  text,
});

/** What a run races: the racers of its settings, or those of its question. */
export function racedIn(run: Asked): RaceConfig {
  const config = configOf(run);
  const question = questionNamed(run.settings.question);
  const [racer] = config.racers;
  if (!question || !racer) return config;
  const length = question.times * config.length;
  return {
    ...config,
    length,
    steps: question.steps ?? config.steps,
    // As long as the trained racer is asked for.
    longest: 8 * config.length,
    racers: question.arms(racer, length).map(({ label, encoding, params, trains = 'all' }) => ({
      ...(encoding === undefined
        ? { ...racer, params: params ?? racer.params }
        : { encoding, params: defaultParams(encoding) }),
      label,
      trains,
    })),
  };
}

/** What the racers of a question begin with, from the weights of the one that was trained. */
export function beginningsOf(run: Asked, trained: RacerWeights): readonly RacerWeights[] {
  const question = questionNamed(run.settings.question);
  const [racer] = configOf(run).racers;
  if (!question || !racer) return [];
  const length = question.times * run.settings.length;
  return question.arms(racer, length).map(({ begin }) => begin?.(trained) ?? trained);
}
