/** A number: a slider over its whole range, a field to type it in, and a way back. */

import { type KeyboardEvent, useId } from 'react';
import { useStore } from 'zustand';
import { type NumberParam, usualOf } from '../../encodings/params.ts';
import { arrowStep } from '../../show/arrows.ts';
import { controlName, described, ownerOf, valueOf } from '../../state/settings.ts';
import { dimsOf } from '../../state/spec.ts';
import { finish } from '../../state/store.ts';
import { formatNumber, said } from '../../text/t.ts';
import { useControlled, useView } from '../hooks/stores.ts';
import { useNumberField } from '../hooks/useNumberField.ts';
import { useWords } from '../hooks/useWords.ts';
import { Terms } from '../terms/Terms.tsx';
import { setValue } from './Choice.tsx';
import { IconButton } from './IconButton.tsx';
import { Range } from './Range.tsx';

const places = 1000;

interface SliderProps {
  /** As in state/settings.ts. */
  readonly name: string;
  /** The scheme it belongs to, where there are several. */
  readonly of?: string | undefined;
  /** Values the slider stops at: multiples of this. */
  readonly multiple?: number;
  /** Where the slider begins, if not at the least value there is. */
  readonly lowest?: number;
  /** The only values there are, ascending. */
  readonly among?: readonly number[];
  /** What the way back leads to, if not to the declared default. */
  readonly back?: number;
}

export function Slider(props: SliderProps) {
  const { spec } = useStore(useControlled());
  const declared = described(spec, props.name);
  return declared?.kind === 'number' ? <NumberSlider {...props} declared={declared} /> : null;
}

function NumberSlider({
  name,
  of,
  multiple: stops,
  among,
  lowest,
  back,
  declared,
}: SliderProps & { readonly declared: NumberParam }) {
  const id = useId();
  const words = useWords();
  const store = useControlled();
  const { spec } = useStore(store);
  const locale = useView((view) => view.locale);
  const param = { ...declared, max: declared.reach?.(dimsOf(spec)) ?? declared.max };
  const multiple = stops ?? param.multiple ?? 1;
  const value = Number(valueOf(spec, name));
  const short = said(param.label, locale);
  const label = of === undefined ? short : words('control.of', { name: short, scheme: of });
  const shown = value === 0 && param.zero ? said(param.zero, locale) : formatNumber(locale, value);
  const usual = back ?? Number(usualOf(declared, ownerOf(spec, name)?.params ?? {}));
  const set = (next: number, gesture?: string) => setValue(store, name, next, gesture);
  const { field, refused } = useNumberField({
    rule: declared,
    name: label,
    value,
    shown,
    take: (typed) => set(typed),
  });
  const snap = (raw: number) => {
    if (among) return nearest(among, raw);
    const whole = param.integer
      ? Math.round(raw / multiple) * multiple
      : Number(raw.toPrecision(4));
    const high = param.integer ? Math.floor(param.max / multiple) * multiple : param.max;
    return Math.min(Math.max(whole, lowest ?? param.min), high);
  };
  const stepped = (steps: number) => {
    if (among)
      return among[Math.min(Math.max(among.indexOf(value) + steps, 0), among.length - 1)] ?? value;
    if (!param.integer) return snap(value * 1.05 ** steps);
    // From a value between the stops, one step goes to the next stop.
    const from = steps > 0 ? Math.floor(value / multiple) : Math.ceil(value / multiple);
    return snap((from + steps) * multiple);
  };
  const keys = (event: KeyboardEvent) => {
    const step = arrowStep(event.key, -1) ?? { PageUp: 10, PageDown: -10 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(stepped(step), name);
  };
  return (
    <div className="slider" data-control={controlName(name)}>
      {of !== undefined && (
        <span className="control-of" aria-hidden="true">
          {of}
        </span>
      )}
      <div className="slider-head">
        <label htmlFor={id} title={label}>
          <Terms text={short} />
        </label>
        <IconButton
          className="reset"
          name={words('control.reset', { name: label })}
          hidden={value === usual}
          onClick={() => set(usual)}
        >
          ↺
        </IconButton>
        <input
          {...field}
          className="number"
          aria-label={words('control.value', { name: label })}
          style={{ minWidth: `${digitsWide(shown)}ch` }}
        />
      </div>
      <Range
        id={id}
        aria-label={of === undefined ? undefined : label}
        min={0}
        max={places}
        step="any"
        value={placeOnTrack(param, value)}
        aria-valuetext={shown}
        change={(place) => set(snap(valueAt(param, place)), name)}
        onKeyDown={keys}
        onPointerUp={() => finish(store)}
        onKeyUp={() => finish(store)}
        onBlur={() => finish(store)}
      />
      {refused !== null && (
        <p className="refused" role="alert">
          {refused}
        </p>
      )}
    </div>
  );
}

/** Where a value lies on the slider, 0…1000: by ratio where the scale is log, from 0 by 1 + x. */
function placeOnTrack({ min, max, scale }: NumberParam, value: number): number {
  if (scale === 'linear') return (places * (value - min)) / (max - min);
  const shift = min > 0 ? 0 : 1;
  return (
    (places * Math.log((value + shift) / (min + shift))) / Math.log((max + shift) / (min + shift))
  );
}

function valueAt({ min, max, scale }: NumberParam, place: number): number {
  if (scale === 'linear') return min + ((max - min) * place) / places;
  const shift = min > 0 ? 0 : 1;
  return (min + shift) * ((max + shift) / (min + shift)) ** (place / places) - shift;
}

function nearest(values: readonly number[], to: number): number {
  return values.reduce((best, value) =>
    Math.abs(value - to) < Math.abs(best - to) ? value : best,
  );
}

/** Room for a number, in widths of a digit; what divides digits takes less. */
function digitsWide(number: string): number {
  const dividers = number.match(/[.,]/g)?.length ?? 0;
  return number.length - 0.6 * dividers + 0.6;
}
