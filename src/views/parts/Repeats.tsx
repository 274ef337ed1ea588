/** Says above the tokens of a map that the text is shorter than the line, and is repeated. */
import { useShown } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import './repeats.css';

export function Repeats() {
  const words = useWords();
  const line = useShown(({ frame }) => frame?.line ?? null);
  if (line?.note !== 'repeated') return null;
  return <p className="repeats">{words('map.repeats', { count: line.count })}</p>;
}
