/** From a language model that turns its queries and keys to what its frequencies do over long distances. */
import { useEffect, useState } from 'react';
import { loadEncodings } from '../../../encodings/index.ts';
import type { Positional } from '../../../files/families/description.ts';
import { enterWith } from '../../../show/opened.ts';
import { useOfPositions } from '../../../state/modelPositions.ts';
import { openedModel } from '../../../state/openedModel.ts';
import { said } from '../../../text/t.ts';
import { useView } from '../../hooks/stores.ts';
import { useWords } from '../../hooks/useWords.ts';

const scheme = 'rope';

export function FarAway() {
  const [here, setHere] = useState(false);
  useEffect(() => {
    void loadEncodings([scheme]).then(() => setHere(true));
  }, []);
  const description = openedModel()?.description;
  const rotary = description?.layers.find(({ positions }) => positions.scheme === scheme);
  if (!here || !description || !rotary) return null;
  // Where the file says nothing of a length before any scaling, there is none but the trained one.
  const length = description.trained === null ? {} : { originalLength: description.trained };
  const params = { ...length, ...rotary.positions.params };
  return <Way positions={{ scheme, params }} sizes={description} />;
}

interface WayProps {
  readonly positions: Positional;
  readonly sizes: { readonly heads: number; readonly headDim: number };
}

function Way({ positions, sizes }: WayProps) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const { patch, says } = useOfPositions(positions, sizes);
  if (!patch) return null;
  return (
    <>
      <button type="button" className="tool" onClick={() => enterWith(patch, 'far')}>
        {words('language.far')}
      </button>{' '}
      {says.map((each) => (
        <span key={each.en} className="soft">
          {said(each, locale)}{' '}
        </span>
      ))}
    </>
  );
}
