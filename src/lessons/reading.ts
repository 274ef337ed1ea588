/** What to read, watch and try after the lessons, with one sentence each on what it adds. */
import type { Localized } from '../text/locale.ts';
import { nameTexts } from '../text/t.ts';

export interface Reading {
  readonly kind: 'paper' | 'course' | 'tool';
  /** As it calls itself. */
  readonly title: string;
  readonly by: string;
  /** Null where it is kept up to date. */
  readonly year: number | null;
  readonly url: string;
  readonly adds: Localized;
}

const arxiv = (id: string) => `https://arxiv.org/abs/${id}`;

export const readings: readonly Reading[] = [
  {
    kind: 'paper',
    title: 'Attention Is All You Need',
    by: 'Vaswani et al.',
    year: 2017,
    url: arxiv('1706.03762'),
    adds: {
      en: 'Where the sinusoids come from, in one page, and the sentence on shifts that lesson 5 is about.',
      'zh-CN': '正弦编码的出处，只有一页；第 5 课讲的关于平移的那句话也在这里。',
    },
  },
  {
    kind: 'paper',
    title: 'Convolutional Sequence to Sequence Learning',
    by: 'Gehring et al.',
    year: 2017,
    url: arxiv('1705.03122'),
    adds: {
      en: 'A learned position table, a month before the Transformer.',
      'zh-CN': '比 Transformer 早一个月的可学习位置表。',
    },
  },
  {
    kind: 'paper',
    title: 'BERT',
    by: 'Devlin et al.',
    year: 2018,
    url: arxiv('1810.04805'),
    adds: {
      en: 'Which embeddings BERT sums, and why it learns its 512 positions.',
      'zh-CN': 'BERT 把哪些嵌入相加，为什么它的 512 个位置是学出来的。',
    },
  },
  {
    kind: 'paper',
    title: 'Self-Attention with Relative Position Representations',
    by: 'Shaw et al.',
    year: 2018,
    url: arxiv('1803.02155'),
    adds: {
      en: 'The first step from “where” to “how far apart”.',
      'zh-CN': '从“在哪里”走向“相隔多远”的第一步。',
    },
  },
  {
    kind: 'paper',
    title: 'Transformer-XL',
    by: 'Dai et al.',
    year: 2019,
    url: arxiv('1901.02860'),
    adds: {
      en: 'Takes a score apart into four terms, as lesson 6 does, and changes two of them.',
      'zh-CN': '像第 6 课那样把得分拆成四项，并改动了其中两项。',
    },
  },
  {
    kind: 'paper',
    title:
      'Fourier Features Let Networks Learn High Frequency Functions in Low Dimensional Domains',
    by: 'Tancik et al.',
    year: 2020,
    url: arxiv('2006.10739'),
    adds: {
      en: 'Why a coordinate is written as many waves, also where there is no text.',
      'zh-CN': '为什么把坐标写成许多个波，在没有文本的地方也是如此。',
    },
  },
  {
    kind: 'paper',
    title: 'Rethinking Positional Encoding in Language Pre-training (TUPE)',
    by: 'Ke et al.',
    year: 2020,
    url: arxiv('2006.15595'),
    adds: {
      en: 'Argues that words and positions should not share one projection.',
      'zh-CN': '主张词和位置不该共用同一个投影。',
    },
  },
  {
    kind: 'paper',
    title: 'Position Information in Transformers: An Overview',
    by: 'Dufter, Schmitt, Schütze',
    year: 2021,
    url: arxiv('2102.11090'),
    adds: {
      en: 'Some thirty schemes in one notation: the map for whoever wants to read on.',
      'zh-CN': '用同一套记号介绍约三十种方案，适合想继续读下去的人。',
    },
  },
  {
    kind: 'paper',
    title: 'RoFormer',
    by: 'Su et al.',
    year: 2021,
    url: arxiv('2104.09864'),
    adds: {
      en: 'Derives the rotation from one demand: that a score depends on the distance alone.',
      'zh-CN': '从一个要求推出旋转：得分只依赖距离。',
    },
  },
  {
    kind: 'paper',
    title: 'Train Short, Test Long (ALiBi)',
    by: 'Press, Smith, Lewis',
    year: 2021,
    url: arxiv('2108.12409'),
    adds: {
      en: 'Measures what happens beyond the trained length, which others had only hoped for.',
      'zh-CN': '测量超出训练长度之后会怎样，而此前大家只是希望没问题。',
    },
  },
  {
    kind: 'paper',
    title:
      'Transformer Language Models without Positional Encodings Still Learn Positional Information',
    by: 'Haviv et al.',
    year: 2022,
    url: arxiv('2203.16634'),
    adds: {
      en: 'Finds the positions again in a decoder that was given none.',
      'zh-CN': '在没有位置编码的解码器里又找到了位置。',
    },
  },
  {
    kind: 'paper',
    title: 'The Impact of Positional Encoding on Length Generalization in Transformers',
    by: 'Kazemnejad et al.',
    year: 2023,
    url: arxiv('2305.19466'),
    adds: {
      en: 'Compares five schemes on the same tasks; the one without positions does well.',
      'zh-CN': '在同样的任务上比较五种方案，没有位置编码的那种表现不错。',
    },
  },
  {
    kind: 'paper',
    title: 'YaRN: Efficient Context Window Extension of Large Language Models',
    by: 'Peng et al.',
    year: 2023,
    url: arxiv('2309.00071'),
    adds: {
      en: 'Why slow and fast pairs must be stretched differently; lesson 10 in full.',
      'zh-CN': '为什么慢的通道对和快的通道对要用不同的方式拉伸：第 10 课的完整版。',
    },
  },
  {
    kind: 'paper',
    title: 'Round and Round We Go! What Makes Rotary Positional Encodings Useful?',
    by: 'Barbero et al.',
    year: 2024,
    url: arxiv('2410.06205'),
    adds: {
      en: 'Looks into a trained model: its fast pairs find positions, its slow ones carry meaning.',
      'zh-CN': '查看训练好的模型：快的通道对找位置，慢的承载语义。',
    },
  },
  {
    kind: 'course',
    title: 'CS224N: Natural Language Processing with Deep Learning',
    by: 'Stanford',
    year: null,
    url: 'https://web.stanford.edu/class/cs224n/',
    adds: {
      en: 'Everything around it, from word vectors to language models, with lectures and homework.',
      'zh-CN': '从词向量到语言模型的前后内容，有讲座和作业。',
    },
  },
  {
    kind: 'course',
    title: '动手学深度学习 / Dive into Deep Learning',
    by: 'Zhang, Lipton, Li, Smola',
    year: null,
    url: 'https://d2l.ai/chapter_attention-mechanisms-and-transformers/self-attention-and-positional-encoding.html',
    adds: {
      en: 'Sinusoids in running code, in a book that is there in English and Chinese.',
      'zh-CN': '用可运行的代码讲正弦编码；这本书中英文都有（zh.d2l.ai）。',
    },
  },
  {
    kind: 'course',
    title: 'Let’s build GPT: from scratch, in code, spelled out',
    by: 'Andrej Karpathy',
    year: 2023,
    url: 'https://www.youtube.com/watch?v=kCc8FmEb1nY',
    adds: {
      en: 'Writes a small GPT line by line, its position table among them.',
      'zh-CN': '一行一行写出一个小 GPT，其中就有位置表。',
    },
  },
  {
    kind: 'course',
    title: 'The Annotated Transformer',
    by: 'Harvard NLP',
    year: null,
    url: 'https://nlp.seas.harvard.edu/annotated-transformer/',
    adds: {
      en: 'The paper of 2017 with its code between the paragraphs.',
      'zh-CN': '2017 年的那篇论文，段落之间配上代码。',
    },
  },
  {
    kind: 'course',
    title: '让研究人员绞尽脑汁的Transformer位置编码',
    by: '苏剑林',
    year: 2021,
    url: 'https://kexue.fm/archives/8130',
    adds: {
      en: 'The author of RoPE goes through the ideas before it (in Chinese).',
      'zh-CN': 'RoPE 的作者梳理它之前的各种思路。',
    },
  },
  {
    kind: 'tool',
    title: 'Transformer Explainer',
    by: 'Georgia Tech',
    year: 2024,
    url: 'https://poloclub.github.io/transformer-explainer/',
    adds: {
      en: 'A whole GPT-2 at work in the browser, down to the next word.',
      'zh-CN': '在浏览器里运行完整的 GPT-2，一直看到下一个词。',
    },
  },
  {
    kind: 'tool',
    title: 'LLM Visualization',
    by: 'Brendan Bycroft',
    year: 2023,
    url: 'https://bbycroft.net/llm',
    adds: {
      en: 'Every number of a tiny model in three dimensions, step by step.',
      'zh-CN': '在三维空间里逐步展示一个微型模型的每个数。',
    },
  },
  {
    kind: 'tool',
    title: 'BertViz',
    by: 'Jesse Vig',
    year: 2019,
    url: 'https://github.com/jessevig/bertviz',
    adds: {
      en: 'Attention of the models you use, as arcs in a notebook.',
      'zh-CN': '在笔记本里用弧线显示你所用模型的注意力。',
    },
  },
  {
    kind: 'tool',
    title: 'Embedding Projector',
    by: 'TensorFlow',
    year: 2016,
    url: 'https://projector.tensorflow.org/',
    adds: {
      en: 'Thousands of vectors as points; a table of positions becomes a curve there.',
      'zh-CN': '把几千个向量画成点；位置表在那里是一条曲线。',
    },
  },
];

nameTexts('readings', readings);
