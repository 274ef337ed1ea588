/** The colours of a map with the numbers they stand for. */
import { useLayoutEffect, useState } from 'react';
import { scaleTexts, shownTicks, type TicksShown } from '../../explain/ticks.ts';
import { palettes } from '../../fields/colour.ts';
import type { ColourScale } from '../../fields/scale.ts';
import { type Picture } from '../../show/pictures.ts';
import type { Frame } from '../../state/frame.ts';
import { useExtent, useTheme } from '../hooks/stores.ts';
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
  const theme = useTheme();
  const max = scale.domain.kind === 'fixed' ? scale.domain.max : largest;
  const stops = palettes[theme][scale.kind].join(', ');
  const texts = max === null ? ['', '', ''] : scaleTexts(scale, max);
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
