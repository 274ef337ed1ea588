/** Longer than trained: what can be computed and what was learned, and the ways to stretch RoPE. */
import { likenessOf } from '../explain/likeness.ts';
import { decimal, turnTo } from './figures.ts';
import { choose, defineLesson, guessNumber, type Live, play } from './lesson.ts';

const degrees = (radians: number) => (radians * 180) / Math.PI;

const trained =
  'room=model&model=use-lite&encoding=sinusoidal&layout=tensor2tensor&text=dog+bites+man&hide=pairs,streams,ownFile';
const rope = 'encoding=rope&hide=attentionMap';
/** As small as it can be for both to learn it: seconds without a GPU. */
const race =
  'room=race&racers=rope;learned&task=previous&length=6&dim=16&heads=1&causal=1&steps=50&rate=0.03&batch=32';

/** The sentence against itself with the positions of its training, and against another that has nothing to do with it. */
const farOut = async (page: Live) => {
  const { cosine } = await page.lens('surgery');
  const [first, second] = await page.sentences(['dog bites man', 'it is raining in London']);
  return {
    own: cosine,
    strangers: first && second ? likenessOf(first, second).cosine : Number.NaN,
  };
};

/** How many pairs of the sinusoidal table go all the way round within the text, and how many there are. */
const rounds = async (page: Live) => {
  const table = await page.matrix('positions');
  const pairs = Array.from({ length: table.columns / 2 }, (_, pair) =>
    turnTo(table, 2 * pair + 1, 2 * pair, table.rows - 1),
  );
  return pairs.filter((turn) => Math.abs(turn) >= 2 * Math.PI).length;
};

/** How many times as slow as without scaling the first pair and the last one of RoPE turn. */
const slowed = async (page: Live) => {
  const table = await page.matrix('positions');
  const { spec } = page;
  const last = table.columns / 2 - 1;
  const unscaled = Number(spec.params.base) ** ((-2 * last) / table.columns);
  return {
    first: 1 / turnTo(table, 0, 1, 1),
    last: unscaled / turnTo(table, 2 * last, 2 * last + 1, 1),
  };
};

/** Shares of right answers at the trained length, at twice and at eight times as much. */
const raced = async (page: Live) => {
  const { racers } = await page.race();
  const [turned, table] = racers.map(({ byLength }) => {
    const share = (times: number) => byLength[times]?.accuracy ?? 0;
    return { trained: share(0), twice: share(1), far: share(3) };
  });
  if (!turned || !table) throw new Error('longer: two racers are asked for');
  return { turned, table };
};

const percent = (share: number) => decimal(100 * share, 0);

/** From here on most answers are right. */
const well = 0.8;

