/** Not only text: images, sound, pictures within a text, viewing histories, events in time. */
import { decimal, turnTo } from './figures.ts';
import { choose, defineLesson, guessNumber, type Live, play } from './lesson.ts';

const landscape = {
  en: 'sky+sky+cloud+sky+sun+sky+sky+bird+sky+cloud+sky+sky+hill+hill+tree+hill+hill+tree+water+water+stone+water+boat+water',
  'zh-CN': '天+天+云+天+日+天+天+鸟+天+云+天+天+山+山+树+山+山+树+水+水+石+水+船+水',
};
const picture = (query: string) => ({
  en: `${query}&text=${landscape.en}&length=24&mask=none&hide=attentionMap`,
  'zh-CN': `${query}&text=${landscape['zh-CN']}&length=24&mask=none&hide=attentionMap`,
});
const grid = 'encoding=mae-2d&rows=4&columns=6';

/** Twenty milliseconds to a frame. */
const frame = 20;
const sound = Array.from({ length: 24 }, (_, at) => `${frame * at}ms`).join('+');

/** The patch in row 1, column 2 of six. */
const patch = 8;

/** The id of the first word after the picture, by how far a slow pair has turned there and after one word. */
const idAfterPicture = async (page: Live) => {
  const table = await page.matrix('positions');
  const turn = (row: number) => turnTo(table, 1, 1 + table.columns / 2, row);
  return Math.round(turn(32) / turn(1));
};

const history = {
  en: 'drama+news+drama+comedy+drama+news+sport+drama+comedy+comedy+news+comedy',
  'zh-CN': '剧情+新闻+剧情+喜剧+剧情+新闻+体育+剧情+喜剧+喜剧+新闻+喜剧',
};
const watched = (text: string) =>
  `encoding=alibi&heads=8&text=${text}&length=12&hide=similarityMap`;

const record = {
  en: 'text=Fever+on+Monday,+cough+on+Tuesday.+Antibiotic+on+Wednesday,+rash+on+Thursday.+Antibiotic+stopped+on+Friday,+rash+gone+on+Sunday.&length=20',
  'zh-CN':
    'text=周一发热，周二咳嗽。周三用抗生素，周四出皮疹。周五停抗生素，周日皮疹消退。&length=16',
};
const days = [
  ['Thursday', 'Friday', 'Sunday'],
  ['周四', '周五', '周日'],
] as const;

/** From Thursday to Friday, and from Friday to Sunday, in positions. */
const steps = async ({ tokens }: Live) => {
  const week = days.find(([first]) => tokens.includes(first)) ?? days[0];
  const [thursday = 0, friday = 0, sunday = 0] = week.map((day) => tokens.indexOf(day));
  return { one: friday - thursday, two: sunday - friday };
};

