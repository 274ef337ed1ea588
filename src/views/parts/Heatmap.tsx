/** The canvas of a picture, for as long as it is on the page. */
import { useLayoutEffect, useRef } from 'react';
import { type Picture, showOn } from '../../show/pictures.ts';

interface HeatmapProps {
  readonly picture: Picture;
  /** CSS pixels; where they are not given, the style sheet says how large it is. */
  readonly width?: number;
  readonly height?: number;
}

export function Heatmap({ picture, width, height }: HeatmapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  // A canvas of another size is empty.
  // biome-ignore lint/correctness/useExhaustiveDependencies: pictures of one key are the same.
  useLayoutEffect(() => {
    if (canvas.current) return showOn(canvas.current, picture);
    // oxlint-disable-next-line react/exhaustive-deps
  }, [picture.key, width, height]);
  return <canvas ref={canvas} style={{ width, height }} aria-hidden="true" />;
}
