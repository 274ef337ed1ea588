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
      en: 'Where the sinusoids come from, on a single page, with the sentence about shifts that lesson 5 examines.',
      'zh-CN': '正弦编码的出处，只占一页；第 5 课讨论的那句关于平移的话也在其中。',
    },
  },
  {
    kind: 'paper',
    title: 'Convolutional Sequence to Sequence Learning',
    by: 'Gehring et al.',
    year: 2017,
    url: arxiv('1705.03122'),
    adds: {
      en: 'A learned position table, published a month before the Transformer.',
      'zh-CN': '可学习的位置表，比 Transformer 早一个月发表。',
    },
  },
  {
    kind: 'paper',
    title: 'BERT',
    by: 'Devlin et al.',
    year: 2018,
    url: arxiv('1810.04805'),
    adds: {
      en: 'Which three embeddings BERT sums; and that most of its 512 positions are learned only in the last tenth of training.',
      'zh-CN': 'BERT 把哪三种嵌入相加；它的 512 个位置，大部分到训练的最后十分之一才学到。',
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
      en: 'Splits a score into four terms, as lesson 6 does, and changes three of them.',
      'zh-CN': '像第 6 课那样把得分拆成四项，并改动了其中三项。',
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
      en: 'Why it helps to turn coordinates into many waves, even where there is no text, as in images.',
      'zh-CN': '即使没有文本，比如在图像里，为什么也该把坐标变成许多个波。',
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
      'zh-CN': '主张词和位置不该共用同一组投影矩阵。',
    },
  },
  {
    kind: 'paper',
    title: 'Position Information in Transformers: An Overview',
    by: 'Dufter, Schmitt, Schütze',
    year: 2021,
    url: arxiv('2102.11090'),
    adds: {
      en: 'Some thirty models in one notation: a map for further reading.',
      'zh-CN': '用同一套记号介绍三十来个模型，想继续读下去可以拿它当地图。',
    },
  },
  {
    kind: 'paper',
    title: 'RoFormer',
    by: 'Su et al.',
    year: 2021,
    url: arxiv('2104.09864'),
    adds: {
      en: 'Derives the rotation from one requirement: positions may enter a score only through their distance.',
      'zh-CN': '从一个要求推出旋转：位置只能通过距离影响得分。',
    },
  },
  {
    kind: 'paper',
    title: 'Train Short, Test Long (ALiBi)',
    by: 'Press, Smith, Lewis',
    year: 2021,
    url: arxiv('2108.12409'),
    adds: {
      en: 'Measures what happens beyond the trained length, where until then there had been only hope.',
      'zh-CN': '实测超出训练长度之后会怎样；在此之前，大家只是指望不出问题。',
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
      en: 'Finds position information in a decoder that was given none.',
      'zh-CN': '在没有位置编码的解码器里，也找到了位置信息。',
    },
  },
  {
    kind: 'paper',
    title: 'The Impact of Positional Encoding on Length Generalization in Transformers',
    by: 'Kazemnejad et al.',
    year: 2023,
    url: arxiv('2305.19466'),
    adds: {
      en: 'Compares five decoders on the same tasks; the one without positional encoding does surprisingly well.',
      'zh-CN': '在同样的任务上比较五种解码器，不用位置编码的那一种出人意料地好。',
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
      en: 'Looks inside a trained model: fast pairs pick out positions, slow ones carry meaning.',
      'zh-CN': '看训练好的模型内部：快的通道对负责认位置，慢的承载语义。',
    },
  },
  {
    kind: 'course',
    title: 'CS224N: Natural Language Processing with Deep Learning',
    by: 'Stanford',
    year: null,
    url: 'https://web.stanford.edu/class/cs224n/',
    adds: {
      en: 'The whole field around this page, from word vectors to language models, with lectures and assignments.',
      'zh-CN': '从词向量到语言模型的完整课程，有授课视频和作业。',
    },
  },
  {
    kind: 'course',
    title: '动手学深度学习 / Dive into Deep Learning',
    by: 'Zhang, Lipton, Li, Smola',
    year: null,
    url: 'https://d2l.ai/chapter_attention-mechanisms-and-transformers/self-attention-and-positional-encoding.html',
    adds: {
      en: 'Sinusoids in code that runs, in a book available in English and Chinese.',
      'zh-CN': '用可运行的代码讲正弦编码；这本书有中文版（zh.d2l.ai）和英文版。',
    },
  },
  {
    kind: 'course',
    title: 'Let’s build GPT: from scratch, in code, spelled out',
    by: 'Andrej Karpathy',
    year: 2023,
    url: 'https://www.youtube.com/watch?v=kCc8FmEb1nY',
    adds: {
      en: 'Writes a small GPT line by line, position table included.',
      'zh-CN': '一行一行写出一个小 GPT，位置表也在其中。',
    },
  },
  {
    kind: 'course',
    title: 'The Annotated Transformer',
    by: 'Harvard NLP',
    year: null,
    url: 'https://nlp.seas.harvard.edu/annotated-transformer/',
    adds: {
      en: 'The 2017 paper, with working code between its paragraphs.',
      'zh-CN': '2017 年的那篇论文，段落之间配有可运行的代码。',
    },
  },
  {
    kind: 'course',
    title: '让研究人员绞尽脑汁的Transformer位置编码',
    by: '苏剑林',
    year: 2021,
    url: 'https://kexue.fm/archives/8130',
    adds: {
      en: 'The author of RoPE reviews the ideas that led up to it (in Chinese).',
      'zh-CN': 'RoPE 的作者梳理在它之前的各种思路。',
    },
  },
  {
    kind: 'tool',
    title: 'Transformer Explainer',
    by: 'Georgia Tech',
    year: 2024,
    url: 'https://poloclub.github.io/transformer-explainer/',
    adds: {
      en: 'GPT-2 at work in the browser, from your text to the next word.',
      'zh-CN': '在浏览器里运行 GPT-2，从你的文本一直看到下一个词。',
    },
  },
  {
    kind: 'tool',
    title: 'LLM Visualization',
    by: 'Brendan Bycroft',
    year: 2023,
    url: 'https://bbycroft.net/llm',
    adds: {
      en: 'Every number in a tiny model, step by step and in three dimensions.',
      'zh-CN': '用三维画面一步步展示一个微型模型里的每个数。',
    },
  },
  {
    kind: 'tool',
    title: 'BertViz',
    by: 'Jesse Vig',
    year: 2019,
    url: 'https://github.com/jessevig/bertviz',
    adds: {
      en: 'Draws the attention of Hugging Face models as arcs, in a notebook.',
      'zh-CN': '在 Jupyter 笔记本里，把 Hugging Face 模型的注意力画成弧线。',
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
      'zh-CN': '把几千个向量画成点；位置表画出来是一条曲线。',
    },
  },
];

nameTexts('readings', readings);
