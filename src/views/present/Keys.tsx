/** Which keys there are while presenting. */
import { useWords } from '../hooks/useWords.ts';
import Dialog from '../parts/Dialog.tsx';
import { actKeys, actNames, clickerKeys } from './acts.ts';

export function Keys({ onClose }: { readonly onClose: () => void }) {
  const words = useWords();
  const rows = [
    ...actNames.map((name) => ({
      name,
      keys: name === 'leave' ? [...actKeys.leave, 'Esc'] : actKeys[name],
      says: words(`present.keys.${name}`),
    })),
    { name: 'hold', keys: ['Enter'], says: words('present.keys.hold') },
    { name: 'steps', keys: [...clickerKeys.keys()], says: words('present.keys.steps') },
  ];
  return (
    <Dialog className="present-keys" title={words('present.keys.title')} onClose={onClose}>
      <dl>
        {rows.map(({ name, keys, says }) => (
          <div key={name}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{keyNames[key] ?? key.toUpperCase()}</kbd>
              ))}
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

/** As they are written on keyboards. */
const keyNames: Readonly<Record<string, string>> = {
  PageDown: 'PgDn',
  PageUp: 'PgUp',
  Esc: 'Esc',
  Enter: 'Enter',
};
