/**
 * The eight heads, small, each with the share of its weights that offset alone explains; those
 * that this measure finds positional are marked. A click or Enter shows one large.
 */

import {
  byShare,
  headAt,
  isPositional,
  leastPieces,
  positionalShare,
} from '../../explain/positional.ts';
import { headPicture } from '../../show/modelPictures.ts';
import { percent, plainNumber } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import { encoderSizes } from '../../state/spec.ts';
import { change, specStore } from '../../state/store.ts';
import { focusByArrows } from '../hooks/focusByArrows.ts';
import type { Answered } from '../hooks/useLens.ts';
import { useWords } from '../hooks/useWords.ts';
import { Heatmap } from '../parts/Heatmap.tsx';
import { Terms } from '../terms/Terms.tsx';

const { heads, layers } = encoderSizes;

/** The current frame, and what is known of its heads or of those of the frame before. */
export interface PositionalProps {
  readonly frame: Frame;
  readonly answered: Answered<'positional'> | null;
}

export function ModelHeads({ frame, answered }: PositionalProps) {
  const words = useWords();
  const shares = answered?.answer?.shares ?? null;
  const shown = (frame.spec.layer - 1) * heads + frame.spec.head - 1;
  return (
    <section className="model-heads" aria-labelledby="model-heads-title">
      <h2 id="model-heads-title">
        <Terms text={words('attend.heads')} />{' '}
        <span className="soft">
          <Terms text={words('model.heads.what')} />
        </span>
      </h2>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons under one label; a fieldset is for forms. */}
      <div
        className={`model-head-list ${answered && answered.frame !== frame ? 'old' : ''}`}
        role="group"
        aria-label={words('model.heads.keys')}
        onKeyDown={(event) => focusByArrows(event, heads)}
      >
        {Array.from({ length: layers }, (_, layer) => [
          <span key={layer} className="soft" aria-hidden="true">
            {plainNumber(layer + 1)}
          </span>,
          ...Array.from({ length: heads }, (_each, head) => (
            <Head
              key={`${layer} ${head}`}
              place={layer * heads + head}
              pressed={layer * heads + head === shown}
              share={shares?.[layer * heads + head] ?? null}
              pieces={frame.spec.length}
            />
          )),
        ])}
      </div>
      {shares && <Found shares={shares} length={answered?.frame.spec.length ?? 1} />}
    </section>
  );
}

interface HeadProps {
  readonly place: number;
  readonly pressed: boolean;
  /** Null until it is known, NaN where nothing varies. */
  readonly share: number | null;
  readonly pieces: number;
}

function Head({ place, pressed, share, pieces }: HeadProps) {
  const words = useWords();
  const { layer, head } = headAt(place);
  const name = words('model.head', { layer: plainNumber(layer), head: plainNumber(head) });
  const known = share !== null && !Number.isNaN(share);
  const positional = known && isPositional(share, pieces);
  return (
    <button
      type="button"
      className={`model-head ${positional ? 'positional' : ''}`}
      data-share={share ?? ''}
      aria-label={known ? words('model.heads.one', { name, share: percent(share) }) : name}
      aria-pressed={pressed}
      tabIndex={pressed ? 0 : -1}
      onClick={() => change(specStore, { layer, head })}
    >
      <Heatmap picture={headPicture(layer - 1, head - 1)} />
      <span className="share-bar">
        <i style={{ width: percent(known ? share : 0) }} />
      </span>
      <span className="share">{share === null ? '' : known ? percent(share) : '–'}</span>
    </button>
  );
}

/** The heads that are positional by measurement, the most positional first. */
function Found({ shares, length }: { readonly shares: Float32Array; readonly length: number }) {
  const words = useWords();
  const found = byShare(shares, length);
  const names = found.map((place) => {
    const { layer, head } = headAt(place);
    return words('model.head', { layer: plainNumber(layer), head: plainNumber(head) });
  });
  return (
    <p className="heads-found" data-found={found.join(' ')}>
      {length < leastPieces
        ? words('model.heads.short', { least: plainNumber(leastPieces) })
        : names.length === 0
          ? words('model.heads.none', { least: percent(positionalShare) })
          : words('model.heads.found', {
              least: percent(positionalShare),
              heads: names.join(words('model.heads.between')),
            })}{' '}
      <span className="soft">
        {words('model.heads.measure', { chance: percent(2 / (length + 1)) })}
      </span>
    </p>
  );
}
