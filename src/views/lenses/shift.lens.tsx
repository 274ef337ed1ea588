/**
 * From position p to p + k by one matrix: M_k as a heatmap, applied to the vector of the row under
 * the crosshair, beside the vector that is there, and what differs.
 */
import '../../text/later.ts';
import { select } from 'd3';
import { useId, useMemo, useRef, useState } from 'react';
import { numpyOfShift } from '../../explain/numpy.ts';
import { matrixOf, type Shift as Operator, shiftOf } from '../../explain/shift.ts';
import { paintCells } from '../../show/paintCells.ts';
import { readout } from '../../show/readout.ts';
import { say, schemeName, scientific, shortValue } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import type { Look } from '../../state/page.ts';
import { point, viewStore } from '../../state/view.ts';
import { useTheme, useView } from '../hooks/stores.ts';
import { type LensProps, useCrossDrawing } from '../hooks/useLens.ts';
import { type Moved, useMovedDrawing, useMoving } from '../hooks/useMoving.ts';
import { usePointing } from '../hooks/usePointing.ts';
import { useRem, useWidth } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { minus } from '../parts/axes.ts';
import { Code } from '../parts/Code.tsx';
import { Range } from '../parts/Range.tsx';
import { Tex } from '../parts/tex.tsx';
import { defineLens } from '../parts/tools.ts';
import Ways from '../parts/Ways.tsx';
import { Terms } from '../terms/Terms.tsx';

/** More channels than this would be less than two pixels each. */
const mostShown = 128;
const furthest = 64;

function Shift({ frame }: LensProps) {
  const shift = useMemo(() => shiftOf(frame), [frame]);
  return shift.kind === 'shift' && <Shifted frame={frame} shift={shift} />;
}

function whyNoShift(frame: Frame): string | null {
  const shift = shiftOf(frame);
  if (shift.kind === 'shift') return null;
  return say(shift.reason, { scheme: schemeName(frame.spec), channel: shift.channel });
}

interface ShiftedProps {
  readonly frame: Frame;
  readonly shift: Operator;
}

function Shifted({ frame, shift }: ShiftedProps) {
  const words = useWords();
  const [k, setK] = useState(5);
  useMoving(frame, shift, k);
  return (
    <>
      <div className="lens-words">
        <p>{words(shift.rotary ? 'shift.rotary' : 'shift.what')}</p>
        <By k={k} change={setK} />
        <Residual />
        {shift.ofThisLength && (
          <p>
            <Terms text={words('shift.thisLength', { length: frame.spec.length })} />
          </p>
        )}
        {shift.scales && (
          <p>
            <Terms text={words('shift.scales')} />
          </p>
        )}
        {shift.width > mostShown && (
          <p className="soft">
            <Terms text={words('shift.first', { shown: mostShown, width: shift.width })} />
          </p>
        )}
      </div>
      <Product shift={shift} />
    </>
  );
}

/** The slider of k, and how far it reaches where there are no more positions. */
function By({ k, change }: { readonly k: number; readonly change: (k: number) => void }) {
  const words = useWords();
  const id = useId();
  const used = useRef<HTMLOutputElement>(null);
  useMovedDrawing((moved) => {
    if (!used.current) return;
    const text = minus(moved.k);
    used.current.textContent = moved.k === k ? text : say('shift.most', { k: text });
  });
  return (
    <div className="shift-by">
      <label htmlFor={id}>{words('shift.k')}</label>
      <output ref={used} htmlFor={id} />
      <Range id={id} min={-furthest} max={furthest} value={k} change={change} />
    </div>
  );
}

/** The largest difference, and where the two vectors come from. */
function Residual() {
  const result = useRef<HTMLParagraphElement>(null);
  const source = useRef<HTMLParagraphElement>(null);
  useMovedDrawing((moved) => {
    const to = moved.position + moved.k;
    const names = vectorsOf(moved);
    if (result.current) {
      result.current.textContent = say('shift.result', {
        moved: names.result,
        there: names.after,
        // One number, on one line.
        residual: scientific(largest(moved.residual)).replaceAll(' ', '\u00a0'),
      });
    }
    if (source.current) {
      source.current.textContent = moved.inside
        ? say('shift.inside')
        : say('shift.outside', { position: to });
    }
  });
  return (
    <>
      <p ref={result} className="lens-result" />
      <p ref={source} className="soft" />
    </>
  );
}

const parts = ['operator', 'before', 'result', 'after', 'residual'] as const;

