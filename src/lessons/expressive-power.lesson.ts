/** A question of the article: what do positions add to what a model can express? */
import { differentRows, rough } from './figures.ts';
import { choose, defineLesson, guessNumber, type Live, play, tryOut } from './lesson.ts';

const deep = 'room=attend&heads=4&depth=6&layer=6&hide=stages,headMaps&experiment=shuffle';
const words = {
  en: `${deep}&text=not+good+but+long&length=4`,
  'zh-CN': `${deep}&text=不+好+但+长&length=4`,
};
const open = (more: string) => ({
  en: `${words.en}&${more}`,
  'zh-CN': `${words['zh-CN']}&${more}`,
});
const repeated =
  'room=attend&heads=1&text=la&length=20&mask=causal&stage=output&hide=headMaps,experiments';

/** The tokens back to front: largest difference of any output, once each is put back to its word. */
const reversed = async (page: Live) =>
  (await page.permute(page.tokens.map((_, at) => page.tokens.length - 1 - at))).difference;

const outputs = async (page: Live) => differentRows(await page.matrix('output'), 1e-4);

export default defineLesson({
  part: 'question',
  place: 3,
  title: { en: 'What do positions make possible?', 'zh-CN': '位置让模型多会了什么？' },
  line: {
    en: 'Depth and width do not replace them: some questions cannot be answered without.',
    'zh-CN': '再深再宽也替代不了：有些问题没有位置就答不了。',
  },
  minutes: 6,
  aims: [
    {
      en: 'Say what no model without positions can tell apart, however large it is.',
      'zh-CN': '能说出没有位置的模型，不管多大，都分不清什么。',
    },
  ],
  mistakes: [
    {
      en: '“A larger model would find out the order by itself.” Not where nothing in its input depends on it.',
      'zh-CN': '“模型再大些，自己就能看出次序。”输入里没有任何东西取决于次序，就看不出。',
    },
    {
      en: '“The causal mask tells everything that positions tell.” Of a word repeated, all rows stay the same.',
      'zh-CN': '“因果掩码说明的和位置一样多。”同一个词反复出现时，各行仍然相同。',
    },
  ],
  steps: [
    {
      title: { en: 'More layers?', 'zh-CN': '再加几层？' },
      says: [
        {
          en: 'Six blocks of four heads, no positions, no mask. The words “not good but long” can also be put as “long but good not”.',
          'zh-CN': '六层，每层四个头，没有位置，没有掩码。“不好但长”这四个字，也可以倒过来排。',
        },
      ],
      shows: open('encoding=none&mask=none'),
      controls: ['length', 'dim', 'heads'],
      does: choose({
        ask: {
          en: 'The order is reversed. Can the sixth block give a word another output than before?',
          'zh-CN': '把次序倒过来。第六层给同一个词的输出，会和原来不同吗？',
        },
        options: [
          { en: 'Yes: six blocks are enough to find out', 'zh-CN': '会：六层足以看出来' },
          { en: 'Not these; many more blocks could', 'zh-CN': '这六层不会，层数再多就会' },
          { en: 'No, however many there are', 'zh-CN': '不会，多少层都不会' },
        ],
        truth: reversed,
        right: (difference) => (difference < 1e-4 ? 2 : 0),
        explain: (_, difference) => ({
          en: `After six blocks the outputs differ by ${rough(difference)}, which is rounding. One block treats both orders alike, so what it hands to the next is alike too, and so on without end.`,
          'zh-CN': `六层之后，输出只差 ${rough(difference)}，是舍入误差。一层对两种次序一视同仁，交给下一层的也就一样，如此下去，没有尽头。`,
        }),
      }),
    },
    {
      title: { en: 'A mask instead?', 'zh-CN': '换成掩码？' },
      says: [
        {
          en: 'A causal mask does make a difference between orders. So are positions needed at all? Here is one word, twenty times, with the mask and without positions.',
          'zh-CN':
            '因果掩码确实让次序有了差别。那还要位置吗？这里是同一个词，重复二十遍，有掩码，没有位置。',
        },
      ],
      shows: `${repeated}&encoding=none`,
      controls: ['length', 'mask'],
      does: guessNumber({
        ask: {
          en: 'How many different outputs do the twenty words get?',
          'zh-CN': '二十个词得到几个互不相同的输出？',
        },
        veil: [{ map: 'output' }],
        decimals: 0,
        near: () => 0,
        truth: outputs,
        explain: (guess, truth) => ({
          en: `${truth}${guess === truth ? '' : `, not ${guess}`}. The first word sees one copy and the last sees twenty, but the mean of twenty equal vectors is that vector. From this, nothing can count.`,
          'zh-CN': `${truth} 个${guess === truth ? '' : `，不是 ${guess} 个`}。第一个词看到一份，最后一个看到二十份，可二十个相同向量的平均还是它自己。靠这个数不了数。`,
        }),
      }),
    },
    {
      title: { en: 'With positions', 'zh-CN': '有了位置' },
      says: [
        {
          en: 'Click the name of the scheme above the map to choose one that has positions.',
          'zh-CN': '点击图上方的方案名称，选一个有位置的方案。',
        },
      ],
      shows: `${repeated}&encoding=none`,
      point: { control: 'encoding' },
      controls: ['length', 'mask'],
      does: tryOut({
        ask: { en: 'Choose the sinusoidal scheme.', 'zh-CN': '选择正弦编码。' },
        reach: 'encoding=sinusoidal',
        truth: outputs,
        explain: (count) => ({
          en: `Now ${count} of the twenty outputs are different. What a model *can* tell apart has grown; what it *will* tell apart is a matter of training.`,
          'zh-CN': `现在二十个输出里有 ${count} 个互不相同。模型*能*分清的变多了；*会不会*去分，要看训练。`,
        }),
      }),
    },
    {
      title: { en: 'Now you', 'zh-CN': '自己试试' },
      says: [
        {
          en: 'Shuffle, and watch the largest difference between outputs: 0 means that order cannot matter.',
          'zh-CN': '打乱词序，看输出之间的最大差异：0 表示次序不可能有影响。',
        },
      ],
      shows: open('encoding=sinusoidal&mask=none&shuffles=1'),
      controls: ['length', 'dim', 'mask'],
      does: play({
        ask: {
          en: 'What is the least that makes a difference?',
          'zh-CN': '至少要加上什么，才会有差别？',
        },
        ideas: [
          { name: { en: 'positions at a tenth', 'zh-CN': '位置减到十分之一' }, shows: 'gain=0.1' },
          { name: { en: 'RoPE', 'zh-CN': 'RoPE' }, shows: 'encoding=rope' },
          {
            name: { en: 'the mask alone', 'zh-CN': '只有掩码' },
            shows: 'encoding=none&mask=causal',
          },
          { name: { en: 'nothing at all', 'zh-CN': '什么都不加' }, shows: 'encoding=none' },
        ],
      }),
    },
  ],
});
