/** Attention of the head shown, and what surgery changed in it, under one crosshair; all heads. */

import { useId } from 'react';
import { attentionPicture, changePicture } from '../../show/modelPictures.ts';
import type { Picture } from '../../show/pictures.ts';
import { plainNumber } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import { useAnswer } from '../hooks/useLens.ts';
import { useWords } from '../hooks/useWords.ts';
import { Axis } from '../parts/Axis.tsx';
import { CellNumbers } from '../parts/CellNumbers.tsx';
import { HoldTool } from '../parts/HoldTool.tsx';
import { Legend } from '../parts/Legend.tsx';
import { MatrixNow } from '../parts/MatrixNow.tsx';
import { Surface } from '../parts/Surface.tsx';
import { TokenLabels } from '../parts/TokenLabels.tsx';
import { Terms } from '../terms/Terms.tsx';
import { CellRead } from './CellRead.tsx';
import { ModelHeads } from './ModelHeads.tsx';
import type { ModelLayout } from './modelLayout.ts';
import { Offsets } from './Offsets.tsx';

export function ModelPlate({
  frame,
  layout,
}: {
  readonly frame: Frame;
  readonly layout: ModelLayout;
}) {
  const words = useWords();
  const positional = useAnswer('positional');
  const { layer, head } = frame.spec;
  const which = words('model.head', { layer: plainNumber(layer), head: plainNumber(head) });
  return (
    <div className={`model-plate ${layout.arrangement}`}>
      <div className="model-squares" style={{ columnGap: layout.gap }}>
        <div className="model-square">
          <TokenLabels layout={layout} />
          <Square
            name="attention"
            title={words('map.attention')}
            what={which}
            picture={attentionPicture}
            frame={frame}
            side={layout.side}
          />
        </div>
        <div className="model-square">
          {layout.arrangement === 'stacked' && <TokenLabels layout={layout} />}
          <Square
            name="change"
            title={words('model.change')}
            what={words('model.change.what')}
            picture={changePicture}
            frame={frame}
            side={layout.side}
          />
        </div>
        <CellRead />
        <HoldTool />
      </div>
      <div className="model-side">
        <ModelHeads frame={frame} answered={positional} />
        <Offsets frame={frame} answered={positional} />
      </div>
    </div>
  );
}

interface SquareProps {
  readonly name: 'attention' | 'change';
  readonly title: string;
  readonly what: string;
  readonly picture: Picture;
  readonly frame: Frame;
  readonly side: number;
}

function Square({ name, title, what, picture, frame, side }: SquareProps) {
  const matrix = picture.matrix(frame);
  const now = useId();
  return (
    <div style={{ width: side }} data-square={name}>
      <header className="square-head">
        <h2>
          <Terms text={title} />{' '}
          <span className="soft">
            <Terms text={what} />
          </span>
        </h2>
        <Legend picture={picture} frame={frame} />
      </header>
      {matrix && <MatrixNow id={now} name={name} matrix={matrix} frame={frame} />}
      <Surface
        map="attention"
        title={title}
        width={side}
        height={side}
        picture={picture}
        frame={frame}
        describedBy={now}
      >
        <CellNumbers name={name} picture={picture} frame={frame} width={side} height={side} />
      </Surface>
      <Axis map="attention" width={side} frame={frame} />
    </div>
  );
}