/** M_k · P(p) = M_k P(p), P(p + k), and the difference: channels run down through all of them. */
function Product({ shift }: { readonly shift: Operator }) {
  const words = useWords();
  const [box, width] = useWidth<HTMLDivElement>();
  const rem = useRem();
  const theme = useTheme();
  const how = useView((view) => view.how);
  const board = useRef<HTMLDivElement>(null);
  const mark = useRef<HTMLDivElement>(null);
  const shown = Math.min(shift.width, mostShown);
  const side = Math.floor(Math.min(13.5 * rem, width * 0.3));
  const gap = Math.floor(Math.min(0.8 * rem, width * 0.02));
  const strip = Math.floor(Math.min(4.4 * rem, (width - side - 6 * gap) / 4));

  useMovedDrawing((moved) => {
    const size = Math.min(moved.shift.width, mostShown);
    const operator = matrixOf(moved.blocks, size);
    // The four strips on one scale: a difference of 10⁻⁷ has no colour beside what it is between.
    const vectors = largest(moved.before, moved.result, moved.after, [1]);
    const most = { operator: largest(operator, [1]) };
    const data = { ...moved, operator };
    const headings = headingsOf(moved, width < 24 * rem);
    for (const part of parts) {
      const figure = board.current?.querySelector(`[data-part=${part}]`);
      const canvas = figure?.querySelector('canvas');
      if (!figure || !canvas) continue;
      const max = part === 'operator' ? most.operator : vectors;
      select(figure).select('.name').text(headings[part]);
      select(figure)
        .select('.span')
        .text(`±${bound(max)}`);
      const columns = part === 'operator' ? size : 1;
      const values = Array.from(data[part]).slice(0, size * columns);
      paintCells(canvas, { rows: size, columns, data: values }, scale, max, theme);
    }
  });
  useCrossDrawing(({ channel }) => {
    const { current } = mark;
    if (!current) return;
    current.hidden = channel >= shown;
    current.style.top = `${(channel / shown) * side}px`;
    current.style.height = `${side / shown}px`;
  });

  usePointing(board, {
    point([, y]) {
      const { cross } = readout.getState();
      const channel = Math.floor(
        ((y - (mark.current?.parentElement?.offsetTop ?? 0)) / side) * shown,
      );
      if (!cross || channel < 0 || channel >= shown) return null;
      return point(viewStore, { map: 'positions', row: cross.row, column: channel });
    },
  });

  return (
    <div ref={box} className="lens-figure shift-figure">
      <div
        ref={board}
        className="shift-board"
        role="img"
        aria-label={words('shift.figure')}
        style={
          {
            '--side': `${side}px`,
            '--gap': `${gap}px`,
            '--strip': `${strip}px`,
          } as React.CSSProperties
        }
      >
        {parts.map((part) => (
          <div key={part} className={`shift-part ${part}`} data-part={part}>
            <span className="name" />
            <canvas />
            <span className="span soft" />
          </div>
        ))}
        <div className="shift-mark-room">
          <div ref={mark} className="shift-mark" hidden />
        </div>
      </div>
      <div className="shift-reading">
        <Ways />
        {how === 'formula' &&
          (shift.rotary ? rotaryTex : additiveTex).map((line) => (
            <div key={line.join()} className="shift-tex">
              {line.map((part) => (
                <Tex key={part} tex={part} />
              ))}
            </div>
          ))}
        {how === 'formula' ? <ChannelLine /> : <ChannelTold how={how} />}
      </div>
    </div>
  );
}

/** Each line in the parts that a narrow window sets below one another. */
const additiveTex = [
  [String.raw`P(p+k)`, String.raw`{}= M_k\,P(p)`],
  [
    String.raw`\sin (p{+}k)\omega`,
    String.raw`{}= \cos k\omega\,\sin p\omega`,
    String.raw`{}+ \sin k\omega\,\cos p\omega`,
  ],
  [
    String.raw`\cos (p{+}k)\omega`,
    String.raw`{}= -\sin k\omega\,\sin p\omega`,
    String.raw`{}+ \cos k\omega\,\cos p\omega`,
  ],
];
const rotaryTex = [
  [String.raw`R(p+k)`, String.raw`{}= R(k)\,R(p)`],
  [
    String.raw`\cos (p{+}k)\theta`,
    String.raw`{}= \cos k\theta\,\cos p\theta`,
    String.raw`{}- \sin k\theta\,\sin p\theta`,
  ],
  [
    String.raw`\sin (p{+}k)\theta`,
    String.raw`{}= \cos k\theta\,\sin p\theta`,
    String.raw`{}+ \sin k\theta\,\cos p\theta`,
  ],
];

