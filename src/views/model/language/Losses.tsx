/** The tokens of the line, and over each how much it surprised the model: now, and as trained. */
import { plainNumber, shortValue } from '../../../show/words.ts';
import type { OwnModelParts } from '../../../state/frame.ts';
import type { Line } from '../../../text/tokens.ts';
import { useWords } from '../../hooks/useWords.ts';
import { Terms } from '../../terms/Terms.tsx';

interface Props {
  readonly line: Line;
  readonly own: OwnModelParts;
}

/** Nats: a token that was given a probability of 1 in 3,000 fills the strip. */
const least = 8;

export function Losses({ line, own }: Props) {
  const words = useWords();
  const { losses, trained, next } = own;
  const most = Math.max(least, ...losses, ...trained.losses);
  const share = (loss: number | undefined) => `${((100 * (loss ?? 0)) / most).toFixed(1)}%`;
  const [now, before] = [losses, trained.losses].map(meanOf);
  return (
    <figure className="losses">
      <ol
        aria-label={words(next.length > 0 ? 'language.losses' : 'language.tokens')}
        // A long line scrolls.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls takes the focus.
        tabIndex={0}
      >
        {line.tokens.map((token, place) => {
          const [loss, other] = [losses[place - 1], trained.losses[place - 1]];
          const said = loss === undefined ? undefined : shortValue(loss);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place.
            <li key={place} data-loss={loss}>
              {next.length > 0 && (
                <span className="loss-bar" aria-hidden="true">
                  <i style={{ height: share(other) }} />
                  <i className="now" style={{ height: share(loss) }} />
                </span>
              )}
              <span className="loss-token">{token}</span>
              <span className="visually-hidden">{said}</span>
            </li>
          );
        })}
      </ol>
      <figcaption className="soft">
        {line.note === 'cut' &&
          `${words('language.cut', { kept: plainNumber(line.tokens.length), count: plainNumber(line.count) })} `}
        {losses.length > 0 && (
          <span data-loss-mean={now} data-loss-trained={before}>
            <Terms
              text={words('language.losses.mean', {
                now: shortValue(now ?? 0),
                trained: shortValue(before ?? 0),
              })}
            />
          </span>
        )}
      </figcaption>
    </figure>
  );
}

function meanOf(losses: Float32Array): number {
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
