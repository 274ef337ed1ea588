/** A colour that is picked on the scale of a map; once the answer is here, the computed one beside it. */
import type { CSSProperties } from 'react';
import { cssOf } from '../../fields/oklab.ts';
import { type ColourScale, placeOf, unitOf, valueAt } from '../../fields/scale.ts';
import type { PickColour } from '../../lessons/lesson.ts';
import { tableOf } from '../../show/mapColours.ts';
import { scaleOn } from '../../show/stages.ts';
import { shortValue } from '../../show/words.ts';
import { said } from '../../text/t.ts';
import { useSpecs, useTheme, useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { ScaleBar } from '../parts/Legend.tsx';
import { Range } from '../parts/Range.tsx';
import type { Asking } from './useQuestion.ts';

interface ColourProps {
  readonly question: PickColour;
  readonly asking: Asking;
}

/** So many steps from end to end of the strip. */
const steps = 100;

export function ColourField({ question, asking }: ColourProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const spec = useSpecs((history) => history.spec);
  const { guess, result, waiting } = asking;
  const scale = scaleOn(question.cell.map, { spec });
  const max = scale.domain.kind === 'fixed' ? scale.domain.max : 1;
  const picked = typeof guess === 'number' ? unitOf(scale, max, guess) : null;
  const truth = result?.numbers ? unitOf(scale, max, result.numbers.truth) : null;
  const take = (unit: number) => {
    const value = valueAt(scale, max, unit);
    asking.take(Number(value.toPrecision(4)));
  };
  return (
    <div className="lesson-colour">
      <div className="lesson-strip">
        <ScaleBar scale={scale} largest={null} />
        <Range
          min={0}
          max={steps}
          data-colour=""
          data-picked={picked !== null}
          aria-label={said(question.ask, locale)}
          aria-valuetext={
            typeof guess === 'number'
              ? words('lesson.colour.of', { value: shortValue(guess, question.decimals) })
              : words('lesson.colour.none')
          }
          disabled={result !== null || waiting}
          value={Math.round((picked ?? 0.5) * steps)}
          change={(step) => take(step / steps)}
          // The middle, where it begins, can be taken too.
          onPointerUp={(event) => take(event.currentTarget.valueAsNumber / steps)}
        />
        {truth !== null && (
          <i className="lesson-strip-truth" style={{ '--share': truth } as CSSProperties} />
        )}
      </div>
      <p className="lesson-swatches" aria-hidden="true">
        {picked === null ? (
          <span className="soft">{words('lesson.colour.none')}</span>
        ) : (
          <Swatch scale={scale} unit={picked} name={words('lesson.colour.yours')} />
        )}
        {truth !== null && <Swatch scale={scale} unit={truth} name={words('lesson.computed')} />}
      </p>
    </div>
  );
}

interface SwatchProps {
  readonly scale: ColourScale;
  readonly unit: number;
  readonly name: string;
}

function Swatch({ scale, unit, name }: SwatchProps) {
  const theme = useTheme();
  const colour = tableOf(theme, scale.kind)[placeOf(unit)] ?? 0;
  return (
    <span className="lesson-swatch">
      <i className="ramp" style={{ background: cssOf(colour) }} /> {name}
    </span>
  );
}
