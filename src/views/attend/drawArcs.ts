/**
 * Queries down the left, keys down the right, an arc from each query to each key by its weight. All
 * arcs lie on a layer of their own, drawn once a picture; a move of the crosshair lays it down and
 * draws one row. No React.
 */
import { niceStride } from '../../explain/ticks.ts';
import { fitted } from '../parts/fitted.ts';

interface Arc {
  readonly query: number;
  readonly key: number;
  readonly weight: number;
}

/** The faint arcs, the heaviest last. */
export interface Faint {
  readonly arcs: readonly Arc[];
  /** No weight below is drawn. */
  readonly least: number;
}

/** More would be a grey field, and slow. */
export const mostFaint = 4000;

/** No arc of the row under the crosshair is drawn below. */
export const leastStrong = 0.001;

/** Weights of an even share and more, as many as `mostFaint` of them. */
export function faintOf(weights: Float32Array, length: number): Faint {
  // An even share itself is drawn, whichever way it was rounded.
  const even = (1 - 1e-4) / length;
  const above = weights.filter((weight) => weight >= even).toSorted();
  const least = above.length > mostFaint ? (above[above.length - mostFaint] ?? even) : even;
  const arcs: Arc[] = [];
  weights.forEach((weight, cell) => {
    if (weight < least || arcs.length >= mostFaint) return;
    arcs.push({ query: Math.floor(cell / length), key: cell % length, weight });
  });
  return { arcs: arcs.toSorted((a, b) => a.weight - b.weight), least };
}

export interface ArcsLook {
  /** Of the canvas, in CSS pixels; it is square. */
  readonly side: number;
  /** Where the keys stand. */
  readonly keysAt: number;
  readonly length: number;
  /** Device pixels a CSS pixel. */
  readonly ratio: number;
  readonly hue: string;
  readonly ink: string;
  readonly soft: string;
  readonly query: string;
  readonly key: string;
  /** Of the letters, in CSS pixels. */
  readonly size: number;
  readonly family: string;
}

/** The faint arcs of a picture, to be laid under each row. */
export function faintLayer({ arcs }: Faint, look: ArcsLook): HTMLCanvasElement {
  const layer = document.createElement('canvas');
  const context = sized(layer, look);
  context.strokeStyle = look.hue;
  // Arcs of about the same weight are one path: a stroke for each would be slow.
  const steps = 8;
  const most = arcs.at(-1)?.weight ?? 1;
  // Many together must not outshine the row.
  const dimmed = Math.min(1, Math.sqrt(300 / arcs.length));
  for (let step = 0; step < steps; step++) {
    context.beginPath();
    for (const { query, key, weight } of arcs) {
      const at = Math.min(Math.floor(Math.sqrt(weight / most) * steps), steps - 1);
      if (at === step) trace(context, query, key, look);
    }
    const share = (step + 0.5) / steps;
    context.globalAlpha = (0.05 + 0.25 * share) * dimmed;
    context.lineWidth = 0.5 + share;
    context.stroke();
  }
  return layer;
}

export interface Row {
  readonly query: number;
  readonly key: number;
  /** Its weights, one a key. */
  readonly weights: Float32Array;
  readonly names: (position: number) => string;
}

/** Lays the faint arcs down, draws one row strongly, and writes the keys. */
export function drawRow(
  canvas: HTMLCanvasElement,
  layer: HTMLCanvasElement,
  row: Row,
  look: ArcsLook,
): void {
  const context = sized(canvas, look);
  context.drawImage(layer, 0, 0, look.side, look.side);
  context.strokeStyle = look.hue;
  context.fillStyle = look.hue;
  row.weights.forEach((weight, key) => {
    if (weight < leastStrong) return;
    context.beginPath();
    trace(context, row.query, key, look);
    context.globalAlpha = 0.08 + 0.92 * Math.sqrt(weight);
    context.lineWidth = 0.75 + 6 * weight;
    context.stroke();
  });
  context.globalAlpha = 1;
  dot(context, 3, row.query, look.query, look);
  dot(context, look.keysAt, row.key, look.key, look);
  writeKeys(context, row, look);
}

/** Clears a canvas and sets it up to be drawn on in CSS pixels. */
function sized(canvas: HTMLCanvasElement, { side, ratio }: ArcsLook): CanvasRenderingContext2D {
  const pixels = Math.round(side * ratio);
  if (canvas.width !== pixels || canvas.height !== pixels) {
    canvas.width = pixels;
    canvas.height = pixels;
  }
  const context = canvas.getContext('2d');
  if (!context) throw new Error('arcs: no 2d context');
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 1;
  context.clearRect(0, 0, pixels, pixels);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

const heightOf = (position: number, { side, length }: ArcsLook) =>
  ((position + 0.5) / length) * side;

function trace(context: CanvasRenderingContext2D, query: number, key: number, look: ArcsLook) {
  const [from, to] = [heightOf(query, look), heightOf(key, look)];
  const bend = look.keysAt * 0.45;
  context.moveTo(3, from);
  context.bezierCurveTo(bend, from, look.keysAt - bend, to, look.keysAt, to);
}

function dot(
  context: CanvasRenderingContext2D,
  x: number,
  position: number,
  colour: string,
  look: ArcsLook,
): void {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, heightOf(position, look), 3, 0, 2 * Math.PI);
  context.fill();
}

/** As many keys as there is room for, and always that of the crosshair. */
function writeKeys(context: CanvasRenderingContext2D, row: Row, look: ArcsLook): void {
  const { side, length, size, keysAt } = look;
  const each = side / length;
  const stride = niceStride((size * 1.25) / each);
  const widest = Math.floor((side - keysAt - size) / (size * 0.56));
  context.textBaseline = 'middle';
  for (let key = 0; key < length; key++) {
    const here = key === row.key;
    if (!here && (key % stride !== 0 || Math.abs(key - row.key) * each < size * 1.2)) continue;
    context.font = `${here ? '700 ' : ''}${size}px ${look.family}`;
    context.fillStyle = here ? look.key : look.soft;
    // The first and the last stay inside.
    const y = Math.min(Math.max(heightOf(key, look), size * 0.6), side - size * 0.6);
    context.fillText(fitted([...row.names(key)], widest), keysAt + size * 0.6, y);
  }
}
