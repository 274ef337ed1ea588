/** Sinusoids of a token's row and column, counted from 1 and scaled to one turn of the picture. */
import { type Dims, defineEncoding } from '../encoding.ts';
import { along, cellOf, gridParams, gridPlaces, patchOf, unevenQuarters } from '../grid.ts';
import { pyGiven, pyLines } from '../numpy.ts';
import { baseParam, type ParamSchema, type ParamsOf } from '../params.ts';
import { texBase, texNumber, texResult, texWave } from '../tex.ts';
import { type Wave, waves } from '../waves.ts';

/** Keeps a side of length 0 from dividing by zero in the reference code. */
const epsilon = 1e-6;

const params = {
  rows: { ...gridParams.rows, when: ({ normalize }) => normalize === true },
  columns: gridParams.columns,
  base: baseParam,
  normalize: {
    kind: 'flag',
    default: true,
    label: { en: 'Scale sides to 2π', 'zh-CN': '边长归一化到 2π' },
  },
} as const satisfies ParamSchema;

type Params = ParamsOf<typeof params>;

/** y in the first half, x in the second; sines and cosines alternate in each. */
function place(channel: number, dModel: number) {
  const features = dModel / 2;
  return {
    axis: channel < features ? 'y' : 'x',
    shape: channel % 2 === 0 ? 'sin' : 'cos',
    pair: Math.floor((channel % features) / 2),
  } as const;
}

/** How far a step moves the coordinate: 2π over the number of rows or columns, or 1. */
function strideOf(axis: 'x' | 'y', { rows, columns, normalize }: Params): number {
  return normalize ? (2 * Math.PI) / ((axis === 'x' ? columns : rows) + epsilon) : 1;
}

/** sin and cos of coordinate / base^(2⌊f/2⌋/F), F = d/2. Carion et al. 2020, arXiv 2005.12872. */
function waveOf(channel: number, values: Params, dModel: number): Wave {
  const { axis, shape, pair } = place(channel, dModel);
  const frequency = values.base ** ((-4 * pair) / dModel) * strideOf(axis, values);
  const turns = frequency / (2 * Math.PI);
  // Coordinates count from 1: one step ahead of the place.
  return { turns: along(axis, turns), phase: turns, shape };
}

/** Row or column of a token, from 1, and the angle of a cell, not reduced. */
function readingOf(token: number, channel: number, values: Params, { dModel }: Dims) {
  const [x, y] = cellOf(token, values.columns);
  const { axis, pair } = place(channel, dModel);
  const count = (axis === 'x' ? x : y) + 1;
  const side = (axis === 'x' ? values.columns : values.rows) + epsilon;
  const coordinate = values.normalize ? (count / side) * 2 * Math.PI : count;
  return { count, angle: coordinate / values.base ** ((2 * pair) / (dModel / 2)) };
}

