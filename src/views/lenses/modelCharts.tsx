/** Bases and trained lengths of all models, and the wavelengths of one beside those of another. */
import { axisBottom, axisLeft, format, groups, scaleLog, select } from 'd3';
import { useEffect, useRef } from 'react';
import { encodingOf } from '../../encodings/index.ts';
import { seededNormal } from '../../encodings/seeded.ts';
import { defaultSpec, dimsOf } from '../../state/spec.ts';
import type { Use } from '../../state/uses.ts';
import { useRem } from '../hooks/useSize.ts';
import { useWords } from '../hooks/useWords.ts';
import { addAxis, addName } from '../parts/axes.ts';

const short = format('~s');
const shortTick = (value: { valueOf(): number }) => short(value.valueOf()).replace('G', 'B');

/** Lengths are powers of two: 8k is 8192. */
const thousands = (length: number) => (length < 1024 ? String(length) : `${length / 1024}k`);

interface BaseChartProps {
  readonly uses: readonly Use[];
  readonly chosen: Use | null;
  readonly width: number;
}

/** Models with the same base and length are one circle, the larger the more there are. */
export function BaseChart({ uses, chosen, width }: BaseChartProps) {
  const words = useWords();
  const rem = useRem();
  const svg = useRef<SVGSVGElement>(null);
  const height = 17 * rem;
  useEffect(() => {
    const root = select(svg.current);
    root.selectAll('*').remove();
    const margin = { top: 1.4 * rem, right: 1.5 * rem, bottom: 3 * rem, left: 3 * rem };
    const right = Math.max(width - margin.right, margin.left + 1);
    const known = uses.flatMap(({ base, trained, name }) =>
      base === null || trained === null || trained < 16 ? [] : [{ base, trained, name }],
    );
    const x = scaleLog([256, 2 ** 21], [margin.left, right])
      .base(2)
      .clamp(true);
    const y = scaleLog([90, 2e9], [height - margin.bottom, margin.top]).clamp(true);
    const lengths = [2 ** 9, 2 ** 11, 2 ** 13, 2 ** 15, 2 ** 17, 2 ** 20];
    const shown = width < 24 * rem ? lengths.filter((_, i) => i % 2 === 0) : lengths;
    const bottom = axisBottom(x)
      .tickValues(shown)
      .tickFormat((value) => thousands(value.valueOf()));
    addAxis(root, bottom, 0, height - margin.bottom);
    const left = axisLeft(y).tickValues([1e2, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]).tickFormat(shortTick);
    addAxis(root, left, margin.left, 0);
    addName(root, words('models.base'), 0, 0.7 * rem);
    addName(root, words('models.length'), right, height - 0.5 * rem).attr('text-anchor', 'end');
    const circles = groups(known, ({ base, trained }) => `${base} ${trained}`);
    root
      .selectAll('circle')
      .data(circles.map(([, same]) => same))
      .join('circle')
      .attr('class', 'models-dot')
      .attr('cx', ([first]) => x(first?.trained ?? 0))
      .attr('cy', ([first]) => y(first?.base ?? 0))
      .attr('r', (same) => 2 + 1.3 * Math.sqrt(same.length))
      .append('title')
      .text((same) => same.map(({ name }) => name).join(', '));
    if (chosen?.base && chosen.trained) {
      const [at, high] = [x(chosen.trained), y(chosen.base)];
      root
        .append('circle')
        .attr('class', 'models-dot chosen')
        .attr('cx', at)
        .attr('cy', high)
        .attr('r', 5);
      root
        .append('text')
        .attr('class', 'models-name')
        .attr('text-anchor', at > (margin.left + right) / 2 ? 'end' : 'start')
        .attr('x', at + (at > (margin.left + right) / 2 ? -9 : 9))
        .attr('y', high - 0.5 * rem)
        .text(chosen.name);
    }
  }, [uses, chosen, width, height, rem, words]);
  return (
    <svg
      ref={svg}
      className="models-chart"
      width={width}
      height={height}
      role="img"
      aria-label={words('models.chart')}
    />
  );
}

/** Positions for one turn of each pair that turns, of the head as the state has it. */
function wavelengthsOf({ patch }: Use): readonly number[] {
  const dims = dimsOf({ ...defaultSpec, ...patch });
  const exact = encodingOf(patch.encoding).exact?.(
    patch.params,
    dims,
    seededNormal(defaultSpec.seed),
  );
  return Array.from({ length: exact?.pairs ?? 0 }, (_, pair) => {
    const frequency = Math.abs(exact?.angle?.(1, pair) ?? 0);
    return (2 * Math.PI) / frequency;
  }).filter((length) => Number.isFinite(length));
}

export function WaveRows({
  uses,
  width,
}: {
  readonly uses: readonly Use[];
  readonly width: number;
}) {
  const words = useWords();
  const rem = useRem();
  const svg = useRef<SVGSVGElement>(null);
  const high = 2.6 * rem;
  const height = uses.length * high + 2.4 * rem;
  useEffect(() => {
    const root = select(svg.current);
    root.selectAll('*').remove();
    const rows = uses.map((use) => ({ use, waves: wavelengthsOf(use) }));
    const longest = Math.max(1e5, ...rows.flatMap(({ waves }) => waves));
    const left = 0.4 * rem;
    const x = scaleLog([5, longest], [left, Math.max(width - rem, left + 1)]);
    rows.forEach(({ use, waves }, row) => {
      const top = row * high;
      root
        .append('text')
        .attr('class', `models-name ${row === 0 ? 'chosen' : ''}`)
        .attr('x', 0)
        .attr('y', top + rem)
        .text(waves.length > 0 ? use.name : words('models.noWaves', { model: use.name }));
      root
        .append('path')
        .attr('class', `models-waves ${row === 0 ? 'chosen' : ''}`)
        .attr('d', waves.map((wave) => `M${x(wave)} ${top + 1.4 * rem}v${0.8 * rem}`).join(''));
    });
    const every = width < 24 * rem ? 2 : 1;
    const tens = Array.from({ length: 9 }, (_, i) => 10 ** (i + 1));
    const bottom = axisBottom(x)
      .tickValues(tens.filter((length, i) => i % every === 0 && length <= longest))
      .tickFormat(shortTick);
    addAxis(root, bottom, 0, uses.length * high + 0.2 * rem);
  }, [uses, width, high, rem, words]);
  return (
    <>
      <h3 className="models-title">{words('models.waves')}</h3>
      <svg ref={svg} width={width} height={height} role="img" aria-label={words('models.waves')} />
    </>
  );
}
