/** Says where a link or a script has brought the trained encoder into another room; one way back. */
import { workable } from '../state/fitted.ts';
import { put, specStore } from '../state/store.ts';
import { seededAgain } from '../state/visit.ts';
import { useSpecs } from './hooks/stores.ts';
import { useWords } from './hooks/useWords.ts';

export function OtherModel() {
  const words = useWords();
  const trained = useSpecs(({ spec, side }) => side === 'plate' && spec.model !== 'seeded');
  if (!trained) return null;
  const back = () => {
    const { spec, past } = specStore.getState();
    put(specStore, workable(seededAgain(spec, past)).spec);
  };
  return (
    <p className="other-model" role="status">
      {words('model.elsewhere')}{' '}
      <button type="button" className="tool" onClick={back}>
        {words('model.elsewhere.back')}
      </button>
    </p>
  );
}
