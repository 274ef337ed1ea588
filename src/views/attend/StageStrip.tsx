/** The stages of the block as a strip of real miniatures; one is chosen, and can be played through. */

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { cellUnder, channelStore } from '../../show/channel.ts';
import type { Cross } from '../../show/cross.ts';
import { readout } from '../../show/readout.ts';
import { stagePicture, stagesOf } from '../../show/stages.ts';
import type { Frame, StageName } from '../../state/frame.ts';
import { hasNormsBetween } from '../../state/spec.ts';
import { viewStore } from '../../state/view.ts';
import { useFrame, useView } from '../hooks/stores.ts';
import { useCrossDrawing } from '../hooks/useLens.ts';
import { useWords } from '../hooks/useWords.ts';
import { Heatmap } from '../parts/Heatmap.tsx';
import { Untrained } from '../parts/MapKinds.tsx';
import { Typeset } from '../parts/Typeset.tsx';
import { Terms } from '../terms/Terms.tsx';
import { drawParts } from './drawParts.ts';

/** How long a stage stays while they are played. */
const stayMs = 2500;

export function StageStrip() {
  const words = useWords();
  const frame = useFrame();
  const chosen = useView((view) => view.stage);
  const [playing, setPlaying] = useState(false);
  const strip = useRef<HTMLDivElement>(null);
  const names = frame ? stagesOf(frame) : [];
  const raced = frame !== null && hasNormsBetween(frame.spec);
  const at = names.indexOf(chosen);
  const next = names[at + 1];

  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => {
      if (next) choose(next);
      else setPlaying(false);
    }, stayMs);
    return () => clearTimeout(timer);
  }, [playing, next]);

  const light = (cross: Cross, on: Frame) => drawParts(strip.current, on, cellUnder(on, cross));
  useCrossDrawing(light);
  useEffect(() =>
    channelStore.subscribe(() => {
      const { cross, frame: on } = readout.getState();
      if (cross && on) light(cross, on);
    }),
  );

  const keys = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const beside = step === undefined ? undefined : names[at + step];
    if (!beside) return;
    event.preventDefault();
    choose(beside);
    strip.current?.querySelector<HTMLElement>(`[data-stage=${beside}]`)?.focus();
  };
  const play = () => {
    if (!playing && at === names.length - 1 && names[0]) choose(names[0]);
    setPlaying(!playing);
  };
  return (
    <section className="stages" aria-label={words('attend.stages')}>
      <div
        ref={strip}
        className="stage-strip"
        role="toolbar"
        aria-label={words('attend.stages')}
        onKeyDown={keys}
      >
        {names.map((name) => (
          <button
            key={name}
            type="button"
            className="stage"
            data-stage={name}
            title={words(`stage.${name}.what`)}
            aria-pressed={name === chosen}
            tabIndex={name === chosen ? 0 : -1}
            onClick={() => {
              setPlaying(false);
              choose(name);
            }}
          >
            <span className="miniature" aria-hidden="true">
              <Heatmap picture={stagePicture(name, 'miniature')} />
              <svg data-parts={name} preserveAspectRatio="none" />
            </span>
            <span className="stage-name">
              <Typeset text={words(stageName(name, raced))} />
            </span>
          </button>
        ))}
      </div>
      <p className="stage-sentence">
        <button type="button" className="tool" aria-pressed={playing} onClick={play}>
          {words(playing ? 'attend.pause' : 'attend.play')}
        </button>
        <span aria-live="polite">
          <Terms text={words(stageSays(chosen, raced))} />
        </span>
        {chosen === 'weights' && <Untrained />}
      </p>
    </section>
  );
}

/** A racer has its norms before each part. */
const stageName = (name: StageName, raced: boolean) =>
  raced && name === 'residual' ? 'stage.residual.before' : (`stage.${name}` as const);

const stageSays = (name: StageName, raced: boolean) =>
  raced && (name === 'residual' || name === 'output')
    ? (`stage.${name}.before.says` as const)
    : (`stage.${name}.says` as const);

function choose(stage: StageName): void {
  viewStore.setState({ stage });
}
