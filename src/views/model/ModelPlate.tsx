/** Attention of the head shown, and what surgery changed in it, under one crosshair; all heads. */
import { attentionPicture, changePicture } from '../../show/modelPictures.ts';
import type { Picture } from '../../show/pictures.ts';
import { plainNumber } from '../../show/words.ts';
import type { Frame } from '../../state/frame.ts';
import { useAnswer } from '../hooks/useLens.ts';
import { useWords } from '../hooks/useWords.ts';
import { Axis } from '../parts/Axis.tsx';
import { HoldTool } from '../parts/HoldTool.tsx';
import { MapHead } from '../parts/MapHead.tsx';
import { Square } from '../parts/Square.tsx';
import { TokenLabels } from '../parts/TokenLabels.tsx';
import { Terms } from '../terms/Terms.tsx';
import { CellRead } from './CellRead.tsx';
import { ModelHeads } from './ModelHeads.tsx';
import type { ModelLayout } from './modelLayout.ts';
import { Offsets } from './Offsets.tsx';

interface Props {
  readonly frame: Frame;
  readonly layout: ModelLayout;
}

export function ModelPlate({ frame, layout }: Props) {
  const positional = useAnswer('positional');
  return (
    <div className={`model-plate ${layout.arrangement}`}>
      <ModelSquares frame={frame} layout={layout} />
      <div className="model-side">
        <ModelHeads frame={frame} answered={positional} />
        <Offsets frame={frame} answered={positional} />
      </div>
    </div>
  );
}

/** The attention of the head shown, and what surgery changed in it. */
export function ModelSquares({ frame, layout }: Props) {
  const words = useWords();
  const { layer, head } = frame.spec;
  const which = words('model.head', { layer: plainNumber(layer), head: plainNumber(head) });
  return (
    <div className={`model-squares ${layout.arrangement}`} style={{ columnGap: layout.gap }}>
      <div className="model-square">
        <TokenLabels layout={layout} />
        <Titled
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
        <Titled
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
  );
}

interface TitledProps {
  readonly name: 'attention' | 'change';
  readonly title: string;
  readonly what: string;
  readonly picture: Picture;
  readonly frame: Frame;
  readonly side: number;
}

function Titled({ name, title, what, picture, frame, side }: TitledProps) {
  return (
    <div style={{ width: side }} data-square={name}>
      <MapHead title={<Terms text={title} />} what={what} picture={picture} frame={frame} />
      <Square
        map="attention"
        name={name}
        title={title}
        picture={picture}
        frame={frame}
        side={side}
      />
      <Axis map="attention" width={side} frame={frame} />
    </div>
  );
}
