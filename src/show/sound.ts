/**
 * A row as a melody: pitch follows value, position follows time. One row at a time, never by itself; a
 * cell without a number is a rest.
 */
import { createStore } from 'zustand/vanilla';

/** The lowest and the highest tone, Hz: two octaves in which steps are heard well. */
const tones = [220, 880] as const;
/** A cell sounds this long, s; a long row is gone through in the most that there is patience for. */
const [cellSeconds, mostSeconds] = [0.14, 6];
const loudness = 0.12;

/** What stops the row that is heard; null while none is. */
export const soundStore = createStore<{ readonly stop: (() => void) | null }>(() => ({
  stop: null,
}));

/** @param unit  0…1, or null where there is no number */
export const toneOf = (unit: number): number => tones[0] * (tones[1] / tones[0]) ** unit;

/** How long a row of so many cells is heard, s. */
export const secondsOf = (cells: number): number => Math.min(cells * cellSeconds, mostSeconds);

/**
 * Plays a row from its first cell to its last.
 *
 * @param units  the place of each value on the scale, 0…1; null for a rest
 * @returns      false where there is no sound to be had
 */
export async function hear(units: readonly (number | null)[]): Promise<boolean> {
  soundStore.getState().stop?.();
  const Context = globalThis.AudioContext as typeof AudioContext | undefined;
  if (!Context) return false;
  try {
    const context = new Context();
    // A browser may hold sound back until the page was touched, and a machine may have none.
    await context.resume();
    if (context.state !== 'running') {
      await context.close();
      return false;
    }
    play(context, units);
    return true;
  } catch {
    return false;
  }
}

function play(context: AudioContext, units: readonly (number | null)[]): void {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = 'triangle';
  tone.connect(volume).connect(context.destination);
  const start = context.currentTime + 0.05;
  const each = secondsOf(units.length) / units.length;
  volume.gain.setValueAtTime(0, start);
  units.forEach((unit, cell) => {
    const at = start + cell * each;
    // Set within a few milliseconds: at once, it would click.
    volume.gain.setTargetAtTime(unit === null ? 0 : loudness, at, 0.005);
    if (unit !== null) tone.frequency.setValueAtTime(toneOf(unit), at);
  });
  const end = start + units.length * each;
  volume.gain.setTargetAtTime(0, end, 0.01);
  tone.start(start);
  tone.stop(end + 0.1);
  const escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    // It stops the sound and nothing else.
    event.preventDefault();
    event.stopPropagation();
    stop();
  };
  let over = false;
  const stop = () => {
    if (over) return;
    over = true;
    globalThis.removeEventListener('keydown', escape, true);
    soundStore.setState({ stop: null });
    void context.close();
  };
  globalThis.addEventListener('keydown', escape, true);
  tone.addEventListener('ended', stop);
  soundStore.setState({ stop });
}
