/**
 * Makes the row of the crosshair heard, by a button and by the key H, and says in words what is heard.
 * Escape or the button stops it.
 */
import '../../text/later.ts';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { isHidden } from '../../explain/weight.ts';
import { unitOf } from '../../fields/scale.ts';
import { extentStore, type Picture } from '../../show/pictures.ts';
import { answers, shownStore } from '../../show/shown.ts';
import { hear, soundStore } from '../../show/sound.ts';
import { rowLabel, say, shortValue } from '../../show/words.ts';
import { type BlockName, type Frame } from '../../state/frame.ts';
import { useWords } from '../hooks/useWords.ts';
import { isForPage } from '../takesKeys.ts';

/** A row that can be heard. */
export interface Heard {
  readonly frame: Frame;
  readonly name: BlockName;
  /** What its map is called. */
  readonly title: string;
  readonly row: number;
  readonly columns: number;
  /** Whether rows are positions, with a token each. */
  readonly tokens: boolean;
  readonly picture: Picture;
}

interface HearToolProps {
  /** The row under the crosshair; null where there is none. */
  readonly what: () => Heard | null;
  /** What is covered is not heard either. */
  readonly disabled?: boolean;
}

export default function HearTool({ what, disabled = false }: HearToolProps) {
  const words = useWords();
  const stop = useStore(soundStore, (now) => now.stop);
  const toggle = () => {
    const playing = soundStore.getState().stop;
    const heard = what();
    if (playing) playing();
    else if (heard) void hearRow(heard);
  };
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'h' || event.repeat || disabled || !isForPage(event)) return;
      event.preventDefault();
      toggle();
    };
    globalThis.addEventListener('keydown', keys);
    return () => globalThis.removeEventListener('keydown', keys);
  });
  useEffect(() => () => soundStore.getState().stop?.(), []);
  return (
    <button
      type="button"
      className="tool hear"
      aria-label={words(stop ? 'sound.stop' : 'sound.hear')}
      title={words(stop ? 'sound.stop' : 'sound.hint')}
      aria-pressed={stop !== null}
      disabled={disabled}
      onClick={toggle}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path
          d={stop ? 'M4 4h8v8H4z' : 'M2 6v4h3l4 3V3L5 6zM11.5 5.5q2 2.5 0 5M13.5 3.5q4 4.5 0 9'}
        />
      </svg>
    </button>
  );
}

async function hearRow({ frame, name, title, row, columns, tokens, picture }: Heard) {
  const values = await answers.block(name, row, 0, 1, columns);
  if (!values) return;
  const scale = picture.scale(frame);
  const measured = extentStore.getState()[picture.key]?.largest ?? 1;
  const max = scale.domain.kind === 'fixed' ? scale.domain.max : measured;
  const isSeen = (value: number) => Number.isFinite(value) && !isHidden(value);
  const units = Array.from(values, (value) => (isSeen(value) ? unitOf(scale, max, value) : null));
  const sounds = await hear(units);
  const seen = values.filter(isSeen);
  const holes = {
    map: title,
    row: String(tokens ? frame.spec.start + row : row),
    token: tokens ? rowLabel(frame, row) : '',
    count: columns,
    least: shortValue(seen.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)),
    most: shortValue(seen.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)),
  };
  const key = tokens ? 'sound.says' : 'sound.saysRow';
  shownStore.setState({ word: sounds ? say(key, holes) : say('sound.none', holes) });
}
