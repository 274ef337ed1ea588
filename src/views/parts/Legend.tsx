/** The colours of a map with the numbers they stand for. */
import { useLayoutEffect, useState } from 'react';
import { shownTicks, type TicksShown } from '../../explain/ticks.ts';
import { palettes } from '../../fields/colour.ts';
import { type ColourScale, valueAt } from '../../fields/scale.ts';
import { themeNames } from '../../show/mapColours.ts';
import { type Picture } from '../../show/pictures.ts';
import type { Frame } from '../../state/frame.ts';
import { useExtent, useView } from '../hooks/stores.ts';
import { useWidth } from '../hooks/useSize.ts';
import './legend.css';

export function Legend({ picture, frame }: { readonly picture: Picture; readonly frame: Frame }) {
  const extent = useExtent(picture);
  return <ScaleBar scale={picture.scale(frame)} largest={extent?.largest ?? null} />;
}

/** @param largest  what was measured, where the scale is not fixed; null until it is known */
export function ScaleBar({
  scale,
  largest,
}: {
  readonly scale: ColourScale;
  readonly largest: number | null;
}) {
  const theme = useView((view) => themeNames[view.theme]);
  const max = scale.domain.kind === 'fixed' ? scale.domain.max : largest;
  // A share of one is the most there is; a scale that ends before it says so.
  const beyond =
    scale.kind === 'sequential' && scale.domain.kind === 'fixed' && scale.domain.max < 1;
  const stops = palettes[theme][scale.kind].join(', ');
  const texts = [0, 0.5, 1].map((unit) => {
    const text = max === null ? '' : tick(scale, max, unit);
    return unit === 1 && beyond ? `≥ ${text}` : text;
  });
  const written = `${theme} ${texts.join(' ')}`;
  const [ticks, width] = useWidth<HTMLDivElement>();
  const [shown, setShown] = useState<TicksShown>('all');
  // Numbers never touch: the middle one goes first, then the least.
  useLayoutEffect(() => {
    const spans = [...(ticks.current?.children ?? [])];
    const widths = spans.map((span) => span.getBoundingClientRect().width);
    const size = Number.parseFloat(getComputedStyle(ticks.current ?? document.body).fontSize);
    setShown(shownTicks(widths, width, size / 2));
  }, [ticks, width, written]);
  return (
    <div className="legend" aria-hidden="true">
      <div
        className="legend-bar ramp"
        style={{ background: `linear-gradient(in oklab to right, ${stops})` }}
      />
      <div ref={ticks} className="legend-ticks" data-shown={shown}>
        {texts.map((text, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a number is told by its place.
          <span key={place}>{text}</span>
        ))}
      </div>
    </div>
  );
}

function tick(scale: ColourScale, max: number, unit: number): string {
  const value = valueAt(scale, max, unit);
  if (value === 0) return '0';
  if (Number.isInteger(value)) return String(value).replace('-', '−');
  // Two significant digits; a formatter of numbers would be a part of the first download for this alone.
  const text =
    Math.abs(value) < 0.01
      ? value.toExponential(1).replace('.0e', 'e')
      : String(Number(value.toPrecision(2)));
  return text.replaceAll('-', '−');
}