export default defineLesson({
  part: 'lesson',
  place: 11,
  title: { en: 'Not only text', 'zh-CN': '不只是文本' },
  line: {
    en: 'What is a position in a picture, in a sound, in a list of films?',
    'zh-CN': '在图像、声音、片单里，位置是什么？',
  },
  minutes: 15,
  aims: [
    {
      en: 'Say what counts as a position in an image, a sound, a history of views.',
      'zh-CN': '能说出在图像、声音、观看记录里，什么算位置。',
    },
    {
      en: 'Say why numbering the patches of an image in one line loses a direction.',
      'zh-CN': '能说明：把图块排成一行编号，为什么丢了一个方向。',
    },
    {
      en: 'Tell a count of tokens from a length of time.',
      'zh-CN': '能分清词元的个数与时间的长短。',
    },
  ],
  mistakes: [
    {
      en: '“A model that gets an image sees a grid.” It gets a list of patches. Only the positions say which of them touch.',
      'zh-CN': '“模型拿到图像，看到的就是网格。”它拿到的是一串图块，哪些相邻只有位置能说明。',
    },
    {
      en: '“Two-dimensional sinusoids make near patches alike.” They make patches of one row or one column alike: a cross, not a disc.',
      'zh-CN': '“二维正弦让相近的图块相像。”它让同一行、同一列的图块相像：是十字，不是圆盘。',
    },
    {
      en: '“Positions know how much time has gone by.” They count tokens. Two days and one day are equally far if as many words lie between.',
      'zh-CN': '“位置知道过了多少时间。”位置数的是词元。隔的词一样多，一天和两天就一样远。',
    },
  ],
  steps: [
    {
      title: { en: 'An image as a line', 'zh-CN': '把图像排成一行' },
      says: [
        {
          en: 'An image is cut into patches: here 4 rows of 6. They are handed over row by row, as one line of 24. Numbers 0 to 5 are the top row, 6 to 11 the next.',
          'zh-CN':
            '图像切成图块：这里是 4 行 6 列。它们一行接一行排成 24 个：0 到 5 是最上面一行，6 到 11 是下一行。',
        },
        {
          en: 'Patch 8 touches patch 7 on its left and patch 2 above it.',
          'zh-CN': '图块 8 的左边挨着图块 7，上面挨着图块 2。',
        },
      ],
      shows: picture('encoding=sinusoidal'),
      point: { map: 'similarity', row: patch },
      controls: ['length', 'dim'],
      does: choose({
        ask: {
          en: 'To which of the two is its position more alike, with the sinusoids of a text?',
          'zh-CN': '用文本的正弦编码，它的位置与哪一个更像？',
        },
        options: [
          { en: 'To both alike: both touch it', 'zh-CN': '一样像：两个都挨着它' },
          { en: 'To the one on its left', 'zh-CN': '左边的' },
          { en: 'To the one above', 'zh-CN': '上面的' },
        ],
        veil: [{ map: 'similarity' }],
        truth: async (page) => ({
          left: await page.cell('similarity', patch, patch - 1),
          above: await page.cell('similarity', patch, patch - 6),
        }),
        right: ({ left, above }) => (left > above ? 1 : above > left ? 2 : 0),
        explain: (chosen, { left, above }) =>
          chosen === 1
            ? {
                en: `${decimal(left, 2)} on the left, ${decimal(above, 2)} above. In the line the patch above is six steps away. The table has never heard of rows.`,
                'zh-CN': `与左边的是 ${decimal(left, 2)}，与上面的是 ${decimal(above, 2)}。排成一行后，上面的图块隔了六步。这张表根本不知道有“行”。`,
              }
            : {
                en: `${decimal(left, 2)} on the left, ${decimal(above, 2)} above. In the image both touch it; in the line the one above is six steps away.`,
                'zh-CN': `与左边的是 ${decimal(left, 2)}，与上面的是 ${decimal(above, 2)}。在图像里两个都挨着它；排成一行后，上面的隔了六步。`,
              },
      }),
    },
    {
      title: { en: 'Rows and columns', 'zh-CN': '行与列' },
      says: [
        {
          en: 'Image models give half of the channels to the column and half to the row: sinusoids of each, side by side.',
          'zh-CN': '图像模型把一半通道给列，一半给行：各用各的正弦，左右并排。',
        },
      ],
      shows: picture(grid),
      point: { map: 'positions', row: patch },
      controls: ['columns', 'dim'],
      does: choose({
        ask: {
          en: 'Colour each patch of the image by how alike it is to patch 8. What shape appears?',
          'zh-CN': '按与图块 8 有多像，给图像的每个图块上色。会出现什么形状？',
        },
        options: [
          { en: 'A disc: near is alike', 'zh-CN': '圆盘：近的就像' },
          { en: 'A cross: its row and its column', 'zh-CN': '十字：同一行与同一列' },
          { en: 'A stripe: its row alone', 'zh-CN': '横条：只有同一行' },
        ],
        veil: [{ map: 'similarity' }],
        truth: async (page) => ({
          /** Three columns away. */
          along: await page.cell('similarity', patch, patch + 3),
          /** Two columns and two rows away, which is nearer. */
          across: await page.cell('similarity', patch, patch + 14),
          above: await page.cell('similarity', patch, patch - 6),
          left: await page.cell('similarity', patch, patch - 1),
        }),
        right: ({ along, across, above, left }) => (above < left / 2 ? 2 : across < along ? 1 : 0),
        explain: (chosen, { along, across }) =>
          chosen === 1
            ? {
                en: `A cross. Three columns along, the similarity is ${decimal(along, 2)}; two along and two down, which is nearer, only ${decimal(across, 2)}. Row and column are added up separately, and a full match in one of them counts much.`,
                'zh-CN': `是十字。同一行隔三列，相似度是 ${decimal(along, 2)}；隔两列又隔两行，距离更近，却只有 ${decimal(across, 2)}。行与列分开相加，其中一个完全相同，相似度就高出许多。`,
              }
            : {
                en: `A cross: two along and two down is nearer than three along, yet less alike, ${decimal(across, 2)} and ${decimal(along, 2)}. Row and column are added up separately.`,
                'zh-CN': `是十字：隔两列又隔两行比隔三列近，却没有那么像，分别是 ${decimal(across, 2)} 和 ${decimal(along, 2)}。行与列是分开相加的。`,
              },
      }),
    },
    {
      title: { en: 'A sound', 'zh-CN': '声音' },
      says: [
        {
          en: 'A sound is cut into frames, one every 20 milliseconds. A position is a moment. Each frame sees the last eight, itself included.',
          'zh-CN': '声音切成帧，每 20 毫秒一帧。位置就是时刻。每一帧看得到最近的八帧，包括自己。',
        },
      ],
      shows: `encoding=time2vec&mask=window&window=8&length=24&text=${sound}&hide=similarityMap`,
      point: { map: 'attention', row: 20 },
      controls: ['window', 'length'],
      does: guessNumber({
        ask: {
          en: 'How many milliseconds before frame 20 does the earliest frame that it sees begin?',
          'zh-CN': '第 20 帧看得到的最早一帧，比它早开始多少毫秒？',
        },
        unit: { en: 'ms', 'zh-CN': '毫秒' },
        veil: [{ map: 'attention' }],
        decimals: 0,
        near: () => 0,
        truth: async (page) => {
          const seen = (await page.row('attention', 20)).filter((weight) => weight > 0);
          return (seen.length - 1) * frame;
        },
        explain: (guess, truth) =>
          guess === truth
            ? {
                en: `${truth} ms: eight frames are seven steps. A window of positions is a window of time, as long as every frame takes the same time.`,
                'zh-CN': `${truth} 毫秒：八帧之间是七步。只要每帧一样长，位置的窗口就是时间的窗口。`,
              }
            : {
                en: `${truth} ms; you said ${guess}. Eight frames, its own included, are seven steps of 20 ms.`,
                'zh-CN': `${truth} 毫秒；你猜的是 ${guess}。八帧包括它自己，之间是七步，每步 20 毫秒。`,
              },
      }),
    },
    {
      title: { en: 'A picture within a text', 'zh-CN': '文中插图' },
      says: [
        {
          en: 'Eight words, a picture of 24 patches, eight words more: 40 tokens. Qwen2-VL gives each token three ids: time, row, column. In the text all three are the same.',
          'zh-CN':
            '八个词，一幅 24 个图块的图，再八个词：共 40 个词元。Qwen2-VL 给每个词元三个编号：时间、行、列。在文字里三个都相同。',
        },
        {
          en: 'The picture begins at id 8. Its patches count on by row and by column, not one by one.',
          'zh-CN': '图从编号 8 开始。图块按行、按列往下数，不是一个一个数。',
        },
      ],
      shows: {
        en: `encoding=m-rope&length=40&text=a+photo+that+I+took+at+the+lake+${landscape.en}+what+stands+in+the+middle+of+the+water&hide=attentionMap`,
        'zh-CN': `encoding=m-rope&length=40&text=这+是+我+在+湖上+拍+的+照片+${landscape['zh-CN']}+水+里+立+着+的+是+什么+呢&hide=attentionMap`,
      },
      point: { map: 'positions', row: 32 },
      controls: ['textLength', 'columns'],
      does: guessNumber({
        ask: {
          en: 'Text goes on after the largest id so far. What id does the first word after the picture get?',
          'zh-CN': '文字从已有的最大编号接着往后数。图后第一个词的编号是几？',
        },
        decimals: 0,
        near: () => 0,
        truth: idAfterPicture,
        explain: (guess, truth) =>
          guess === truth
            ? {
                en: `${truth}: 8 and the longer side of the picture. Twenty-four patches take up no more of the positions than six words would.`,
                'zh-CN': `${truth}：8 加上图较长的一边。24 个图块占用的位置，不比六个词多。`,
              }
            : {
                en: `${truth}; you said ${guess}. Four rows of six columns use the ids 8 to 13, so a large picture hardly pushes the text away.`,
                'zh-CN': `${truth}；你猜的是 ${guess}。四行六列只用到编号 8 到 13，所以图再大，也不会把文字推得很远。`,
              },
      }),
    },
    {
      title: { en: 'What was watched last', 'zh-CN': '最近看了什么' },
      says: [
        {
          en: 'A list of what somebody watched, oldest first. Position is recency here. The scheme is ALiBi, in its steepest head.',
          'zh-CN': '某人的观看记录，从早到晚。这里位置就是远近。方案是 ALiBi，看它斜率最大的头。',
        },
        {
          en: 'The last entry looks back. It finds the same genre at position 7 and at position 4.',
          'zh-CN': '最后一项往回看，在位置 7 和位置 4 看到同一个类型。',
        },
      ],
      shows: { en: watched(history.en), 'zh-CN': watched(history['zh-CN']) },
      point: { map: 'attention', row: 11 },
      controls: ['length'],
      does: guessNumber({
        ask: {
          en: 'How many times as much attention does the later of the two get?',
          'zh-CN': '较近的那一个得到的注意力是另一个的几倍？',
        },
        veil: [{ map: 'attention' }],
        decimals: 1,
        near: () => 0.5,
        truth: async (page) =>
          (await page.cell('attention', 11, 7)) / (await page.cell('attention', 11, 4)),
        explain: (guess, truth) => ({
          en: `${decimal(truth, 1)} times; you said ${decimal(guess, 1)}. Both are the same word and would count the same without positions. Three steps at a slope of one half make 1.5, and e^1.5 is the factor.`,
          'zh-CN': `${decimal(truth, 1)} 倍；你猜的是 ${decimal(guess, 1)}。两个是同一个词，没有位置就一样重。隔三步，斜率 0.5，相差 1.5 分，倍数就是 e^1.5。`,
        }),
      }),
    },
    {
      title: { en: 'One day or two', 'zh-CN': '一天还是两天' },
      says: [
        {
          en: 'A patient’s record. The rash came on Thursday, the drug was stopped on Friday, and on Sunday the rash was gone.',
          'zh-CN': '一份病历：周四出皮疹，周五停药，周日皮疹消退。',
        },
      ],
      shows: {
        en: `encoding=sinusoidal&mask=none&${record.en}&hide=attentionMap`,
        'zh-CN': `encoding=sinusoidal&mask=none&${record['zh-CN']}&hide=attentionMap`,
      },
      point: { map: 'similarity' },
      controls: ['length', 'start'],
      does: choose({
        ask: {
          en: 'To the model, is it farther from Friday to Sunday than from Thursday to Friday?',
          'zh-CN': '对模型来说，周五到周日比周四到周五远吗？',
        },
        options: [
          { en: 'Yes: two days and not one', 'zh-CN': '远：两天，不是一天' },
          { en: 'It is exactly as far', 'zh-CN': '完全一样远' },
          { en: 'It is nearer', 'zh-CN': '更近' },
        ],
        truth: steps,
        right: ({ one, two }) => (two > one ? 0 : two === one ? 1 : 2),
        explain: (chosen, { one, two }) =>
          chosen === 1
            ? {
                en: `${one} tokens the one, ${two} the other. Positions count tokens, not days; how much time has gone by must be read from the words, or be given to the model as a number of its own.`,
                'zh-CN': `前者隔 ${one} 个词元，后者隔 ${two} 个。位置数的是词元，不是天数；过了多少时间，得从词里读出来，或者另外作为一个数告诉模型。`,
              }
            : {
                en: `Count the tokens: ${one} from Thursday to Friday, ${two} from Friday to Sunday. The days are in the words alone; positions know nothing of them.`,
                'zh-CN': `数一数词元：周四到周五 ${one} 个，周五到周日 ${two} 个。日子只在词里，位置对它一无所知。`,
              },
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'The same image. Tell the scheme a wrong number of columns, and it takes the wrong patches for neighbours.',
          'zh-CN': '还是那幅图。告诉方案一个错误的列数，它就会认错邻居。',
        },
      ],
      shows: picture(grid),
      controls: ['columns', 'dim', 'length'],
      does: play({
        ask: {
          en: 'Which scheme knows best that patch 2 stands above patch 8?',
          'zh-CN': '哪种方案最清楚图块 2 在图块 8 的上面？',
        },
        ideas: [
          { name: { en: 'eight columns', 'zh-CN': '改成八列' }, shows: 'columns=8' },
          {
            name: { en: 'RoPE along both axes', 'zh-CN': '沿两个轴的 RoPE' },
            shows: 'encoding=axial-rope&rows=4&columns=6',
          },
          {
            name: { en: 'as in DETR', 'zh-CN': '像 DETR 那样' },
            shows: 'encoding=detr-2d&rows=4&columns=6',
          },
          {
            name: { en: 'as a line of text', 'zh-CN': '当作一行文本' },
            shows: 'encoding=sinusoidal',
          },
        ],
      }),
    },
  ],
});
