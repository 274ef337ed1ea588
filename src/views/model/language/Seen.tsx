/**
 * What a model sees that reads no text, a picture or a sound, in the parts that its tokens are of: lit is
 * what the query under the crosshair attends to.
 */
import { type ChangeEvent, useCallback, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Colour } from '../../../files/families/description.ts';
import type { ModelInput } from '../../../show/modelInput.ts';
import { giveInput, openedStore } from '../../../show/opened.ts';
import { paintCells } from '../../../show/paintCells.ts';
import { answers } from '../../../show/shown.ts';
import { plainNumber } from '../../../show/words.ts';
import type { Frame } from '../../../state/frame.ts';
import { useTheme } from '../../hooks/stores.ts';
import { useCrossDrawing, useSettled } from '../../hooks/useLens.ts';
import { useWords } from '../../hooks/useWords.ts';
import './seen.css';

export function Seen() {
  const input = useStore(openedStore, (own) => own.input);
  return input && <Input input={input} />;
}

interface Props {
  readonly input: ModelInput;
}

function Input({ input }: Props) {
  const words = useWords();
  const file = useRef<HTMLInputElement>(null);
  const { kind, name } = input;
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = target.files ?? [];
    if (chosen) void giveInput(chosen);
    target.value = '';
  };
  return (
    <section className={`seen ${kind}`} aria-labelledby="seen-title">
      <h2 id="seen-title">{words(`language.seen.${kind}`)}</h2>
      <div className="seen-parts">
        <div className="seen-shown">
          <Drawn input={input} />
          <Lit input={input} />
        </div>
        <div className="seen-says">
          <p>{saidOf(input, words)}</p>
          <p className="soft">{litSaid(input, words)}</p>
          <p className="screen-only">
            <button type="button" className="tool own-button" onClick={() => file.current?.click()}>
              {words(`language.seen.${kind}.choose`)}
            </button>
            <input
              ref={file}
              type="file"
              accept={kind === 'patches' ? 'image/*' : 'audio/*'}
              hidden
              aria-label={words(`language.seen.${kind}.choose`)}
              data-own="input"
              onChange={choose}
            />
            {name !== null && (
              <button type="button" className="tool" onClick={() => void giveInput(null)}>
                {words(`language.seen.${kind}.computed`)}
              </button>
            )}
          </p>
        </div>
      </div>
    </section>
  );
}

function saidOf(input: ModelInput, words: ReturnType<typeof useWords>): string {
  const { name } = input;
  if (input.kind === 'patches') {
    const { rows, columns, side } = input.stem;
    const sizes = { rows, columns, side, width: columns * side, height: rows * side };
    return name === null
      ? words('language.seen.patches.own', sizes)
      : words('language.seen.patches.file', { ...sizes, name });
  }
  const { taken, seconds, seen, stem } = input;
  const sizes = { taken: plainNumber(taken), bins: stem.bins, tokens: seen.tokens.length };
  return name === null
    ? words('language.seen.sound.own', sizes)
    : words('language.seen.sound.file', { ...sizes, name, seconds: plainNumber(seconds) });
}

/** How bright the parts are, and of a picture how its colours go in. */
function litSaid(input: ModelInput, words: ReturnType<typeof useWords>): string {
  if (input.kind === 'sound') return words('language.seen.sound.lit');
  const { mean, deviation } = input.stem;
  const said = (colour: Colour) => colour.map((value) => plainNumber(value)).join(', ');
  return words('language.seen.patches.lit', { mean: said(mean), deviation: said(deviation) });
}

function Drawn({ input }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useEffect(() => {
    if (!canvas.current) return;
    if (input.kind === 'patches') {
      const { width, height, data } = input.pixels;
      canvas.current.width = width;
      canvas.current.height = height;
      const image = new ImageData(new Uint8ClampedArray(data), width, height);
      canvas.current.getContext('2d')?.putImageData(image, 0, 0);
      return;
    }
    // High frequencies on top, as spectrograms are drawn; its values go from −1 to 1, or a little more.
    const { bins } = input.stem;
    const { rows } = input.seen;
    const frames = rows.length / bins;
    const data = Float32Array.from({ length: rows.length }, (_, cell) => {
      const [bin, frame] = [bins - 1 - Math.floor(cell / frames), cell % frames];
      return ((rows[frame * bins + bin] ?? 0) + 1) / 2;
    });
    const scale = { kind: 'sequential', curve: 'linear' } as const;
    paintCells(canvas.current, { rows: bins, columns: frames, data }, scale, 1.25, theme);
  }, [input, theme]);
  return <canvas ref={canvas} className="seen-input" aria-hidden="true" />;
}

/** The parts of it, each as bright as it is attended to; around the query's own part a line. */
function Lit({ input }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const here = useRef<HTMLElement>(null);
  const count = input.seen.tokens.length;
  const ask = useCallback(
    ({ spec }: Frame) =>
      spec.model === 'file' && spec.length === count
        ? answers.block('attention', 0, 0, count, count)
        : Promise.resolve(null),
    [count],
  );
  const weights = useSettled(ask)?.answer ?? null;
  const [rows, columns] =
    input.kind === 'patches' ? [input.stem.rows, input.stem.columns] : [1, count];
  const first = count - rows * columns;
  useCrossDrawing((cross) => {
    const query = Math.min(cross.row, count - 1);
    if (canvas.current && weights) {
      const own = weights.subarray(query * count + first, (query + 1) * count);
      paintLit(canvas.current, own, rows, columns);
    }
    const part = query - first;
    const style = here.current?.style;
    if (!style) return;
    style.visibility = part < 0 ? 'hidden' : 'visible';
    style.left = `${(100 * (part % columns)) / columns}%`;
    style.top = `${(100 * Math.floor(part / columns)) / rows}%`;
  });
  return (
    <>
      <canvas ref={canvas} className="seen-lit" aria-hidden="true" />
      <i
        ref={here}
        className="seen-query"
        style={{ width: `${100 / columns}%`, height: `${100 / rows}%` }}
      />
    </>
  );
}

/** What is attended to most is left as it is, the rest is darkened. */
function paintLit(
  canvas: HTMLCanvasElement,
  weights: Float32Array,
  rows: number,
  columns: number,
): void {
  const most = weights.reduce((a, b) => Math.max(a, b), 0);
  canvas.width = columns;
  canvas.height = rows;
  const pixels = new Uint8ClampedArray(4 * weights.length);
  for (const [at, weight] of weights.entries()) {
    pixels[4 * at + 3] = most > 0 ? 200 * (1 - Math.sqrt(weight / most)) : 0;
  }
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
}
