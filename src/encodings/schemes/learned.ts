/**
 * A table with nothing to compute: as it is before training, and labelled so, the one that a BERT
 * has learned, or one that a person opened.
 */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { writeFloat32 } from '../../bytes/float32.ts';
import { type About, defineEncoding, type Positions } from '../encoding.ts';
import { loadMinilm, minilm, minilmTable } from '../minilm.ts';

import { pyLines, pyNumber } from '../numpy.ts';
import { openedTable, openedTableVersion } from '../openedTable.ts';
import type { SeededNormal } from '../seeded.ts';
import { drawn, type Learned, tableOf } from '../table.ts';
import { tf } from '../tensors.ts';
import { texResult } from '../tex.ts';

type Which = 'seeded' | 'minilm' | 'own';

/** BERT's initialisation, arXiv 1810.04805 (there truncated at two standard deviations). */
const deviation = 0.02;

const seeded = (normal: SeededNormal): Learned => drawn(normal('learned'), deviation);

/** A table that ends. */
interface Stored {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
}

/** Null for the table without an end, and where no file is open. */
function storedIn(table: Which): Stored | null {
  if (table === 'own') return openedTable();
  if (table === 'seeded') return null;
  return { name: 'all-MiniLM-L6-v2', rows: minilm.rows, columns: minilm.width };
}

/** The number at a position and channel; NaN where the table has no such row. */
function entryOf(table: Which, normal: SeededNormal): Learned {
  if (table === 'seeded') return seeded(normal);
  const { rows, columns } = storedIn(table) ?? { rows: 0, columns: 0 };
  const data = table === 'own' ? openedTable()?.data : minilmTable();
  return (position, channel) =>
    position < rows ? (data?.[position * columns + channel] ?? Number.NaN) : Number.NaN;
}

function rowsOf(positions: Positions, dModel: number, entry: Learned): Tensor2D {
  if (entry.trained) {
    const rows = Int32Array.from(positions.values);
    const table = tableOf(entry, 1 + rows.reduce((most, row) => Math.max(most, row), 0), dModel);
    return tf.gather(table, tf.tensor1d(rows, 'int32'));
  }
  const data = new Float32Array(positions.length * dModel);
  let cell = 0;
  for (const position of positions.values) {
    for (let channel = 0; channel < dModel; channel++) data[cell++] = entry(position, channel);
  }
  return tf.tensor2d(data, [positions.length, dModel]);
}

const untrained: About = {
  source: {
    authors: 'Devlin et al.',
    year: 2018,
    title: 'BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding',
    url: 'https://arxiv.org/abs/1810.04805',
  },
  text: {
    name: { en: 'Learned, untrained', 'zh-CN': '可学习（未训练）' },
    idea: {
      en: 'random initialisation, not trained values',
      'zh-CN': '随机初始化，并非训练所得',
    },
    lookFor: {
      en: 'Before training, similarity has nothing to do with distance. A trained table ends with its last row (BERT: 511); beyond it there is nothing to look up.',
      'zh-CN':
        '训练之前，相似度与距离无关。训练好的表到最后一行为止（BERT 为第 511 行），再往后就无值可查了。',
    },
  },
};

const ofMinilm: About = {
  source: {
    authors: 'Wang et al.',
    year: 2020,
    title:
      'MiniLM: Deep Self-Attention Distillation for Task-Agnostic Compression of Pre-Trained Transformers',
    url: 'https://arxiv.org/abs/2002.10957',
  },
  text: {
    name: { en: 'Learned: all-MiniLM-L6-v2', 'zh-CN': '可学习：all-MiniLM-L6-v2' },
    idea: {
      en: 'the trained position table of a BERT, 512 × 384',
      'zh-CN': '一个 BERT 训练好的位置表，512 × 384',
    },
    lookFor: {
      en: 'Nobody put waves into it, yet the similarity map has stripes: see Spectrum. Row 0 always belongs to [CLS]; it is about five times longer than the others and washes out their colours. Start at 1. The last row is 511.',
      'zh-CN':
        '没有人把波写进去，相似度图却有条纹，见“频谱”。第 0 行总是对应 [CLS]，长度约为其他行的五倍，会冲淡它们的颜色，所以请从位置 1 开始看。最后一行是第 511 行。',
    },
  },
};

/** A file has no authors here: the source is that of learning a table at all. */
function ofOwn(): About {
  const { name, rows, columns } = openedTable() ?? { name: '', rows: 0, columns: 0 };
  return {
    source: {
      authors: 'Gehring et al.',
      year: 2017,
      title: 'Convolutional Sequence to Sequence Learning',
      url: 'https://arxiv.org/abs/1705.03122',
    },
    text: {
      name: { en: 'Your own table', 'zh-CN': '自己的表' },
      idea: {
        en: `${name}, ${rows} × ${columns}`,
        'zh-CN': `${name}，${rows} × ${columns}`,
      },
      lookFor: {
        en: `How far apart can two rows be and still be alike? Stripes along the diagonal are waves: see Spectrum. The last row is ${rows - 1}. A link does not contain the file.`,
        'zh-CN': `相距多远的行仍然相似？沿对角线的条纹就是波，见“频谱”。最后一行是第 ${rows - 1} 行。链接里不含文件。`,
      },
    },
  };
}

