/** The page's words for components. */
import { useCallback } from 'react';
import type { say } from '../../show/words.ts';
import { t } from '../../text/t.ts';
import { useView } from './stores.ts';

/** `say`, another function in another language: what is drawn with it is drawn again. */
export function useWords(): typeof say {
  const locale = useView((view) => view.locale);
  return useCallback<typeof say>((key, ...holes) => t(locale, key, ...holes), [locale]);
}
