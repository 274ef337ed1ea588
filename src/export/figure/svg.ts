/** A figure as an SVG element: text as text, pictures as PNG inside it. */
import { create } from 'd3';
import { type Figure, type Mark, sans, type TextMark } from './marks.ts';

const millimetresPerPoint = 25.4 / 72;
/** To a hundredth of a point, which is too small to be seen. */
const rounded = (value: number) => Math.round(value * 100) / 100;

/** Its width is in millimetres; a viewer that does not know them goes by the points of its view box. */
export function svgOf({ width, height, ground, title, marks }: Figure): SVGSVGElement {
  const root = create('svg:svg')
    .attr('xmlns', 'http://www.w3.org/2000/svg')
    .attr('width', `${rounded(width * millimetresPerPoint)}mm`)
    .attr('height', `${rounded(height * millimetresPerPoint)}mm`)
    .attr('viewBox', `0 0 ${rounded(width)} ${rounded(height)}`)
    .attr('font-family', sans);
  root.append('title').text(title);
  if (ground) root.append('rect').attr('width', '100%').attr('height', '100%').attr('fill', ground);
  const svg = root.node() as SVGSVGElement; // made above
  marks.forEach((mark, place) => svg.append(...elementsOf(mark, place)));
  return svg;
}

/** As the text of a file. */
export function svgText(figure: Figure): string {
  return `${new XMLSerializer().serializeToString(svgOf(figure))}\n`;
}

function elementsOf(mark: Mark, place: number): readonly Element[] {
  switch (mark.kind) {
    case 'rect':
      return [element('rect', { ...boxOf(mark), fill: mark.fill, opacity: mark.opacity })];
    case 'text':
      return [textOf(mark)];
    case 'path':
      return [
        element('path', {
          d: mark.d,
          fill: mark.fill ?? 'none',
          stroke: mark.stroke,
          'stroke-width': mark.stroke && rounded(mark.strokeWidth ?? 1),
          'stroke-dasharray': mark.dash?.join(' '),
          opacity: mark.opacity,
          transform: mark.transform && `matrix(${mark.transform.join(' ')})`,
        }),
      ];
    case 'image':
      return [
        element('image', {
          ...boxOf(mark),
          preserveAspectRatio: 'none',
          'image-rendering': mark.smooth ? undefined : 'pixelated',
          opacity: mark.opacity,
          href: mark.image.toDataURL('image/png'),
        }),
      ];
    case 'cells':
      return [cellsOf(mark)];
    case 'ramp':
      return rampOf(mark, `ramp-${place}`);
  }
}

function textOf(mark: TextMark): Element {
  const { x, y, text, size, turned, href } = mark;
  const words = element('text', {
    x: rounded(x),
    y: rounded(y),
    'font-size': rounded(size),
    fill: mark.fill,
    'font-weight': mark.weight,
    'font-style': mark.italic ? 'italic' : undefined,
    'font-family': mark.family,
    'text-anchor': mark.anchor === 'start' ? undefined : mark.anchor,
    opacity: mark.opacity,
    transform: turned ? `rotate(${turned} ${rounded(x)} ${rounded(y)})` : undefined,
    'xml:space': /^\s|\s$|\s\s/.test(text) ? 'preserve' : undefined,
  });
  words.textContent = text;
  if (href === undefined) return words;
  const link = element('a', { href });
  link.append(words);
  return link;
}

function cellsOf({ x, y, width, height, rows, columns, colours }: Mark & { kind: 'cells' }) {
  const group = element('g', { 'shape-rendering': 'crispEdges' });
  const [wide, high] = [width / columns, height / rows];
  colours.forEach((fill, i) => {
    const column = i % columns;
    const row = (i - column) / columns;
    const box = { x: x + column * wide, y: y + row * high, width: wide, height: high };
    group.append(element('rect', { ...boxOf(box), fill }));
  });
  return group;
}

function rampOf(mark: Mark & { kind: 'ramp' }, id: string): readonly Element[] {
  const gradient = element('linearGradient', { id });
  mark.colours.forEach((colour, i) => {
    const offset = rounded(i / (mark.colours.length - 1));
    gradient.append(element('stop', { offset, 'stop-color': colour }));
  });
  return [gradient, element('rect', { ...boxOf(mark), fill: `url(#${id})` })];
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const boxOf = ({ x, y, width, height }: Box) => ({
  x: rounded(x),
  y: rounded(y),
  width: rounded(width),
  height: rounded(height),
});

type Attributes = Readonly<Record<string, string | number | undefined>>;

function element(name: string, attributes: Attributes): Element {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(key, String(value));
  }
  return made;
}
