/** One row of a matrix as a curve of a paper: a line, or bars where the numbers are shares, with its axes. */
import { line, scaleLinear } from 'd3';
import { themes } from '../../fields/theme.ts';
import type { Side } from '../csv.ts';
import { type Caption, captionOf, columnNumbers, type MapsLook } from './mapsFigure.ts';
import { type Figure, type Mark } from './marks.ts';
import { widthOf } from './pixels.ts';

export interface Curve {
  readonly title: string;
  /** Which row it is. */
  readonly kind: string;
  readonly values: ArrayLike<number>;
  readonly columns: Side;
  /** Shares of one, which are never below 0. */
  readonly isShare: boolean;
}

/** Points. */
const labelSize = 6.5;
const pad = 6;
const headHeight = 24;

export function curveFigure(curve: Curve, caption: Caption, look: MapsLook): Figure {
  const theme = themes[look.theme];
  const { width } = look;
  const values = Array.from(curve.values);
  const finite = values.filter(Number.isFinite);
  const [least, most] = [Math.min(0, ...finite), Math.max(0, ...finite)];
  const height = Math.min(width * 0.42, 170);
  const y = scaleLinear([least, most === least ? 1 : most], [height, 0]).nice();
  const ticks = y.ticks(4).map((value) => ({ at: y(value), text: minus(value) }));
  const left = pad + Math.max(...ticks.map(({ text }) => widthOf(text, labelSize))) + 6;
  const [top, right] = [pad + headHeight, width - pad];
  const x = scaleLinear([-0.5, values.length - 0.5], [left, right]);
  const soft = { kind: 'text', size: labelSize, fill: theme.soft } as const;
  const marks: Mark[] = [
    { ...soft, x: left, y: pad + 7, text: curve.title, size: 8, weight: 600, fill: theme.ink },
    { ...soft, x: left, y: pad + 16, text: curve.kind },
    ...ticks.flatMap(({ at, text }): Mark[] => [
      {
        kind: 'path',
        d: `M${left} ${top + at}H${right}`,
        stroke: text === '0' ? theme.soft : theme.hairline,
        strokeWidth: 0.35,
      },
      { ...soft, x: left - 4, y: top + at + labelSize * 0.36, text, anchor: 'end' },
    ]),
    ...(curve.isShare ? bars() : [lineMark()]),
    ...columnNumbers(
      curve.columns,
      values.length,
      { x: left, y: top, wide: right - left, high: height },
      look,
    ),
  ];
  const bottom = top + height + 15 + 4;
  const { marks: written, height: captionHigh } = captionOf(caption, bottom, width, look.theme);
  return {
    width,
    height: bottom + captionHigh + pad,
    ground: look.transparent ? null : theme.page,
    title: [curve.title, curve.kind, ...caption.says].join(' · '),
    marks: [...marks, ...written],
  };

  function bars(): Mark[] {
    const wide = Math.max((x(1) - x(0)) * 0.8, 0.3);
    return values.map((value, i) => ({
      kind: 'rect',
      x: x(i) - wide / 2,
      y: top + y(value),
      width: wide,
      height: y(0) - y(value),
      fill: theme.accent,
    }));
  }

  function lineMark(): Mark {
    const path = line<number>(
      (_, i) => x(i),
      (value) => top + y(value),
    ).defined(Number.isFinite);
    return { kind: 'path', d: path(values) ?? '', stroke: theme.accent, strokeWidth: 1 };
  }
}

const minus = (value: number) => String(Number(value.toPrecision(6))).replace('-', '−');