export default defineLesson({
  part: 'lesson',
  place: 10,
  title: { en: 'Longer than trained', 'zh-CN': '比训练时更长' },
  line: {
    en: 'A formula goes on for ever; what a model has learned does not.',
    'zh-CN': '公式可以一直算下去，模型学到的却到此为止。',
  },
  minutes: 25,
  aims: [
    {
      en: 'Tell apart “can be computed there” and “was learned there”.',
      'zh-CN': '能分清“那里算得出来”与“那里学到过”。',
    },
    {
      en: 'Say what position interpolation, NTK-aware scaling and YaRN each do to the hands of the clock.',
      'zh-CN': '能说出位置插值、NTK-aware 和 YaRN 各对指针做了什么。',
    },
    {
      en: 'Say why a scheme that sees only distances still meets something new in a longer text.',
      'zh-CN': '能说明：只看距离的方案，在更长的文本里为什么也会遇到新东西。',
    },
    {
      en: 'Predict how a trained model answers at twice its length, with a learned table and with RoPE, and say why.',
      'zh-CN': '能预测训练好的模型在两倍长度上答得怎样（位置表和 RoPE 各如何），并说明原因。',
    },
  ],
  mistakes: [
    {
      en: '“Sinusoids extrapolate, as they can be computed for any position.” The table can; the weights that read it were fitted to the positions of training alone.',
      'zh-CN':
        '“正弦在任何位置都算得出来，所以能外推。”算得出来的是表；读表的权重只在训练过的位置上调好过。',
    },
    {
      en: '“RoPE and ALiBi see only distances, so no length is too long.” A longer text brings longer distances, and those are new.',
      'zh-CN': '“RoPE 和 ALiBi 只看距离，所以多长都行。”文本变长，就有了更长的距离，而那是新的。',
    },
    {
      en: '“NTK slows the fast pairs.” The other way round: it leaves the fastest as it is and slows the slowest most.',
      'zh-CN': '“NTK 放慢快的通道对。”正相反：最快的不动，最慢的放慢得最多。',
    },
    {
      en: '“A learned table only needs more rows.” Rows can be added at once, but what is in them has to be learned from longer texts.',
      'zh-CN': '“位置表加几行就行。”行马上可以加，行里的内容却要用更长的文本才学得到。',
    },
  ],
  steps: [
    {
      title: { en: 'A thousand words later', 'zh-CN': '一千个词之后' },
      says: [
        {
          en: 'This encoder was trained on sentences that begin at position 0, with sinusoids. The formula has no end: the table at position 1,000 is as good as at 0.',
          'zh-CN':
            '这个编码器是用从位置 0 开始的句子训练的，位置用正弦。公式没有尽头：位置 1000 处的表和位置 0 处的一样好。',
        },
        {
          en: 'So let “dog bites man” begin at position 1,000.',
          'zh-CN': '那么让 “dog bites man” 从位置 1000 开始。',
        },
      ],
      shows: trained,
      point: { control: 'start' },
      controls: ['start'],
      does: choose({
        ask: {
          en: 'What becomes of the vector of the sentence?',
          'zh-CN': '这个句子的向量会变成什么样？',
        },
        options: [
          { en: 'It stays: same words, same order', 'zh-CN': '不变：词和次序都没变' },
          { en: 'It changes a little', 'zh-CN': '变一点点' },
          {
            en: 'It has hardly anything in common with the old one',
            'zh-CN': '和原来几乎毫不相干',
          },
        ],
        reveals: 'start=1000',
        truth: farOut,
        right: ({ own }) => (own > 0.95 ? 0 : own > 0.5 ? 1 : 2),
        explain: (chosen, { own, strangers }) =>
          chosen === 2
            ? {
                en: `The cosine with the old vector is ${decimal(own, 2)}. Worse, “dog bites man” and “it is raining in London” now have a cosine of ${decimal(strangers, 2)}: out here all sentences look the same to it.`,
                'zh-CN': `与原来向量的余弦是 ${decimal(own, 2)}。更糟的是，“dog bites man” 与 “it is raining in London” 现在的相似度是 ${decimal(strangers, 2)}：在这里，什么句子在它看来都差不多。`,
              }
            : {
                en: `The cosine with the old vector is only ${decimal(own, 2)}. The table can be computed there, but the weights that read it never met such vectors: the cosine with “it is raining in London” is now ${decimal(strangers, 2)}.`,
                'zh-CN': `与原来向量的余弦只有 ${decimal(own, 2)}。表算得出来，读表的权重却从未见过这样的向量：现在它与 “it is raining in London” 的相似度是 ${decimal(strangers, 2)}。`,
              },
      }),
    },
    {
      title: { en: 'Hands that never came round', 'zh-CN': '没转满一圈的指针' },
      says: [
        {
          en: 'Why? A hand that goes all the way round in training has shown every direction. A slow one has shown only a few.',
          'zh-CN': '为什么？训练时转满一圈的指针，每个方向都出现过。慢的指针只出现过一小段方向。',
        },
        {
          en: 'A model has been trained on up to 128 words. Its 64 channels make 32 hands.',
          'zh-CN': '一个模型训练时最长 128 个词。它的 64 个通道是 32 根指针。',
        },
      ],
      shows: 'length=128&hide=similarityMap,attentionMap',
      point: { map: 'positions' },
      controls: ['length', 'base'],
      does: guessNumber({
        ask: {
          en: 'How many of the 32 hands go all the way round within 128 words?',
          'zh-CN': '在 128 个词之内，32 根指针中有几根转满一圈？',
        },
        reveals: 'lens=clocks',
        decimals: 0,
        near: () => 1,
        truth: rounds,
        explain: (guess, truth) => ({
          en: `${truth}; you said ${guess}. The other ${32 - truth} will point in directions after position 128 that the model has never seen. The formula knows them, the weights do not.`,
          'zh-CN': `${truth} 根；你猜的是 ${guess}。其余 ${32 - truth} 根在位置 128 之后会指向模型从未见过的方向。公式知道这些方向，权重不知道。`,
        }),
      }),
    },
    {
      title: { en: 'But RoPE sees only distances', 'zh-CN': '可 RoPE 只看距离' },
      says: [
        {
          en: 'Under RoPE it does not matter where a text begins. A model has been trained on texts of 40 words, and now gets one of 640.',
          'zh-CN':
            '在 RoPE 下，文本从哪里开始都一样。一个模型用 40 个词的文本训练，现在拿到一段 640 个词的文本。',
        },
      ],
      shows: `${rope}&length=640`,
      point: { map: 'similarity', row: 639 },
      controls: ['length', 'base', 'start'],
      does: choose({
        ask: { en: 'Is it safe?', 'zh-CN': '没问题吗？' },
        options: [
          { en: 'Yes: shifts do not matter to it', 'zh-CN': '没问题：平移对它没有影响' },
          { en: 'No: some distances are new to it', 'zh-CN': '有问题：有些距离它没见过' },
          { en: 'No: there are no angles after 40', 'zh-CN': '有问题：40 之后没有角度了' },
        ],
        truth: async (page) => {
          const table = await page.matrix('positions');
          const turn = (row: number) =>
            degrees(turnTo(table, table.columns - 2, table.columns - 1, row));
          return { trained: turn(39), now: turn(639) };
        },
        right: ({ trained: before, now }) => (now > before ? 1 : 0),
        explain: (chosen, { trained: before, now }) =>
          chosen === 1
            ? {
                en: `In 40 words the slowest hands of query and key were never more than ${decimal(before, 1)}° apart; in 640 it is up to ${decimal(now, 1)}°. Moving a text changes nothing, but lengthening it brings new distances.`,
                'zh-CN': `在 40 个词里，查询与键最慢的指针至多相差 ${decimal(before, 1)}°；在 640 个词里可达 ${decimal(now, 1)}°。平移文本没有影响，加长文本却会带来新的距离。`,
              }
            : {
                en: `Angles go on for ever, and a shift does no harm. But words can now be more than 39 apart: the slowest hands differ by up to ${decimal(now, 1)}°, and in training it was ${decimal(before, 1)}° at most.`,
                'zh-CN': `角度可以一直转下去，平移也无妨。但现在两个词可以相距 39 以上：最慢的指针最多相差 ${decimal(now, 1)}°，而训练时至多 ${decimal(before, 1)}°。`,
              },
      }),
    },
    {
      title: { en: 'Squeeze: position interpolation', 'zh-CN': '压缩：位置插值' },
      says: [
        {
          en: 'One way out: trained on 40 words, used for 160. *Position interpolation* makes every hand four times as slow, so that all 160 words fit into the angles of training.',
          'zh-CN':
            '一个办法：训练时 40 个词，要用到 160 个词。*位置插值*让每根指针都慢到原来的四分之一，160 个词就都落在训练过的角度里。',
        },
      ],
      shows: `${rope}&length=160&scaling=linear&factor=4`,
      point: { map: 'positions', row: 8 },
      controls: ['scaling', 'factor', 'length'],
      does: guessNumber({
        ask: {
          en: 'Word 8 is now turned like which position in training?',
          'zh-CN': '第 8 个词现在的转角，相当于训练时的哪个位置？',
        },
        decimals: 1,
        near: () => 0.05,
        truth: async (page) => turnTo(await page.matrix('positions'), 0, 1, 8),
        explain: (guess, truth) => ({
          en: `Position ${decimal(truth, 1)}; you said ${guess}. Nothing is out of range any more. But neighbours, once 1 radian apart in the fastest pair, are ${decimal(truth / 8, 2)} apart now: harder to tell.`,
          'zh-CN': `位置 ${decimal(truth, 1)}；你猜的是 ${guess}。再没有超出范围的角度。但相邻的词在最快的一对里原先相差 1 弧度，现在只差 ${decimal(truth / 8, 2)}，更难分清了。`,
        }),
      }),
    },
    {
      title: { en: 'A larger base: NTK', 'zh-CN': '换大底数：NTK' },
      says: [
        {
          en: '*NTK-aware* scaling keeps the positions and raises the base instead. With factor 4, some hands slow down by 4.',
          'zh-CN':
            '*NTK-aware* 不动位置，而是把底数变大。倍数为 4 时，有的指针会慢到原来的四分之一。',
        },
      ],
      shows: `${rope}&length=160&scaling=ntk&factor=4`,
      point: { map: 'positions' },
      controls: ['scaling', 'factor', 'length'],
      does: choose({
        ask: { en: 'Which ones?', 'zh-CN': '是哪些？' },
        options: [
          { en: 'All of them, equally', 'zh-CN': '所有指针都一样' },
          { en: 'The fastest; the slowest stays', 'zh-CN': '最快的；最慢的不变' },
          { en: 'The slowest; the fastest stays', 'zh-CN': '最慢的；最快的不变' },
        ],
        truth: slowed,
        right: ({ first, last }) => (last > first * 1.01 ? 2 : first > last * 1.01 ? 1 : 0),
        explain: (chosen, { first, last }) =>
          chosen === 2
            ? {
                en: `The slowest turns ${decimal(last, 2)} times more slowly than before; for the fastest the factor is ${decimal(first, 2)}, so it has not slowed down. Fast hands came round often in training and need no help; they are the ones that tell neighbours apart.`,
                'zh-CN': `最慢的放慢为 1/${decimal(last, 2)}，最快的是 1/${decimal(first, 2)}，也就是没变。快的指针在训练时已转过许多圈，不用帮；分清邻居靠的正是它们。`,
              }
            : {
                en: `For the fastest the factor is ${decimal(first, 2)}, so it has not slowed down; the slowest turns ${decimal(last, 2)} times more slowly. A base is raised to a power that grows from pair to pair: the first pair has power 0.`,
                'zh-CN': `最快的放慢为 1/${decimal(first, 2)}，也就是没变；最慢的是 1/${decimal(last, 2)}。底数的指数逐对增大，第一对的指数是 0，底数怎么变都与它无关。`,
              },
      }),
    },
    {
      title: { en: 'Both, and sharper: YaRN', 'zh-CN': '各取所长：YaRN' },
      says: [
        {
          en: '*YaRN* counts the turns of each hand within the length of training. Many turns: leave it. Less than one: squeeze it fully. In between: a mixture.',
          'zh-CN':
            '*YaRN* 先数每根指针在训练长度之内转几圈。圈数多的不动，不到一圈的完全压缩，介于两者之间的取折中。',
        },
        {
          en: 'It also multiplies queries and keys by a number above 1, and so makes all scores larger.',
          'zh-CN': '它还把查询和键乘上一个大于 1 的数，所有得分因此变大。',
        },
      ],
      shows: 'encoding=rope&length=160&scaling=yarn&factor=4&hide=similarityMap',
      point: { map: 'positions', row: 0 },
      controls: ['scaling', 'factor', 'originalLength'],
      does: choose({
        ask: { en: 'What are larger scores good for?', 'zh-CN': '得分变大有什么用？' },
        options: [
          { en: 'They make far words count more', 'zh-CN': '让远处的词更受重视' },
          {
            en: 'They sharpen attention, which more words make flatter',
            'zh-CN': '让注意力更尖锐：词一多，注意力就变平',
          },
          { en: 'They keep numbers from getting too small', 'zh-CN': '免得数值太小' },
        ],
        truth: (page) => page.cell('positions', 0, 0),
        right: () => 1,
        explain: (chosen, factor) =>
          chosen === 1
            ? {
                en: `At position 0 the cosine would be 1; here it is ${decimal(factor, 3)}, and scores grow by its square, ${decimal(factor ** 2, 2)}. With more words softmax spreads thinner; larger scores pull it together again.`,
                'zh-CN': `位置 0 的余弦本该是 1，这里是 ${decimal(factor, 3)}，得分按它的平方变大，即 ${decimal(factor ** 2, 2)} 倍。词越多，softmax 摊得越薄；得分变大，又把它收拢回来。`,
              }
            : {
                en: `All scores are multiplied alike, here by ${decimal(factor ** 2, 2)}, near and far: large ones pull away from small ones, and attention gets sharper. More words had made it flatter.`,
                'zh-CN': `所有得分不论远近都乘以同一个数，这里是 ${decimal(factor ** 2, 2)}：大的与小的拉开差距，注意力变尖锐。词一多，它原本会变平。`,
              },
      }),
    },
    {
      title: { en: 'And ALiBi?', 'zh-CN': '那 ALiBi 呢？' },
      says: [
        {
          en: '“Train short, test long” is the title of its paper. The penalty can be computed at any distance. Here 640 equal words, and the flattest of eight heads.',
          'zh-CN':
            '它的论文就叫《短训长测》（Train Short, Test Long）。扣分在任何距离上都算得出来。这里是 640 个相同的词，看八个头里斜率最小的一个。',
        },
      ],
      shows: 'encoding=alibi&heads=8&head=8&length=640&text=tick&hide=similarityMap',
      point: { map: 'positions', row: 7 },
      controls: ['length'],
      does: guessNumber({
        ask: {
          en: 'Trained on 40 words: how much of the last word’s attention falls on distances it has never met, 40 and more?',
          'zh-CN':
            '假如只在 40 个词上训练过：最后一个词有多少注意力落在没见过的距离上（40 及以上）？',
        },
        unit: { en: '%', 'zh-CN': '%' },
        veil: [{ map: 'attention' }],
        decimals: 0,
        near: () => 8,
        truth: async (page) => {
          const row = await page.row('attention', page.spec.length - 1);
          return 100 * row.subarray(0, -40).reduce((sum, weight) => sum + weight, 0);
        },
        explain: (guess, truth) => ({
          en: `${decimal(truth, 0)} %; you said ${decimal(guess, 0)} %. Step through the heads: the steep ones look no further than before. That ALiBi holds up on long texts is mostly their doing; the flat heads are on new ground too.`,
          'zh-CN': `${decimal(truth, 0)}%；你猜的是 ${decimal(guess, 0)}%。逐个看各个头：斜率大的不比先前看得远。ALiBi 在长文本上撑得住，主要靠它们；斜率小的头同样到了陌生的地方。`,
        }),
      }),
    },
    {
      title: { en: 'Trained before your eyes', 'zh-CN': '当场训练' },
      says: [
        {
          en: 'Two small Transformers learn the same: to say at each position which letter stands right before it. One has a *learned table* of positions, the other *RoPE*; all else is equal. A causal mask hides the letters after.',
          'zh-CN':
            '两个小 Transformer 学同一件事：在每个位置说出前面紧挨着的字母。一个用*学出来的位置表*，另一个用 *RoPE*，其余完全相同。后面的字母被因果掩码遮住。',
        },
        {
          en: 'They train on 6 letters and are then given 12. The page trains both when you ask for the answer; it takes some seconds.',
          'zh-CN':
            '训练时每次 6 个字母，之后给它们 12 个。你要看答案时，页面才开始训练，要几秒钟。',
        },
      ],
      shows: race,
      does: choose({
        ask: {
          en: 'Who still answers right at 12 letters?',
          'zh-CN': '到了 12 个字母，谁还能答对？',
        },
        options: [
          { en: 'Both: one back is one back', 'zh-CN': '都能：前一个就是前一个' },
          { en: 'RoPE, and not the table', 'zh-CN': 'RoPE 能，位置表不能' },
          { en: 'The table, and not RoPE', 'zh-CN': '位置表能，RoPE 不能' },
          { en: 'Neither', 'zh-CN': '都不能' },
        ],
        truth: raced,
        right: ({ turned, table }) => {
          if (turned.twice >= well) return table.twice >= well ? 0 : 1;
          return table.twice >= well ? 2 : 3;
        },
        explain: (_, { turned, table }) => {
          const shares = {
            en: `With 6 letters RoPE has ${percent(turned.trained)} % right and the table ${percent(table.trained)} %; with 12, ${percent(turned.twice)} % and ${percent(table.twice)} %.`,
            'zh-CN': `6 个字母时，RoPE 答对 ${percent(turned.trained)}%，位置表 ${percent(table.trained)}%；12 个字母时，${percent(turned.twice)}% 和 ${percent(table.twice)}%。`,
          };
          return turned.twice >= well && table.twice < well
            ? {
                en: `${shares.en} To RoPE “one back” is the same turn everywhere. The table has a row per position, and rows 6 to 11 were never trained. With 48 letters RoPE too has only ${percent(turned.far)} %: by then most distances are new.`,
                'zh-CN': `${shares['zh-CN']}对 RoPE 来说，“往前一个”在哪里都是同一个转角。位置表每个位置一行，第 6 到 11 行从未训练过。到了 48 个字母，RoPE 也只答对 ${percent(turned.far)}%：那时大多数距离都是新的。`,
              }
            : {
                en: `${shares.en} Here training went another way than it mostly does: give both more steps on the next page.`,
                'zh-CN': `${shares['zh-CN']}这一次的训练结果不同寻常：到下一页给两者多训练几步。`,
              };
        },
      }),
    },
    {
      title: { en: 'A race of your own', 'zh-CN': '自己赛一场' },
      says: [
        {
          en: 'Choose who races and on what, and start. Under “One sequence”, choose “twice as long”: each wrong answer is struck through.',
          'zh-CN': '选谁来赛、赛什么，然后开始。在“看一个序列”下选“两倍长度”：答错的都被划掉。',
        },
      ],
      shows: race,
      does: play({
        ask: {
          en: 'Which scheme loses least on longer sequences? Does it also win at other tasks?',
          'zh-CN': '序列变长时，哪种方案损失最小？换一个任务，它还是第一吗？',
        },
        ideas: [
          {
            name: { en: 'Sinusoids and T5 as well', 'zh-CN': '再加上正弦和 T5' },
            shows: 'racers=rope;learned;sinusoidal;t5',
          },
          { name: { en: 'Three times the steps', 'zh-CN': '步数加到三倍' }, shows: 'steps=150' },
          {
            name: { en: 'Another task: the first token', 'zh-CN': '换个任务：首个词元' },
            shows: 'task=first',
          },
        ],
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'The same pass on texts 2, 4, 8 and 16 times as long. Above, the scheme that is shown; below, RoPE with each way to stretch it.',
          'zh-CN':
            '同样的计算，文本长到 2、4、8、16 倍。上面是当前的方案，下面是 RoPE 的各种扩展方式。',
        },
      ],
      shows: 'encoding=rope&room=attend&experiment=longer&longer=16&hide=stages,how,headMaps,line',
      controls: ['base', 'length'],
      does: play({
        ask: {
          en: 'Which way of stretching keeps the curve of the short text best, near and far?',
          'zh-CN': '哪种扩展方式最好地保住了短文本的曲线，近处和远处都算？',
        },
        ideas: [
          { name: { en: 'base 500,000', 'zh-CN': '底数 500,000' }, shows: 'base=500000' },
          { name: { en: 'ALiBi', 'zh-CN': 'ALiBi' }, shows: 'encoding=alibi' },
          { name: { en: 'T5 buckets', 'zh-CN': 'T5 分桶' }, shows: 'encoding=t5' },
          {
            name: { en: 'attention, not positions', 'zh-CN': '看注意力，不看位置' },
            shows: 'measure=weights',
          },
        ],
      }),
    },
  ],
});
