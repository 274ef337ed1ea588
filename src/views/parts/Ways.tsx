/** Words, formula or code: three ways to read how a number came about, everywhere the same. */
import '../../text/later.ts';
import type { Look } from '../../state/page.ts';
import { viewStore } from '../../state/view.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { Choices } from './Choices.tsx';
import './ways.css';

const ways: readonly Look['how'][] = ['words', 'formula', 'code'];

export default function Ways() {
  const words = useWords();
  const how = useView((view) => view.how);
  return (
    <Choices
      className="ways screen-only"
      label={words('how.ways')}
      values={ways}
      chosen={how}
      name={(way) => words(`how.${way}`)}
      choose={(way) => viewStore.setState({ how: way })}
      data="data-how"
    />
  );
}