/** One channel of the product, with its numbers. */
function ChannelLine() {
  const line = useRef<HTMLParagraphElement>(null);
  const latest = useRef<Moved>(null);
  const draw = (channel: number) => {
    if (!latest.current) return;
    select(line.current)
      .selectAll('span')
      .data(channelText(latest.current, channel))
      .join('span')
      .text((text) => text);
  };
  useMovedDrawing((moved) => {
    latest.current = moved;
    draw(readout.getState().cross?.channel ?? 0);
  });
  useCrossDrawing(({ channel }) => draw(channel));
  return <p ref={line} className="shift-line" />;
}

/** The same channel in a sentence, or as code. */
function ChannelTold({ how }: { readonly how: Exclude<Look['how'], 'formula'> }) {
  useWords();
  const [moved, setMoved] = useState<Moved | null>(null);
  const [channel, setChannel] = useState(0);
  useMovedDrawing(setMoved);
  useCrossDrawing((cross) => setChannel(cross.channel));
  const block = moved && blockAt(moved, channel);
  if (!moved) return null;
  if (!block) return <p>{say('shift.zero', { channel })}</p>;
  if (how === 'code') return <Code lines={numpyOfShift(block, moved.before, channel)} />;
  const [first, second] = block.channels;
  const values = (of: ArrayLike<number>) => [first, second].map((at) => shortValue(of[at] ?? 0));
  const [[x = '', y = ''], [u = '', v = '']] = [values(moved.result), values(moved.after)];
  return (
    <p>
      <Terms
        text={say('shift.says', {
          ...vectorsOf(moved),
          pair: block.pair,
          angle: shortValue(block.angle),
          first,
          second,
          x,
          y,
          u,
          v,
        })}
      />
    </p>
  );
}

const blockAt = ({ blocks }: Moved, channel: number) =>
  blocks.find(({ channels }) => channels.includes(channel));

function channelText(moved: Moved, channel: number): readonly string[] {
  const block = blockAt(moved, channel);
  if (!block) return [say('shift.zero', { channel })];
  const [first, second] = block.channels;
  const [byFirst, bySecond] = channel === first ? [block.aa, block.ab] : [block.ba, block.bb];
  const number = (value = Number.NaN) => shortValue(value);
  const inner = (value = Number.NaN) => {
    const text = number(value);
    return text.startsWith('−') ? `(${text})` : text;
  };
  const { result, after } = vectorsOf(moved);
  const sum = `${number(byFirst)} × ${inner(moved.before[first])} + ${inner(bySecond)} × ${inner(moved.before[second])}`;
  return [
    say('shift.channel', { channel }),
    `${result}: ${sum} = ${number(moved.result[channel])}`,
    `${after}: ${number(moved.after[channel])}`,
  ];
}

const letters = ({ rotary }: Operator) => (rotary ? ['R', 'r'] : ['M', 'P']);

/** M₅ P(16) and P(21). */
function vectorsOf({ position, k, shift }: Moved) {
  const [matrix, vector] = letters(shift);
  return {
    before: `${vector}(${position})`,
    result: `${matrix}${subscript(k)} ${vector}(${position})`,
    after: `${vector}(${position + k})`,
  };
}

/** What is above the parts of the picture. Short: in a narrow window there is room for no more. */
function headingsOf(
  { k, shift }: Moved,
  narrow: boolean,
): Readonly<Record<(typeof parts)[number], string>> {
  const [matrix, vector] = letters(shift);
  const operator = `${matrix}${subscript(k)}`;
  return {
    operator,
    before: `${vector}(p)`,
    result: `${operator}${vector}(p)`,
    after: `${vector}(p${k < 0 ? '−' : '+'}${Math.abs(k)})`,
    residual: narrow ? 'Δ' : say('shift.difference'),
  };
}

const scale = { kind: 'diverging', curve: 'linear' } as const;

function largest(...lists: readonly ArrayLike<number>[]): number {
  return lists.reduce(
    (most, list) =>
      Array.from(list)
        .filter(Number.isFinite)
        .reduce((a, b) => Math.max(a, Math.abs(b)), most),
    0,
  );
}

function bound(value: number): string {
  return value < 0.01 ? scientific(value) : shortValue(value, Number.isInteger(value) ? 0 : 2);
}

function subscript(value: number): string {
  return Array.from(String(value), (c) => (c === '-' ? '₋' : '₀₁₂₃₄₅₆₇₈₉'[Number(c)])).join('');
}

export default defineLens({
  name: 'shift',
  applies: whyNoShift,
  View: Shift,
});
