/**
 * What a pointer does on whatever has a crosshair, once for all of it. A mouse points by passing
 * over, and drags. A finger leaves a vertical swipe to the page; sideways it drags, two fingers
 * pinch. A click or a tap holds the cell, so that passing over leaves it alone; the same again lets
 * it go. d3-zoom is not used: it has one factor for both sides and keeps it on its element, where the
 * maps share their windows by axis; it takes vertical swipes; and it is 13 kB before the first paint.
 */
import { pointer as pointerIn } from 'd3';
import { hold, viewStore } from '../state/view.ts';

/** CSS pixels from the left and the top of the element. */
export type Place = readonly [x: number, y: number];

export interface Pointing {
  /** Points at what is there; whether that moved anything, or null where nothing is there. */
  point(at: Place): boolean | null;
  /** What a drag from here does with each place it comes to; null where it only points. */
  grab?(from: Place, pointer: string): ((to: Place) => void) | null;
  /** Two fingers spread by `factor` around `at`, which was at `from`. */
  pinch?(factor: number, at: Place, from: Place): void;
  /** The pointer has gone elsewhere. */
  leave?(): void;
  /** Whether passing over points; it does unless told otherwise. */
  readonly hovers?: boolean;
  /** Whether a click holds what it points at; it does unless told otherwise. */
  readonly holds?: boolean;
}

/** A hand is not quite still during a click or a tap. */
const slack = { mouse: 3, finger: 10 };

interface Contact {
  readonly id: number;
  readonly start: Place;
  /** `scroll`: a vertical swipe, which is the page's. */
  kind: 'resting' | 'drag' | 'scroll' | 'pinch';
  drag: ((to: Place) => void) | null;
}

/** @returns what stops it */
export function listenToPointer(
  element: HTMLElement | SVGElement,
  current: () => Pointing,
): () => void {
  const fingers = new Map<number, Place>();
  let contact: Contact | null = null;
  const placeOf = (event: PointerEvent): Place => pointerIn(event, element);

  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const start = placeOf(event);
    fingers.set(event.pointerId, start);
    const kind = fingers.size > 1 ? 'pinch' : 'resting';
    contact = { id: event.pointerId, start, kind, drag: null };
  };
  const move = (event: PointerEvent) => {
    // Let go of outside, where no one listened.
    if (event.buttons === 0) release(event);
    const at = placeOf(event);
    const before = fingers.get(event.pointerId);
    if (!contact || !before) {
      pass(at);
      return;
    }
    if (contact.kind === 'pinch') spread(event.pointerId, at);
    else if (contact.kind === 'resting') begin(contact, event, at);
    fingers.set(event.pointerId, at);
    if (contact.kind === 'drag') dragged(contact, at);
  };
  /** Nothing is held down. */
  const pass = (at: Place) => {
    const pointing = current();
    const { hovers = true, holds = true } = pointing;
    if (hovers && !(holds && viewStore.getState().held)) pointing.point(at);
  };
  const begin = (resting: Contact, event: PointerEvent, [x, y]: Place) => {
    const mouse = event.pointerType === 'mouse';
    const [dx, dy] = [Math.abs(x - resting.start[0]), Math.abs(y - resting.start[1])];
    if (Math.hypot(dx, dy) <= (mouse ? slack.mouse : slack.finger)) return;
    if (!mouse && dy >= dx) {
      resting.kind = 'scroll';
      return;
    }
    resting.kind = 'drag';
    resting.drag = current().grab?.(resting.start, event.pointerType) ?? null;
    element.setPointerCapture(event.pointerId);
  };
  const dragged = ({ drag }: Contact, at: Place) => {
    if (drag) drag(at);
    else pass(at);
  };
  const spread = (moved: number, at: Place) => {
    const pointing = current();
    const others = [...fingers].filter(([id]) => id !== moved);
    const [other] = others;
    const before = fingers.get(moved);
    if (!pointing.pinch || !other || !before || others.length > 1) return;
    const apart = ([x, y]: Place) => Math.hypot(x - other[1][0], y - other[1][1]);
    const middle = ([x, y]: Place): Place => [(x + other[1][0]) / 2, (y + other[1][1]) / 2];
    pointing.pinch(apart(at) / Math.max(apart(before), 1), middle(at), middle(before));
  };
  const up = (event: PointerEvent) => {
    const ended = contact;
    release(event);
    if (ended?.id !== event.pointerId || ended.kind !== 'resting') return;
    const pointing = current();
    const moved = pointing.point(placeOf(event));
    if (moved !== null && pointing.holds !== false) {
      hold(viewStore, moved || !viewStore.getState().held);
    }
  };
  /** Two fingers are in a pinch until both are gone. */
  const release = (event: PointerEvent) => {
    fingers.delete(event.pointerId);
    if (fingers.size === 0) contact = null;
  };
  const leave = (event: PointerEvent) => {
    if (!fingers.has(event.pointerId)) current().leave?.();
  };
  // Where two fingers would scroll the page as one does, they are the map's.
  const touch = (event: TouchEvent) => {
    if (event.targetTouches.length > 1 && current().pinch) event.preventDefault();
  };

  element.style.touchAction = 'pan-y';
  const listeners = {
    pointerdown: down,
    pointermove: move,
    pointerup: up,
    pointercancel: release,
    pointerleave: leave,
  };
  for (const [name, listener] of Object.entries(listeners)) {
    element.addEventListener(name, listener as EventListener);
  }
  element.addEventListener('touchstart', touch as EventListener, { passive: false });
  return () => {
    for (const [name, listener] of Object.entries(listeners)) {
      element.removeEventListener(name, listener as EventListener);
    }
    element.removeEventListener('touchstart', touch as EventListener);
  };
}

/** Enter and Space hold the cell, or let it go; whether it was one of them. */
export function holdByKey({ key }: { readonly key: string }): boolean {
  if (key !== 'Enter' && key !== ' ') return false;
  hold(viewStore, !viewStore.getState().held);
  return true;
}
