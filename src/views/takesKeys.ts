/** Where letters are typed. */
import { isOff } from './shortcuts.ts';

const otherInputs = ['range', 'checkbox', 'radio', 'button'];

/** Whether a letter typed here would mean something. */
export function takesKeys(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !otherInputs.includes(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}

/** Whether a key that means something to the whole page is meant for it. */
export function isForPage(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  if (isOff(event)) return false;
  return !takesKeys(event.target) && !document.querySelector('dialog[open]');
}
