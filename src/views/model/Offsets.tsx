/** Mean weight of the head shown at the offsets key − query = −2…+2, as five bars. */

import { plainNumber, shortValue } from '../../show/words.ts';
import { encoderSizes } from '../../state/spec.ts';
import { useWords } from '../hooks/useWords.ts';
import { Terms } from '../terms/Terms.tsx';
import type { PositionalProps } from './ModelHeads.tsx';

const reach = 2;

export function Offsets({ frame, answered }: PositionalProps) {
  const words = useWords();
  const { layer, head } = frame.spec;
  const means = answered?.answer?.means[(layer - 1) * encoderSizes.heads + head - 1];
  if (!means || !answered) return <figure className="offsets" />;
  const middle = (means.length - 1) / 2;
  const bars = Array.from({ length: 2 * reach + 1 }, (_, i) => ({
    offset: i - reach,
    // A short sentence has no keys that far away.
    mean: means[middle + i - reach] ?? null,
  }));
  return (
    <figure className={`offsets ${answered.frame === frame ? '' : 'old'}`}>
      <figcaption>
        <Terms text={words('model.offsets')} />
      </figcaption>
      <ol>
        {bars.map(({ offset, mean }) => (
          <li key={offset} data-offset={offset} data-mean={mean ?? ''}>
            <span className="offset-bar">
              {mean === null ? '–' : shortValue(mean, 2)}
              <i style={{ height: `${4 * (mean ?? 0)}rem` }} />
            </span>
            <span className="soft">
              {offset > 0 ? '+' : ''}
              {plainNumber(offset)}
            </span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
