/** Sinusoids of a token's column and row, side by side: the table of image models. */

import { type Dims, defineEncoding } from '../encoding.ts';
import { along, cellOf, gridParams, gridPlaces, patchOf, unevenQuarters } from '../grid.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import { baseParam } from '../params.ts';
import { texBase, texNumber, texResult, texWave } from '../tex.ts';
import { type Wave, waves } from '../waves.ts';

/** Four quarters: sin x, cos x, sin y, cos y. x is first, though the reference calls it emb_h. */
function place(channel: number, dModel: number) {
  const quarter = dModel / 4;
  const part = Math.floor(channel / quarter);
  return {
    axis: part < 2 ? 'x' : 'y',
    shape: part % 2 === 0 ? 'sin' : 'cos',
    pair: channel % quarter,
  } as const;
}

/** @param base of ω_k = base^(−2k/(d/2)), rad per column or row. He et al. 2021, arXiv 2111.06377. */
function waveOf(channel: number, base: number, dModel: number): Wave {
  const { axis, shape, pair } = place(channel, dModel);
  return { turns: along(axis, base ** ((-4 * pair) / dModel) / (2 * Math.PI)), shape };
}

/** The channel with the sine of a pair; pairs of x come first. */
function sineOf(pair: number, dModel: number): number {
  return pair < dModel / 4 ? pair : pair + dModel / 4;
}

/** The angle of a cell, not reduced, by the formula as it is printed. */
function angleOf(token: number, channel: number, columns: number, base: number, dims: Dims) {
  const [x, y] = cellOf(token, columns);
  const { axis, pair } = place(channel, dims.dModel);
  return (axis === 'x' ? x : y) / base ** ((2 * pair) / (dims.dModel / 2));
}

export default defineEncoding({
  id: 'mae-2d',
  family: 'additive',
  bounded: true,
  source: {
    authors: 'He et al.',
    year: 2021,
    title: 'Masked Autoencoders Are Scalable Vision Learners',
    url: 'https://arxiv.org/abs/2111.06377',
  },
  text: {
    name: { en: '2-D sinusoidal (MAE)', 'zh-CN': '二维正弦编码（MAE）' },
    idea: {
      en: 'sinusoids of the column and sinusoids of the row, side by side',
      'zh-CN': '列的正弦与行的正弦，左右并排',
    },
    lookFor: {
      en: 'A patch resembles those in its row (blocks on the diagonal) and those in its column (the stripes beside them): in the image a cross, not a disc.',
      'zh-CN':
        '与一个图块相似的，是同一行的图块（对角线上的方块）和同一列的图块（两侧的斜纹）：在图像上呈十字形，而不是圆形。',
    },
  },
  tex: ({ columns, base }) => {
    const angle = String.raw`\frac{v}{${texBase(base)}^{4k/d}}`;
    return String.raw`P_{${columns}y+x} = [E(x) \mid E(y)] \qquad E(v) = \left[\sin${angle} \mid \cos${angle}\right]`;
  },
  params: {
    // The table does not depend on how many rows there are; the name is for links.
    rows: { ...gridParams.rows, when: () => false },
    columns: gridParams.columns,
    base: baseParam,
  },
  place: ({ columns }, { start, length }) => gridPlaces(start, length, columns),
  patchAt: ({ columns }, position) => patchOf(position, columns),
  check: (_, dims) => unevenQuarters(dims),
  hooks: ({ base }, { dModel }) => ({
    table: (positions) =>
      waves(
        positions,
        Array.from({ length: dModel }, (_, channel) => waveOf(channel, base, dModel)),
      ),
  }),
  exact: ({ columns, base }, dims) => ({
    pairs: dims.dModel / 2,
    angle: (position, pair) => angleOf(position, sineOf(pair, dims.dModel), columns, base, dims),
    channels: (pair) => {
      const sine = sineOf(pair, dims.dModel);
      return [sine, sine + dims.dModel / 4];
    },
    cell: (row, channel) => {
      const angle = angleOf(dims.start + row, channel, columns, base, dims);
      return Math[place(channel, dims.dModel).shape](angle);
    },
    steps: (row, channel) => {
      const token = dims.start + row;
      const [x, y] = cellOf(token, columns);
      const { axis, shape, pair } = place(channel, dims.dModel);
      const angle = angleOf(token, channel, columns, base, dims);
      const wave = texWave[shape];
      return String.raw`${token} = ${columns} \times ${y} + ${x} \qquad P_{${token},\,${channel}} = ${wave}(${axis === 'x' ? x : y} / ${texBase(base)}^{${4 * pair}/${dims.dModel}}) = ${wave}(${texNumber(angle)}) = ${texResult(Math[shape](angle))}`;
    },
    numpy: (row, channel) => {
      const { axis, shape, pair } = place(channel, dims.dModel);
      return pyLines(
        `y, x = divmod(${dims.start + row}, ${columns})`,
        pyGiven({ k: pair, d: dims.dModel, base }),
        `value = np.${shape}(${axis} / base ** (4 * k / d))`,
      );
    },
  }),
  wave: (channel, _, { dModel }) => place(channel, dModel).shape,
  code: ({ columns, base }, { start, length }) => ({
    transformers: {
      imports: pyLines(
        'from transformers.models.vit_mae.modeling_vit_mae import (',
        '    build_2d_sinusoidal_position_embedding,',
        ')',
      ),
      lines: pyLines(
        pyGiven({ rows: Math.ceil((start + length) / columns), columns, base }),
        'table = build_2d_sinusoidal_position_embedding(',
        '    rows, columns, d, temperature=base, dtype=torch.float64',
        ')[start : start + n]',
        '# Rows come first there, columns first here, as in the code of the paper',
        'positions = torch.cat([table[:, d // 2 :], table[:, : d // 2]], dim=1)',
      ),
    },
    lines: pyLines(
      pyGiven({ columns, base }),
      'x, y = p % columns, p // columns',
      'k = np.arange(d // 4)',
      'of_x = x[:, None] / base ** (4 * k / d)',
      'of_y = y[:, None] / base ** (4 * k / d)',
      'positions = np.concatenate([np.sin(of_x), np.cos(of_x), np.sin(of_y), np.cos(of_y)], axis=1)',
    ),
  }),
});
