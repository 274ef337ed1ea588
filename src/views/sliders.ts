/**
 * Fingers on native sliders. A browser moves the thumb as soon as a finger touches the track, also
 * of one that is about to scroll: here the value waits until the finger has gone sideways or is
 * lifted where it came down. Once for every slider of the page.
 */

/** Beyond this a finger is on its way somewhere, in CSS pixels. */
const slack = 8;

interface Touch {
  readonly slider: HTMLInputElement;
  readonly pointer: number;
  readonly x: number;
  readonly y: number;
  /** Before the finger came. */
  readonly value: string;
  /** What the browser would have set meanwhile. */
  wanted: string | null;
  kind: 'resting' | 'scroll';
}

/** Starts listening; returns what stops it. */
export function followSliders(): () => void {
  let touch: Touch | null = null;

  const down = (event: PointerEvent) => {
    const { target: slider, pointerId: pointer, clientX: x, clientY: y } = event;
    if (event.pointerType !== 'touch' || !isSlider(slider)) return;
    touch = { slider, pointer, x, y, value: slider.value, wanted: null, kind: 'resting' };
  };
  const move = (event: PointerEvent) => {
    if (!touch || touch.pointer !== event.pointerId || touch.kind === 'scroll') return;
    const [dx, dy] = [Math.abs(event.clientX - touch.x), Math.abs(event.clientY - touch.y)];
    if (Math.hypot(dx, dy) <= slack) return;
    if (dy >= dx) touch.kind = 'scroll';
    else touch = null;
  };
  const up = (event: PointerEvent) => {
    if (touch?.pointer !== event.pointerId) return;
    const { slider, wanted, kind } = touch;
    touch = null;
    if (event.type === 'pointerup' && kind === 'resting' && wanted !== null) put(slider, wanted);
  };
  const input = (event: Event) => {
    if (!touch || event.target !== touch.slider) return;
    event.stopImmediatePropagation();
    touch.wanted = touch.slider.value;
    touch.slider.value = touch.value;
  };
  const listeners = {
    pointerdown: down,
    pointermove: move,
    pointerup: up,
    pointercancel: up,
    input,
  };
  for (const [name, listener] of Object.entries(listeners)) {
    document.addEventListener(name, listener as EventListener, { capture: true });
  }
  return () => {
    for (const [name, listener] of Object.entries(listeners)) {
      document.removeEventListener(name, listener as EventListener, { capture: true });
    }
  };
}

function isSlider(target: EventTarget | null): target is HTMLInputElement {
  return target instanceof HTMLInputElement && target.type === 'range';
}

/** As a person does it: React overlooks a value that is set on the element itself. */
function put(slider: HTMLInputElement, value: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(slider, value);
  slider.dispatchEvent(new Event('input', { bubbles: true }));
}
