/** Short texts in which order matters, in several languages, each with what else of the Spec suits it. */

import type { Locale, Localized } from '../text/locale.ts';
import { everyText, nameTexts, textIn } from '../text/t.ts';
import { tokenize } from '../text/tokens.ts';
import type { SpecPatch } from './patch.ts';
import { defaultParams, type Spec } from './spec.ts';

interface Example {
  readonly text: Localized;
  readonly mask: Spec['mask'];
  /** Where the scheme matters; otherwise the current one stays. */
  readonly scheme?: SpecPatch;
}

const landscape = [
  ['sky sky cloud sky sun sky', '天 天 云 天 日 天'],
  ['sky bird sky cloud sky sky', '天 鸟 天 云 天 天'],
  ['hill hill tree hill hill tree', '山 山 树 山 山 树'],
  ['water water stone water boat water', '水 水 石 水 船 水'],
] as const;

const frames = Array.from({ length: 24 }, (_, frame) => `${20 * frame}ms`).join(' ');

const sizes = { dim: 64, heads: 4 };

export const texts = {
  service: {
    mask: 'causal',
    text: {
      en: 'Customer: my parcel is late. Agent: which number? Customer: seven four two. Agent: it left today. Customer: then when will it come? Agent: tomorrow.',
      'zh-CN':
        '顾客：我的包裹还没到。客服：单号是多少？顾客：七四二。客服：今天已经发出。顾客：那什么时候能到？客服：明天。',
    },
  },
  news: {
    mask: 'none',
    text: {
      en: 'The bank cut its rate after prices fell; shares rose before the report, then fell after the report.',
      'zh-CN': '央行在物价下跌之后降息；股价在财报公布之前上涨，在财报公布之后下跌。',
    },
  },
  history: {
    mask: 'causal',
    text: {
      en: 'drama news drama comedy drama news sport drama comedy comedy news comedy',
      'zh-CN': '剧情 新闻 剧情 喜剧 剧情 新闻 体育 剧情 喜剧 喜剧 新闻 喜剧',
    },
  },
  medical: {
    mask: 'none',
    text: {
      en: 'Fever on Monday, cough on Tuesday. Antibiotic on Wednesday, rash on Thursday. Antibiotic stopped on Friday, rash gone on Sunday.',
      'zh-CN': '周一发热，周二咳嗽。周三用抗生素，周四出皮疹。周五停抗生素，周日皮疹消退。',
    },
  },
  contract: {
    mask: 'none',
    text: {
      en: 'Clause 1: the tenant pays rent monthly. Clause 2: the owner repairs the roof. Clause 3: if clause 2 fails, clause 1 pauses.',
      'zh-CN':
        '第一条：承租人按月付租金。第二条：房东负责修屋顶。第三条：若违反第二条，则第一条暂停。',
    },
  },
  lesson: {
    mask: 'causal',
    text: {
      en: 'First count the steps, then add them, then multiply, then divide; each lesson needs the lesson before it.',
      'zh-CN': '先学数数，再学加法，再学乘法，再学除法；每一课都要用到前面的课。',
    },
  },
  classification: {
    mask: 'none',
    text: {
      en: 'The film was not good but long; the music was good but not long.',
      'zh-CN': '电影 不 好，而且 很 长；音乐 很 好，而且 不 长。',
    },
  },
  translation: {
    mask: 'none',
    text: {
      en: 'The white house stands by the old bridge. La maison blanche se trouve près du vieux pont.',
      'zh-CN': '我昨天在河边看见一只白鸟。 I saw a white bird by the river yesterday.',
    },
  },
  language: {
    mask: 'causal',
    text: {
      en: 'the dog that chased the cat that chased the mouse that ate the cheese ran',
      'zh-CN': '狗追猫，猫追老鼠，老鼠偷吃了奶酪，所以最后逃掉的是',
    },
  },
  dialogue: {
    mask: 'causal',
    text: {
      en: 'Ann: I lost my key. Ben: the blue one? Ann: no, the red one. Ben: that one is on the blue chair.',
      'zh-CN':
        '小安：我的钥匙丢了。小白：蓝色的那把？小安：不，红色的那把。小白：那把在蓝色的椅子上。',
    },
  },
  generation: {
    mask: 'causal',
    text: {
      en: 'Once upon a time a fox found a lamp, and the lamp found a fox, and the fox said to the lamp:',
      'zh-CN': '从前有一只狐狸找到一盏灯，灯也找到一只狐狸，于是狐狸对灯说：',
    },
  },
  image: {
    mask: 'none',
    scheme: { encoding: 'mae-2d', params: { rows: 4, columns: 6 }, ...sizes },
    text: {
      en: landscape.map(([row]) => row).join('\n'),
      'zh-CN': landscape.map(([, row]) => row).join('\n'),
    },
  },
  sound: {
    mask: 'window',
    scheme: { encoding: 'time2vec', window: 8, ...sizes },
    text: { en: frames, 'zh-CN': frames },
  },
} as const satisfies Readonly<Record<string, Example>>;

nameTexts('texts', texts);

export type TextName = keyof typeof texts;

export const textGroups = {
  order: ['service', 'news', 'history', 'medical', 'contract', 'lesson'],
  tasks: ['classification', 'translation', 'language', 'dialogue', 'generation'],
  senses: ['image', 'sound'],
} as const satisfies Readonly<Record<string, readonly TextName[]>>;

const names = Object.values(textGroups).flat();

// These lay a line of words out as a picture, which only the picture is.
const forPictures: readonly string[] = ['mae-2d', 'detr-2d', 'axial-rope', 'm-rope'];

/** The text in a language, one position for each token, and what suits it. */
export function textPatch(name: TextName, locale: Locale, spec: Spec): SpecPatch {
  const { text, mask, scheme }: Example = texts[name];
  const usual = forPictures.includes(spec.encoding) ? { encoding: 'sinusoidal' } : {};
  const chosen = scheme ?? usual;
  const line = textIn(text, locale);
  const patch: SpecPatch = {
    text: line,
    tokens: 'words',
    length: tokenize(line, 'words').length,
    start: 0,
    mask,
    ...chosen,
  };
  // Named anew, a scheme that is already shown keeps its parameters unless all are given.
  if (patch.encoding === undefined) return patch;
  return { ...patch, params: { ...defaultParams(patch.encoding), ...patch.params } };
}

/** Which of the texts this is, in any language. */
export function textNamed(text: string): TextName | null {
  return names.find((name) => everyText(texts[name].text).includes(text)) ?? null;
}
