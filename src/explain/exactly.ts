/** The float64 value of any cell of the plate, and the line that says how it came about. */
import { rowProducts, similarityFrom } from '../encodings/similarity.ts';
import { texNumber, texResult } from '../encodings/tex.ts';
import type { Cell } from '../fields/window.ts';
import type { Frame } from '../state/frame.ts';
import { dimsOf, familyOf } from '../state/spec.ts';
import type { MapName } from '../state/view.ts';
import { texOfWeight } from './weight.ts';

/** How a number came about: its exact value and TeX; value null where it takes too long. */
export interface Exactly {
  readonly value: number | null;
  readonly tex: string;
}

export function exactly(frame: Frame, map: MapName, cell: Cell): Exactly {
  switch (map) {
    case 'positions':
      return exactPosition(frame, cell);
    case 'similarity':
      return exactSimilarity(frame, cell);
    case 'attention':
      return exactAttention(frame, cell);
  }
}

function exactPosition({ exact }: Frame, { row, column }: Cell): Exactly {
  if (!exact) return { value: 0, tex: '0' };
  return { value: exact.cell(row, column), tex: exact.steps(row, column) };
}

function exactSimilarity(frame: Frame, { row, column }: Cell): Exactly {
  const { spec, exact, maps } = frame;
  const [p, q] = [spec.start + row, spec.start + column];
  const family = familyOf(spec);
  if (family === 'none' || !exact) return { value: 0, tex: String.raw`\text{0}` };
  if (family === 'bias') {
    const value = exact.bias?.(spec.head - 1, p, q) ?? 0;
    return { value, tex: String.raw`b_{${spec.head}}(${p}, ${q}) = ${texResult(value)}` };
  }
  if (family === 'contextual') {
    const value = frame.exactRow(row)?.added[column] ?? null;
    const result = value === null ? '' : String.raw` = ${texResult(value)}`;
    return { value, tex: String.raw`b_{${spec.head}}(${p}, ${q})${result}` };
  }
  const width = maps.positions?.columns ?? 0;
  const products = rowProducts(exact, width, row, column, spec.head - 1);
  const value = similarityFrom(products, width, family, spec.similarity);
  const { both, first, second } = products;
  if (family === 'rotary') {
    return {
      value,
      tex: String.raw`\frac{${width === dimsOf(spec).dHead ? 2 : 1}}{d_h}\,r_{${p}} \cdot r_{${q}} = \frac{1}{${width / 2}} \times ${texNumber(both)} = ${texResult(value)}`,
    };
  }
  if (spec.similarity === 'dot') {
    return { value, tex: String.raw`P_{${p}} \cdot P_{${q}} = ${texResult(both)}` };
  }
  return {
    value,
    tex: String.raw`\frac{P_{${p}} \cdot P_{${q}}}{\lVert P_{${p}}\rVert\,\lVert P_{${q}}\rVert} = \frac{${texNumber(both)}}{${texNumber(Math.sqrt(first))} \times ${texNumber(Math.sqrt(second))}} = ${texResult(value)}`,
  };
}

function exactAttention(frame: Frame, { row, column }: Cell): Exactly {
  const { spec } = frame;
  const [p, q] = [spec.start + row, spec.start + column];
  const exact = frame.exactRow(row);
  if (!exact) return { value: null, tex: String.raw`A_{${p},\,${q}}` };
  return {
    value: exact.weights[column] ?? 0,
    tex: texOfWeight({ spec, row, column, ...exact }),
  };
}
