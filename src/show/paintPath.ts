/** A path through points on a canvas: a thin line in order, and a dot at each, coloured by place. */
import { cssOf } from '../fields/oklab.ts';
import { placeOf } from '../fields/scale.ts';
import type { ThemeName } from '../fields/theme.ts';
import type { Fit } from '../fields/turned.ts';
import { tableOf } from './mapColours.ts';

/** The part of the sequential palette that is seen on the page; its beginning is the page's own. */
const seenFrom: Readonly<Record<ThemeName, number>> = { paper: 0.24, night: 0.34, projector: 0.24 };

/** The colour of a position, `share` of the way from the first to the last. */
export function positionColour(theme: ThemeName, share: number): string {
  const from = seenFrom[theme];
  return cssOf(tableOf(theme, 'sequential')[placeOf(from + (1 - from) * share)] ?? 0);
}

/** The same colours as a bar. */
export function positionGradient(theme: ThemeName): string {
  const stops = Array.from({ length: 9 }, (_, i) => positionColour(theme, i / 8));
  return `linear-gradient(in oklab to right, ${stops.join(', ')})`;
}

/** A line from the middle, `to` and back as far; CSS pixels. */
interface Spoke {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

export interface PathDrawing {
  /** [n, 3]: right, up, towards the eye. */
  readonly seen: Float32Array;
  readonly fit: Fit;
  readonly width: number;
  readonly height: number;
  /** Pixels along one of CSS. */
  readonly ratio: number;
  readonly spokes: readonly Spoke[];
  /** Whether what is nearer is drawn larger. */
  readonly deep: boolean;
  readonly colours: readonly string[];
  readonly hairline: string;
  readonly soft: string;
}

export function paintPath(canvas: HTMLCanvasElement, picture: PathDrawing): void {
  const { ratio } = picture;
  canvas.width = Math.round(picture.width * ratio);
  canvas.height = Math.round(picture.height * ratio);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(ratio, ratio);
  drawSpokes(context, picture);
  drawLine(context, picture);
  drawDots(context, picture);
}

function drawSpokes(context: CanvasRenderingContext2D, { spokes, hairline }: PathDrawing): void {
  context.strokeStyle = hairline;
  context.lineWidth = 1;
  context.beginPath();
  for (const { from, to } of spokes) {
    context.moveTo(...from);
    context.lineTo(...to);
  }
  context.stroke();
}

function drawLine(context: CanvasRenderingContext2D, { seen, fit, soft }: PathDrawing): void {
  context.strokeStyle = soft;
  context.globalAlpha = 0.55;
  context.lineWidth = 1;
  context.lineJoin = 'round';
  context.beginPath();
  for (let i = 0; i < seen.length; i += 3) {
    context.lineTo(fit.x(seen[i] ?? 0), fit.y(seen[i + 1] ?? 0));
  }
  context.stroke();
  context.globalAlpha = 1;
}

/** The farthest first, so that the nearer ones lie over them. */
function drawDots(context: CanvasRenderingContext2D, picture: PathDrawing): void {
  const { seen, fit, deep, colours } = picture;
  const depth = (point: number) => seen[3 * point + 2] ?? 0;
  const order = Array.from({ length: seen.length / 3 }, (_, point) => point);
  if (deep) order.sort((a, b) => depth(a) - depth(b));
  const radius = radiusOf(order.length);
  const farthest = Math.max(...order.map((point) => Math.abs(depth(point))), 1e-30);
  for (const point of order) {
    context.fillStyle = colours[point] ?? '';
    context.beginPath();
    const size = deep ? radius * (1 + (0.35 * depth(point)) / farthest) : radius;
    context.arc(fit.x(seen[3 * point] ?? 0), fit.y(seen[3 * point + 1] ?? 0), size, 0, 2 * Math.PI);
    context.fill();
  }
}

function radiusOf(count: number): number {
  if (count <= 64) return 4.5;
  return count <= 512 ? 3 : 1.8;
}
