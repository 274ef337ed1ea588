/** Small pictures of what words mean, computed and not drawn by hand. */
import type { PictureName } from '../../lessons/glossary.ts';

const [width, height] = [160, 48];

/** A curve through y(x), x from 0 to 1 and y from −1 to 1. */
function curve(y: (x: number) => number): string {
  const points = Array.from({ length: 81 }, (_, i) => {
    const x = i / 80;
    return `${(x * width).toFixed(1)},${((height / 2) * (1 - 0.85 * y(x))).toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}

const radius = 20;
const middle: readonly [number, number] = [30, height / 2];

/** A hand of a clock, an angle in turns. */
function hand(turns: number, [x, y] = middle, length = radius): string {
  const angle = 2 * Math.PI * turns;
  return `M${x},${y}L${(x + length * Math.sin(angle)).toFixed(1)},${(y - length * Math.cos(angle)).toFixed(1)}`;
}

const circle = <circle cx={middle[0]} cy={middle[1]} r={radius} />;

/** Logits, and beside them what softmax makes of them. */
const logits = [1, 2.2, 0.3, 1.5, -0.5];
const powers = logits.map(Math.exp);
const total = powers.reduce((a, b) => a + b);

const pictures: Readonly<Record<PictureName, React.ReactNode>> = {
  circle: (
    <>
      {circle}
      <path
        className="faint"
        d={curve((x) => Math.sin(4 * Math.PI * x))}
        transform="translate(62 0) scale(.6 1)"
      />
      <path className="strong" d={hand(0.14)} />
    </>
  ),
  waves: (
    <>
      <path className="strong" d={curve((x) => Math.sin(10 * Math.PI * x))} />
      <path className="faint" d={curve((x) => Math.sin(2 * Math.PI * x))} />
    </>
  ),
  turn: (
    <>
      {circle}
      <path className="faint" d={hand(0.08)} />
      <path className="strong" d={hand(0.3)} />
    </>
  ),
  arrows: (
    <>
      <path className="faint" d={hand(0.2, [20, 42], 60)} />
      <path className="strong" d={hand(0.1, [20, 42], 40)} />
    </>
  ),
  softmax: logits.map((logit, i) => (
    <g key={logit}>
      <rect
        className="faint-fill"
        x={4 + 13 * i}
        y={28 - 11 * Math.max(logit, 0)}
        width={9}
        height={11 * Math.abs(logit)}
      />
      <rect
        className="strong-fill"
        x={90 + 13 * i}
        y={44 - (64 * (powers[i] ?? 0)) / total}
        width={9}
        height={(64 * (powers[i] ?? 0)) / total}
      />
    </g>
  )),
  triangle: Array.from({ length: 36 }, (_, cell) => {
    const [row, column] = [Math.floor(cell / 6), cell % 6];
    return (
      <rect
        key={cell}
        className={column <= row ? 'strong-fill' : 'faint-fill'}
        x={2 + 8 * column}
        y={8 * row}
        width={7}
        height={7}
      />
    );
  }),
  line: (
    <>
      <path className="faint" d={`M2,34H${width - 2}`} />
      {Array.from({ length: 12 }, (_, i) => (
        <circle
          key={i}
          className={i === 3 || i === 9 ? 'strong-fill' : 'faint-fill'}
          cx={8 + 13 * i}
          cy={34}
          r={3}
        />
      ))}
      <path className="strong" d="M47,28Q86,2 125,28" />
    </>
  ),
  row: Array.from({ length: 18 }, (_, i) => (
    <rect
      key={i}
      className="strong-fill"
      x={2 + 8.7 * i}
      y={16}
      width={7.7}
      height={16}
      opacity={0.15 + 0.4 * (1 + Math.sin(6 / 10 ** (i / 9)))}
    />
  )),
};

export function TermPicture({ name }: { readonly name: PictureName }) {
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      {pictures[name]}
    </svg>
  );
}
