/** The head of a square map: its name, what can be done with it, and its scale. */
import type { ReactNode } from 'react';
import type { Picture } from '../../show/pictures.ts';
import type { Frame } from '../../state/frame.ts';
import { Terms } from '../terms/Terms.tsx';
import { Legend } from './Legend.tsx';
import './mapHead.css';

interface MapHeadProps {
  readonly title: ReactNode;
  /** What it is of. */
  readonly what?: string;
  readonly picture: Picture;
  /** Whose scale it is; null where there is nothing to see. */
  readonly frame: Frame | null;
  /** Tools. */
  readonly children?: ReactNode;
}

export function MapHead({ title, what, picture, frame, children }: MapHeadProps) {
  return (
    <header className="square-head">
      <h2>
        {title}
        {what !== undefined && (
          <>
            {' '}
            <span className="soft">
              <Terms text={what} />
            </span>
          </>
        )}
      </h2>
      {children}
      {frame && <Legend picture={picture} frame={frame} />}
    </header>
  );
}
