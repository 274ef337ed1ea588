/** What runs through the encoder: the signal of positions, the residual stream, the sentence vector. */
import { useId } from 'react';
import type { Matrix } from '../../fields/matrix.ts';
import { sentencePicture, streamPicture, timingPicture } from '../../show/modelPictures.ts';
import type { Picture } from '../../show/pictures.ts';
import { plainNumber } from '../../show/words.ts';
import type { BlockName, Frame } from '../../state/frame.ts';
import { useWords } from '../hooks/useWords.ts';
import { Heatmap } from '../parts/Heatmap.tsx';
import { Legend } from '../parts/Legend.tsx';
import { MatrixNow } from '../parts/MatrixNow.tsx';
import { Terms } from '../terms/Terms.tsx';

const streams = [0, 1, 2] as const;
const streamPictures = streams.map(streamPicture);

export function Inside({ frame }: { readonly frame: Frame }) {
  const words = useWords();
  return (
    <section className="inside" aria-label={words('model.inside')}>
      <Heat
        name="timing"
        title={words('model.timing')}
        block="positions"
        nothing={words('map.nothing')}
        picture={timingPicture}
        frame={frame}
      />
      {streams.map((place) => (
        <Heat
          key={place}
          name={`stream-${place}`}
          title={words(`model.stream.${place}`)}
          block={`stream ${place}`}
          picture={streamPictures[place] ?? timingPicture}
          frame={frame}
        />
      ))}
      <Heat
        name="sentence"
        title={words('model.vector')}
        block="sentence"
        picture={sentencePicture}
        frame={frame}
      />
    </section>
  );
}

interface HeatProps {
  readonly name: string;
  readonly title: string;
  /** By which its row under the crosshair is read. */
  readonly block: BlockName;
  readonly picture: Picture;
  readonly frame: Frame;
  /** Said where there is no matrix. */
  readonly nothing?: string;
}

function Heat({ name, title, block, picture, frame, nothing }: HeatProps) {
  const words = useWords();
  const matrix = picture.matrix(frame);
  const present = matrix !== null;
  const now = useId();
  return (
    <figure className={`heat heat-${name}`} data-heat={name}>
      <figcaption>
        <span className="heat-title">
          <Terms text={title} />{' '}
          {matrix && <span className="soft">{words('model.shape', shapeOf(matrix))}</span>}
        </span>
        {present && <Legend picture={picture} frame={frame} />}
      </figcaption>
      {present ? <Heatmap picture={picture} /> : <p className="soft">{nothing}</p>}
      {matrix && <MatrixNow id={now} name={block} matrix={matrix} frame={frame} />}
    </figure>
  );
}

const shapeOf = ({ rows, columns }: Matrix) => ({
  rows: plainNumber(rows),
  columns: plainNumber(columns),
});
