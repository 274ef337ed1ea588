/** Text of a lesson: `*word*` is emphasis. */
import type { Localized } from '../../text/locale.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { Typeset } from '../parts/Typeset.tsx';
import { Terms } from '../terms/Terms.tsx';

interface ProseProps {
  readonly text: Localized;
  /** Whether its words can be asked about: not inside a button. */
  readonly asked?: boolean;
}

export function Prose({ text, asked = false }: ProseProps) {
  const Part = asked ? Terms : Typeset;
  const locale = useView((view) => view.locale);
  return said(text, locale)
    .split('*')
    .map((part, i) =>
      i % 2 === 0 ? (
        // The parts of a text have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above.
        <Part key={i} text={part} />
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: see above.
        <em key={i}>{part}</em>
      ),
    );
}
