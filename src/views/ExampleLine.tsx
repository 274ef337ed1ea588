/** What to look at in the example that was chosen; gone with its scheme, its room, or when closed. */
import { exampleNamed, shownIn } from '../state/examples.ts';
import { defaultSpec } from '../state/spec.ts';
import { viewStore } from '../state/view.ts';
import { useSpecs, useView } from './hooks/stores.ts';
import { useWords } from './hooks/useWords.ts';
import './exampleLine.css';

export function ExampleLine() {
  const words = useWords();
  const example = useView((view) => exampleNamed(view.example));
  const room = useView((view) => view.room);
  const encoding = useSpecs(({ spec }) => spec.encoding);
  if (!example || room !== shownIn(example).room) return null;
  if (encoding !== { ...defaultSpec, ...example.patch }.encoding) return null;
  return (
    <p className="example-line" role="status">
      <span>{words(example.says)}</span>
      <button
        type="button"
        className="icon"
        aria-label={words('notice.dismiss')}
        onClick={() => viewStore.setState({ example: null })}
      >
        ×
      </button>
    </p>
  );
}
