/**
 * The words of the field, each explained in one sentence, with a state of the page that shows it. Fetched
 * after the first paint; `views/terms/` marks the words where they stand.
 */
import type { Localized } from '../text/locale.ts';
import { nameTexts } from '../text/t.ts';

export interface Term {
  readonly id: string;
  readonly name: Localized;
  /**
   * How it is written in running text, a regular expression for each language; where it is none, only a
   * label that is the word and nothing else.
   */
  readonly written: Readonly<Partial<Record<keyof Localized, string>>>;
  /** Labels that mean it. */
  readonly labels?: Readonly<Partial<Record<keyof Localized, readonly string[]>>>;
  readonly says: Localized;
  /** The query of a link. */
  readonly shows: string;
  /** A picture, as `views/terms/TermPicture.tsx` draws it. */
  readonly picture?: PictureName;
}

export type PictureName =
  | 'circle'
  | 'waves'
  | 'turn'
  | 'arrows'
  | 'softmax'
  | 'triangle'
  | 'line'
  | 'row';

/** In the order in which they are looked for: the longer words first. */
export const glossary: readonly Term[] = [
  {
    id: 'position-vector',
    name: { en: 'position vector', 'zh-CN': '位置向量' },
    written: {
      en: 'position (?:vectors?|encodings?|embeddings?)',
      'zh-CN': '位置(?:向量|编码|嵌入)',
    },
    says: {
      en: 'The numbers that stand for one position: a row of the position map, added to the vector of the token there.',
      'zh-CN': '代表一个位置的一组数：位置图的一行，加到该处词元的向量上。',
    },
    shows: 'encoding=sinusoidal',
    picture: 'row',
  },
  {
    id: 'cosine-similarity',
    name: { en: 'cosine similarity', 'zh-CN': '余弦相似度' },
    written: { en: 'cosine similarit(?:y|ies)', 'zh-CN': '余弦相似度' },
    labels: { en: ['Similarity', 'Similarity measure'], 'zh-CN': ['相似度'] },
    says: {
      en: 'How far two vectors point the same way, whatever their lengths: 1 the same, 0 at right angles, −1 opposite.',
      'zh-CN': '两个向量的方向有多一致，与长度无关：1 为同向，0 为垂直，−1 为反向。',
    },
    shows: 'encoding=sinusoidal&similarity=cosine&lens=distance',
    picture: 'arrows',
  },
  {
    id: 'dot-product',
    name: { en: 'dot product', 'zh-CN': '点积' },
    written: { en: 'dot products?', 'zh-CN': '点积|内积' },
    says: {
      en: 'Multiply two vectors channel by channel and add it all up: one number, large where they agree.',
      'zh-CN': '两个向量逐通道相乘再全部相加：得到一个数，两者越一致，它越大。',
    },
    shows: 'room=attend&stage=scores',
    picture: 'arrows',
  },
  {
    id: 'd-model',
    name: { en: 'd_model, the dimension', 'zh-CN': 'd_model（维度）' },
    written: { en: 'd_model|dimensions?', 'zh-CN': 'd_model|维度' },
    says: {
      en: 'How many channels the vector of a token has; the heads divide them among themselves.',
      'zh-CN': '一个词元的向量有多少个通道；这些通道平均分给各个头。',
    },
    shows: 'encoding=sinusoidal&dim=128',
  },
  {
    id: 'channel',
    name: { en: 'channel', 'zh-CN': '通道' },
    written: { en: 'channels?', 'zh-CN': '通道(?!对)' },
    says: {
      en: 'One of the numbers of a vector. Dimension 64 means 64 channels.',
      'zh-CN': '向量中的一个数。维度 64 就是 64 个通道。',
    },
    shows: 'encoding=sinusoidal&length=40&dim=64',
    picture: 'row',
  },
  {
    id: 'pair',
    name: { en: 'pair', 'zh-CN': '通道对' },
    written: { en: 'pairs? of channels|pairs?', 'zh-CN': '通道对|(?<=第 \\d{1,3} )对|每一?对' },
    says: {
      en: 'Two channels that turn together, like one hand of a clock. Each pair has its own speed.',
      'zh-CN': '一起转动的两个通道，像钟表的一根指针；每一对都有自己的转速。',
    },
    shows: 'encoding=sinusoidal&lens=clocks',
    picture: 'circle',
  },
  {
    id: 'wavelength',
    name: { en: 'wavelength', 'zh-CN': '波长' },
    written: { en: 'wavelengths?', 'zh-CN': '波长' },
    says: {
      en: 'How many positions a pair needs for one full turn: 2π divided by its frequency.',
      'zh-CN': '一对通道转完一整圈要经过多少个位置：2π 除以频率。',
    },
    shows: 'encoding=sinusoidal&lens=wavelengths',
    picture: 'waves',
  },
  {
    id: 'frequency',
    name: { en: 'frequency', 'zh-CN': '频率' },
    written: { en: 'frequenc(?:y|ies)', 'zh-CN': '频率' },
    says: {
      en: 'The angle by which a pair turns from one position to the next. High frequencies tell neighbours apart, low ones distant positions.',
      'zh-CN':
        '一对通道从一个位置到下一个位置转过的角度。高频用来区分相邻的位置，低频用来区分相距很远的位置。',
    },
    shows: 'encoding=sinusoidal&lens=wavelengths',
    picture: 'waves',
  },
  {
    id: 'base',
    name: { en: 'base', 'zh-CN': '底数' },
    written: { en: 'bases?(?! of)', 'zh-CN': '底数' },
    says: {
      en: 'Sets how many times faster the fastest pair turns than the slowest: with base 10,000 and many channels, almost ten thousand times.',
      'zh-CN': '决定最快一对的转速是最慢一对的多少倍：底数为 10,000、通道足够多时，接近一万倍。',
    },
    shows: 'encoding=sinusoidal&base=100&lens=wavelengths',
    picture: 'waves',
  },
  {
    id: 'rotation',
    name: { en: 'rotation', 'zh-CN': '旋转' },
    written: { en: 'rotations?', 'zh-CN': '旋转' },
    says: {
      en: 'Turning a pair by an angle: its two numbers change, but not its length.',
      'zh-CN': '把一对通道转过一个角度：两个数变了，长度不变。',
    },
    shows: 'encoding=rope&lens=shift',
    picture: 'turn',
  },
  {
    id: 'head',
    name: { en: 'head', 'zh-CN': '注意力头' },
    written: { en: 'heads?', 'zh-CN': '注意力头|(?<=[个各])头' },
    labels: { en: ['Heads', 'Head shown'], 'zh-CN': ['头数', '显示的头'] },
    says: {
      en: 'One of several attention computations that run side by side, each on its own share of the channels.',
      'zh-CN': '同时进行的几组注意力计算之一，每组只用一部分通道。',
    },
    shows: 'room=attend&heads=8',
  },
  {
    id: 'offset',
    name: { en: 'offset', 'zh-CN': '偏移' },
    written: { en: 'offsets?', 'zh-CN': '偏移' },
    says: {
      en: 'How far a key is from a query, and on which side: the position of the key minus that of the query.',
      'zh-CN': '键离查询有多远、在哪一侧：键的位置减去查询的位置。',
    },
    shows: 'encoding=alibi&lens=distance',
    picture: 'line',
  },
  {
    id: 'query',
    name: { en: 'query', 'zh-CN': '查询' },
    written: { en: 'quer(?:y|ies)', 'zh-CN': '查询' },
    says: {
      en: 'The vector with which a token asks which others matter to it.',
      'zh-CN': '词元用来询问“谁对我重要”的向量。',
    },
    shows: 'room=attend&stage=query',
    picture: 'arrows',
  },
  {
    id: 'key',
    name: { en: 'key', 'zh-CN': '键' },
    written: {
      en: '(?<!arrow |Arrow |Enter |Shift )keys?(?! to | along| choose| move)',
      'zh-CN': '(?<![方向按快捷头单左右上下格退车])键(?![盘入])',
    },
    says: {
      en: 'The vector with which a token answers queries: a query is matched with the key of each token.',
      'zh-CN': '词元用来回应查询的向量：每个查询都与各词元的键匹配。',
    },
    shows: 'room=attend&stage=key',
    picture: 'arrows',
  },
  {
    id: 'value',
    name: { en: 'value vector', 'zh-CN': '值向量' },
    written: { en: 'value vectors?|(?<=keys and )values', 'zh-CN': '值向量|(?<=键和)值' },
    says: {
      en: 'What a token passes on when it is attended to; each row of weights mixes the values.',
      'zh-CN': '词元受到关注时传出的内容；每一行权重把这些值混合起来。',
    },
    shows: 'room=attend&stage=value',
  },
  {
    id: 'score',
    name: { en: 'score', 'zh-CN': '得分' },
    written: { en: 'scores?', 'zh-CN': '得分' },
    says: {
      en: 'How well a query and a key match: their scaled dot product, before bias and mask.',
      'zh-CN': '查询与键有多匹配：两者的点积经过缩放，还没有加偏置和掩码。',
    },
    shows: 'room=attend&stage=scores',
  },
  {
    id: 'logit',
    name: { en: 'logit', 'zh-CN': 'logit' },
    written: { en: 'logits?', 'zh-CN': 'logits?' },
    says: {
      en: 'The score with bias and mask. Softmax turns the logits of a row into weights that sum to 1.',
      'zh-CN': '加上偏置和掩码之后的得分。softmax 把一行 logit 变成和为 1 的权重。',
    },
    shows: 'room=attend&stage=logits',
  },
  {
    id: 'softmax',
    name: { en: 'softmax', 'zh-CN': 'softmax' },
    written: { en: 'softmax', 'zh-CN': 'softmax' },
    says: {
      en: 'Raises e to the power of each logit in a row and divides by the sum: the row becomes shares, and large logits get most.',
      'zh-CN': '对一行里的每个 logit 求 e 的幂，再除以总和，变成份额；logit 越大，份额越大。',
    },
    shows: 'room=attend&stage=weights',
    picture: 'softmax',
  },
  {
    id: 'causal',
    name: { en: 'causal', 'zh-CN': '因果' },
    written: { en: 'causal(?:ly)?', 'zh-CN': '因果' },
    says: {
      en: 'No token sees those after it: half of the attention map is empty.',
      'zh-CN': '词元看不到后面的词元：注意力图有一半是空的。',
    },
    shows: 'encoding=none&mask=causal',
    picture: 'triangle',
  },
  {
    id: 'mask',
    name: { en: 'mask', 'zh-CN': '掩码' },
    written: { en: 'masks?', 'zh-CN': '掩码' },
    says: {
      en: 'Hides keys from queries: the logits there become −∞, and their weights 0.',
      'zh-CN': '规定查询看不到哪些键：那里的 logit 变成 −∞，权重就是 0。',
    },
    shows: 'room=attend&stage=logits&mask=causal',
    picture: 'triangle',
  },
  {
    id: 'weight',
    name: { en: 'weight', 'zh-CN': '权重' },
    written: { en: 'weights?', 'zh-CN': '权重' },
    says: {
      en: 'Of attention: the share that a query gives a key, between 0 and 1. Of a model: a learned number.',
      'zh-CN': '注意力的权重是查询分给键的份额，在 0 与 1 之间；模型的权重是学出来的数。',
    },
    shows: 'room=attend&stage=weights',
    picture: 'softmax',
  },
  {
    id: 'residual',
    name: { en: 'residual', 'zh-CN': '残差' },
    written: { en: 'residuals?', 'zh-CN': '残差' },
    says: {
      en: 'The path around attention: the input is added to the output, so a block only has to learn what to change.',
      'zh-CN': '绕过注意力的通路：输入直接加到输出上，每一层只需学会改动什么。',
    },
    shows: 'room=attend&stage=residual',
  },
  {
    id: 'bias',
    name: { en: 'bias', 'zh-CN': '偏置' },
    written: { en: 'bias(?:es)?', 'zh-CN': '偏置' },
    says: {
      en: 'A number that a scheme adds to a score, usually depending on how far apart query and key are.',
      'zh-CN': '方案加到得分上的一个数，通常取决于查询与键相距多远。',
    },
    shows: 'encoding=alibi&room=attend&stage=bias',
  },
  {
    id: 'embedding',
    name: { en: 'embedding', 'zh-CN': '嵌入' },
    written: { en: 'embeddings?', 'zh-CN': '嵌入' },
    says: {
      en: 'A learned vector for a word or a position, looked up in a table.',
      'zh-CN': '从表里查到的词向量或位置向量，由训练学得。',
    },
    shows: 'room=attend&stage=tokens',
    picture: 'row',
  },
  {
    id: 'token',
    name: { en: 'token', 'zh-CN': '词元' },
    written: { en: 'tokens?', 'zh-CN': '词元' },
    says: {
      en: 'A stretch of text that has one vector: a word, a part of a word, a character or a byte.',
      'zh-CN': '一段对应一个向量的文本：一个词、词的一部分、一个字符或一个字节。',
    },
    shows: 'tokens=characters&length=60',
  },
  {
    id: 'temperature',
    name: { en: 'temperature', 'zh-CN': '温度' },
    written: { en: 'temperature', 'zh-CN': '温度' },
    says: {
      en: 'What logits are divided by before softmax: below 1 the largest stands out more, above 1 all become more alike.',
      'zh-CN': 'softmax 之前，每个 logit 都除以它：小于 1，最大的更突出；大于 1，彼此更接近。',
    },
    shows: 'room=attend&stage=weights&temperature=0.3',
    picture: 'softmax',
  },
  {
    id: 'extrapolation',
    name: { en: 'extrapolation', 'zh-CN': '外推' },
    written: { en: 'extrapolat(?:ion|es?|ing)', 'zh-CN': '外推' },
    says: {
      en: 'Handling texts longer than any in training, with positions that the model has never seen.',
      'zh-CN': '处理比训练时更长的文本，其中有模型从未见过的位置。',
    },
    shows: 'encoding=alibi&room=attend&experiment=longer',
    picture: 'line',
  },
  {
    id: 'length',
    name: { en: 'length', 'zh-CN': '长度' },
    written: {},
    labels: { en: ['Length'], 'zh-CN': ['长度'] },
    says: {
      en: 'How many positions there are, one per token; the attention map has as many rows and as many columns.',
      'zh-CN': '有多少个位置，每个词元一个；注意力图就有这么多行、这么多列。',
    },
    shows: 'length=120',
    picture: 'line',
  },
];

