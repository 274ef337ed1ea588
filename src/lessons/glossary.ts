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
      en: 'How many channels the vector of a token has. The heads share them out.',
      'zh-CN': '一个词元的向量有多少个通道，由各个头分摊。',
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
      en: 'Two channels that turn together like one hand of a clock, at a speed of their own.',
      'zh-CN': '一起转动的两个通道，像一根表针，各对有自己的速度。',
    },
    shows: 'encoding=sinusoidal&lens=clocks',
    picture: 'circle',
  },
  {
    id: 'wavelength',
    name: { en: 'wavelength', 'zh-CN': '波长' },
    written: { en: 'wavelengths?', 'zh-CN': '波长' },
    says: {
      en: 'How many positions a pair takes for one whole turn: 2π divided by its frequency.',
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
      en: 'The angle that a pair turns from one position to the next. High ones tell neighbours apart, low ones distant regions.',
      'zh-CN': '一对通道从一个位置到下一个位置转过的角度。高频分清邻居，低频分清远近。',
    },
    shows: 'encoding=sinusoidal&lens=wavelengths',
    picture: 'waves',
  },
  {
    id: 'base',
    name: { en: 'base', 'zh-CN': '底数' },
    written: { en: 'bases?(?! of)', 'zh-CN': '底数' },
    says: {
      en: 'How much slower the slowest pair turns than the fastest: with 10,000, about ten thousand times.',
      'zh-CN': '最慢的一对比最快的慢多少：取 10,000 时，大约慢一万倍。',
    },
    shows: 'encoding=sinusoidal&base=100&lens=wavelengths',
    picture: 'waves',
  },
  {
    id: 'rotation',
    name: { en: 'rotation', 'zh-CN': '旋转' },
    written: { en: 'rotations?', 'zh-CN': '旋转' },
    says: {
      en: 'Turning a pair by an angle: its two numbers change, its length does not.',
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
      en: 'One of several attentions that are computed side by side, each with its own part of the channels.',
      'zh-CN': '并排计算的几个注意力之一，各占一部分通道。',
    },
    shows: 'room=attend&heads=8',
  },
  {
    id: 'offset',
    name: { en: 'offset', 'zh-CN': '偏移' },
    written: { en: 'offsets?', 'zh-CN': '偏移' },
    says: {
      en: 'How far a key is from a query: the position of the key minus that of the query.',
      'zh-CN': '键离查询有多远：键的位置减去查询的位置。',
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
      en: 'The vector with which a token answers the question of a query.',
      'zh-CN': '词元用来回答查询的向量。',
    },
    shows: 'room=attend&stage=key',
    picture: 'arrows',
  },
  {
    id: 'value',
    name: { en: 'value vector', 'zh-CN': '值向量' },
    written: { en: 'value vectors?|(?<=keys and )values', 'zh-CN': '值向量|(?<=键和)值' },
    says: {
      en: 'What a token hands over to those that attend to it; the weights mix the values of a row.',
      'zh-CN': '词元交给关注它的词元的内容；权重把一行的值混合起来。',
    },
    shows: 'room=attend&stage=value',
  },
  {
    id: 'score',
    name: { en: 'score', 'zh-CN': '得分' },
    written: { en: 'scores?', 'zh-CN': '得分' },
    says: {
      en: 'How well a query and a key match: their dot product, scaled, before anything is added.',
      'zh-CN': '查询与键匹配得怎样：两者的点积，经过缩放，还没有加上别的。',
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
      en: 'Raises e to each logit of a row and divides by their sum, so that shares remain and large ones win.',
      'zh-CN': '对一行中的每个 logit 取 e 的幂，再除以总和：得到份额，大的更占优势。',
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
      en: 'What a query may not see. Those logits become −∞, so their weights are 0.',
      'zh-CN': '查询不许看的部分。那里的 logit 变成 −∞，权重就是 0。',
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
      en: 'The path past attention: what went in is added to what came out, so nothing has to be learned twice.',
      'zh-CN': '绕过注意力的通路：输入加到输出上，已有的信息不必重学。',
    },
    shows: 'room=attend&stage=residual',
  },
  {
    id: 'bias',
    name: { en: 'bias', 'zh-CN': '偏置' },
    written: { en: 'bias(?:es)?', 'zh-CN': '偏置' },
    says: {
      en: 'A number that a scheme adds to a score, here by the distance of query and key.',
      'zh-CN': '方案加到得分上的数，这里由查询与键的距离决定。',
    },
    shows: 'encoding=alibi&room=attend&stage=bias',
  },
  {
    id: 'embedding',
    name: { en: 'embedding', 'zh-CN': '嵌入' },
    written: { en: 'embeddings?', 'zh-CN': '嵌入' },
    says: {
      en: 'A learned vector for a word or a position, looked up in a table.',
      'zh-CN': '词或位置的向量，是学出来的，从表中查得。',
    },
    shows: 'room=attend&stage=tokens',
    picture: 'row',
  },
  {
    id: 'token',
    name: { en: 'token', 'zh-CN': '词元' },
    written: { en: 'tokens?', 'zh-CN': '词元' },
    says: {
      en: 'A piece of text that has one vector: a word, a part of one, a character or a byte.',
      'zh-CN': '一段对应一个向量的文本：一个词、词的一部分、一个字符或一个字节。',
    },
    shows: 'tokens=characters&length=60',
  },
  {
    id: 'temperature',
    name: { en: 'temperature', 'zh-CN': '温度' },
    written: { en: 'temperature', 'zh-CN': '温度' },
    says: {
      en: 'What logits are divided by before softmax: below 1 the largest wins more, above 1 all become alike.',
      'zh-CN': 'softmax 之前 logit 要除以它：小于 1，最大的更突出；大于 1，彼此更接近。',
    },
    shows: 'room=attend&stage=weights&temperature=0.3',
    picture: 'softmax',
  },
  {
    id: 'extrapolation',
    name: { en: 'extrapolation', 'zh-CN': '外推' },
    written: { en: 'extrapolat(?:ion|es?|ing)', 'zh-CN': '外推' },
    says: {
      en: 'Working on texts longer than those of training: positions that were never seen before.',
      'zh-CN': '处理比训练时更长的文本：遇到从未见过的位置。',
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
      en: 'How many positions there are, one for each token; attention has a cell for every two of them.',
      'zh-CN': '有多少个位置，每个词元一个；注意力图中每两个位置有一格。',
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
