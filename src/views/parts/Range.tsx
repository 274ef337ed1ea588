/** A slider whose track is filled up to its value. */
import type { ComponentProps, CSSProperties } from 'react';

interface RangeProps
  extends Omit<ComponentProps<'input'>, 'type' | 'className' | 'style' | 'onChange'> {
  readonly min: number;
  readonly max: number;
  readonly value: number;
  readonly change: (value: number) => void;
}

export function Range({ change, ...rest }: RangeProps) {
  const { min, max, value } = rest;
  return (
    <input
      {...rest}
      className="range"
      type="range"
      // React's own type knows no custom properties.
      style={{ '--share': (value - min) / (max - min || 1) } as CSSProperties}
      onChange={({ target }) => change(target.valueAsNumber)}
    />
  );
}
