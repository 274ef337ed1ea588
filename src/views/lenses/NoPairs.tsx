/** Why a scheme has no pairs of channels that turn, for the lenses that show such pairs. */
import type { Frame } from '../../state/frame.ts';
import { aboutOf, familyOf } from '../../state/spec.ts';
import { said } from '../../text/t.ts';
import { useView } from '../stage.ts';
import { useWords } from '../words.ts';

export function NoPairs({ frame }: { readonly frame: Frame }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const family = familyOf(frame.spec);
  const scheme = said(aboutOf(frame.spec).text.name, locale);
  const why = () => {
    if (family === 'none') return words('pairs.none');
    if (family === 'bias') return words('pairs.bias', { scheme });
    if (family === 'contextual') return words('pairs.contextual', { scheme });
    if (frame.spec.encoding === 'custom') return words('pairs.custom');
    return words('pairs.additive', { scheme });
  };
  return (
    <div className="lens-words lens-alone">
      <p>{why()}</p>
    </div>
  );
}