function aboutFor(table: Which): About {
  if (table === 'minilm') return ofMinilm;
  return table === 'own' && openedTable() ? ofOwn() : untrained;
}

export default defineEncoding({
  id: 'learned',
  family: 'additive',
  ...untrained,
  aboutFor: ({ table }) => aboutFor(table),
  tex({ table }) {
    const stored = storedIn(table);
    return stored
      ? String.raw`x_p + E_p, \qquad E \in \mathbb{R}^{${stored.rows} \times ${stored.columns}}`
      : String.raw`x_p + E_p, \qquad E_{p,c} \sim \mathcal{N}(0,\ 0.02^2)`;
  },
  params: {
    table: {
      kind: 'choice',
      default: 'seeded',
      options: [
        { value: 'seeded', label: { en: 'untrained', 'zh-CN': '未训练' } },
        { value: 'minilm', label: { en: 'all-MiniLM-L6-v2', 'zh-CN': 'all-MiniLM-L6-v2' } },
        { value: 'own', label: { en: 'your own', 'zh-CN': '自己的' } },
      ],
      label: { en: 'Table', 'zh-CN': '表' },
    },
  },
  presets: [
    {
      name: { en: 'all-MiniLM-L6-v2', 'zh-CN': 'all-MiniLM-L6-v2' },
      params: { table: 'minilm' },
      sizes: { dModel: minilm.width, nHeads: 12 },
    },
  ],
  load: ({ table }) => (table === 'minilm' ? loadMinilm() : null),
  versionFor: ({ table }) => (table === 'own' ? openedTableVersion() : 0),
  rowsFor: ({ table }) => storedIn(table)?.rows ?? null,
  check({ table }, { dModel, start }) {
    if (table === 'seeded') return null;
    const stored = storedIn(table);
    if (!stored) {
      return {
        en: 'No file is open, and a link does not contain one. Open one in the Model room, under “Open your own file”.',
        'zh-CN': '没有打开的文件，链接里也不含文件。请在“模型”页的“打开自己的文件”里打开一个。',
      };
    }
    const { name, rows, columns } = stored;
    if (dModel !== columns) {
      const how = table === 'minilm' ? [' The preset sets it.', '选预设即可。'] : ['', ''];
      return {
        en: `The table of ${name} has ${columns} channels, so the dimension must be ${columns}; it is ${dModel}.${how[0]}`,
        'zh-CN': `${name} 的表有 ${columns} 个通道，所以维度必须是 ${columns}；现在是 ${dModel}。${how[1]}`,
      };
    }
    if (start >= rows) {
      return {
        en: `The table of ${name} has rows 0…${rows - 1}; there are none from position ${start} on.`,
        'zh-CN': `${name} 的表只有第 0…${rows - 1} 行：从位置 ${start} 起一行也没有。`,
      };
    }
    return null;
  },
  hooks: ({ table: which }, { dModel }, normal) => {
    const entry = entryOf(which, normal);
    const table = (positions: Positions) => rowsOf(positions, dModel, entry);
    return { table, weights: { table } };
  },
  exact: ({ table }, { start }, normal) => {
    const entry = entryOf(table, normal);
    const stored = storedIn(table);
    return {
      cell: (row, channel) => entry(start + row, channel),
      steps(row, channel) {
        const position = start + row;
        if (stored && position >= stored.rows) {
          return String.raw`${position} > ${stored.rows - 1},\quad E \in \mathbb{R}^{${stored.rows} \times ${stored.columns}}`;
        }
        const factor = stored ? '' : '0.02\\,z = ';
        return String.raw`E_{${position},\,${channel}} = ${factor}${texResult(entry(position, channel))}`;
      },
      numpy(row, channel) {
        const place = `${start + row}, ${channel}`;
        return `E = {(${place}): ${pyNumber(entry(start + row, channel))}}\nvalue = E[${place}]`;
      },
    };
  },
  code: ({ table }, { start, length, dModel }) => {
    if (table === 'seeded') {
      return { lines: `positions = normal('learned', n, d, ${deviation}, first=start)` };
    }
    if (table === 'own') {
      return {
        without: {
          en: 'The numbers of a file that you opened are not put into a script.',
          'zh-CN': '你打开的文件里的数不会写进脚本。',
        },
      };
    }
    const { rows, width } = minilm;
    const count = Math.min(length, rows - start);
    const shown = minilmTable().subarray(start * width, (start + count) * width);
    const missing =
      count < length
        ? [
            `missing = np.full((n - ${count}, d), np.nan)  # the table ends at row ${rows - 1}`,
            'positions = np.concatenate([positions, missing])',
          ]
        : [];
    return {
      lines: pyLines(
        `# Rows ${start} to ${start + count - 1} of the position table of all-MiniLM-L6-v2`,
        `positions = stored("${writeFloat32(shown)}", ${count}, ${dModel})`,
        ...missing,
      ),
    };
  },
});