export default defineEncoding({
  id: 'detr-2d',
  family: 'additive',
  bounded: true,
  source: {
    authors: 'Carion et al.',
    year: 2020,
    title: 'End-to-End Object Detection with Transformers',
    url: 'https://arxiv.org/abs/2005.12872',
  },
  text: {
    name: { en: '2-D sinusoidal (DETR)', 'zh-CN': '二维正弦编码（DETR）' },
    idea: {
      en: 'sinusoids of row and column, each side scaled to one turn by default',
      'zh-CN': '行与列的正弦，默认把边长归一化为一圈',
    },
    lookFor: {
      en: 'With scaled sides, the fastest wave makes one turn across the image, whatever its size; otherwise it turns one radian per step.',
      'zh-CN': '归一化时，无论图像多大，最快的波在整幅图上只转一圈；不归一化时，每一步转 1 弧度。',
    },
  },
  tex: ({ rows, columns, base, normalize }) => {
    const part = (name: string, side: number) =>
      normalize ? String.raw`E(\tfrac{${name}+1}{${side}+\epsilon})` : `E(${name}+1)`;
    const angle = String.raw`\frac{${normalize ? String.raw`2\pi v` : 'v'}}{${texBase(base)}^{4k/d}}`;
    return String.raw`P_{${columns}y+x} = \left[${part('y', rows)} \mid ${part('x', columns)}\right] \qquad E_{2k},\,E_{2k+1} = (\sin, \cos)\,${angle}`;
  },
  params,
  place: ({ columns }, { start, length }) => gridPlaces(start, length, columns),
  patchAt: ({ columns }, position) => patchOf(position, columns),
  check: (_, dims) => unevenQuarters(dims),
  hooks: (values, { dModel }) => ({
    table: (positions) =>
      waves(
        positions,
        Array.from({ length: dModel }, (_, channel) => waveOf(channel, values, dModel)),
      ),
  }),
  exact: (values, dims) => ({
    pairs: dims.dModel / 2,
    angle: (position, pair) => readingOf(position, 2 * pair, values, dims).angle,
    channels: (pair) => [2 * pair, 2 * pair + 1],
    cell: (row, channel) => {
      const { angle } = readingOf(dims.start + row, channel, values, dims);
      return Math[place(channel, dims.dModel).shape](angle);
    },
    steps: (row, channel) => {
      const token = dims.start + row;
      const [x, y] = cellOf(token, values.columns);
      const { axis, shape, pair } = place(channel, dims.dModel);
      const { count, angle } = readingOf(token, channel, values, dims);
      const side = axis === 'x' ? values.columns : values.rows;
      const part = values.normalize ? String.raw`\frac{${count}}{${side} + 10^{-6}}` : count;
      const turned = values.normalize ? String.raw`2\pi v` : 'v';
      const wave = texWave[shape];
      return String.raw`${token} = ${values.columns} \times ${y} + ${x} \qquad v = ${part} \qquad P_{${token},\,${channel}} = ${wave}(${turned} / ${texBase(values.base)}^{${4 * pair}/${dims.dModel}}) = ${wave}(${texNumber(angle)}) = ${texResult(Math[shape](angle))}`;
    },
    numpy: (row, channel) => {
      const { axis, shape, pair } = place(channel, dims.dModel);
      const side = axis === 'x' ? values.columns : values.rows;
      return pyLines(
        `y, x = divmod(${dims.start + row}, ${values.columns})`,
        pyGiven({ k: pair, d: dims.dModel, base: values.base }),
        values.normalize ? `v = 2 * np.pi * (${axis} + 1) / (${side} + 1e-6)` : `v = ${axis} + 1`,
        `value = np.${shape}(v / base ** (4 * k / d))`,
      );
    },
  }),
  wave: (channel, _, { dModel }) => place(channel, dModel).shape,
  code: ({ rows, columns, base, normalize }, { start, length }) => ({
    // It scales sides by those of the whole picture, which ends there.
    ...((!normalize || start + length <= rows * columns) && {
      transformers: {
        imports: 'from transformers.models.detr.modeling_detr import DetrSinePositionEmbedding',
        lines: pyLines(
          pyGiven({ rows: Math.max(rows, Math.ceil((start + length) / columns)), columns, base }),
          'made = DetrSinePositionEmbedding(',
          `    d // 2, temperature=base, normalize=${normalize ? 'True' : 'False'}`,
          ")(torch.Size([1, d, rows, columns]), 'cpu', torch.float64)  # [1, d, rows, columns]",
          'positions = torch.t(torch.flatten(made[0], 1))[start : start + n]',
        ),
      },
    }),
    lines: pyLines(
      pyGiven({ ...(normalize && { rows }), columns, base }),
      'x, y = p % columns + 1, p // columns + 1',
      ...(normalize
        ? [`x, y = 2 * np.pi * x / (columns + ${epsilon}), 2 * np.pi * y / (rows + ${epsilon})`]
        : []),
      'k = np.arange(d // 4)',
      '',
      'def waves(v):',
      '    angle = v[:, None] / base ** (4 * k / d)',
      '    return np.reshape(np.stack([np.sin(angle), np.cos(angle)], axis=-1), (n, d // 2))',
      '',
      'positions = np.concatenate([waves(y), waves(x)], axis=1)',
    ),
  }),
});