for (const term of glossary) nameTexts(`glossary.${term.id}`, term);

const patterns = new Map<string, RegExp | null>();

/** One group for each word of the language. */
function patternOf(locale: keyof Localized): RegExp | null {
  const known = patterns.get(locale);
  if (known !== undefined) return known;
  const words = glossary.map(({ written }) => `(${written[locale] ?? '(?!)'})`).join('|');
  // Chinese has no spaces at which a word would begin.
  const pattern = locale === 'en' ? new RegExp(`\\b(?:${words})\\b`, 'gi') : new RegExp(words, 'g');
  patterns.set(locale, pattern);
  return pattern;
}

/** A text in parts: plain ones, and words of the glossary where each is met first. */
export type Marked = readonly (string | { readonly term: Term; readonly text: string })[];

export function marked(text: string, locale: string): Marked {
  if (locale !== 'en' && locale !== 'zh-CN') return [text];
  const label = glossary.find(({ labels }) => labels?.[locale]?.includes(text));
  if (label) return [{ term: label, text }];
  const pattern = patternOf(locale);
  if (!pattern) return [text];
  const parts: (string | { readonly term: Term; readonly text: string })[] = [];
  const met = new Set<Term>();
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const term = glossary[match.slice(1).findIndex((group) => group !== undefined)];
    if (!term || met.has(term)) continue;
    met.add(term);
    parts.push(text.slice(from, match.index), { term, text: match[0] });
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts.filter((part) => part !== '');
}
