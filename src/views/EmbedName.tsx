/** The scheme's name over an embedded plate, where nothing else says it. */
import { aboutOf } from '../state/spec.ts';
import { said } from '../text/t.ts';
import { useSpecs, useView } from './hooks/stores.ts';
import './embedName.css';

export function EmbedName() {
  const locale = useView((view) => view.locale);
  const spec = useSpecs((history) => history.spec);
  return <h1 className="embed-name">{said(aboutOf(spec).text.name, locale)}</h1>;
}
