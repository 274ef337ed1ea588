/**
 * Dragging a token to another place: the text changes as it goes, and all of it is one step. A
 * finger has to rest on the token first, so that it can also scroll the line.
 */

import { readout } from '../../show/readout.ts';
import { change, finish, specStore } from '../../state/store.ts';
import { groupOf, moved } from '../../text/line.ts';
import { tokenize } from '../../text/tokens.ts';
import { type Outcome, query, refusal, sourceOf } from './lineEdits.ts';
import type { LineLayout } from './lineLayout.ts';

interface Drag {
  readonly pointer: number;
  readonly text: string;
  readonly base: number;
  readonly index: number;
  /** Middles of the other tokens of the same copy of the text, as they stood. */
  readonly others: readonly number[];
  readonly from: { readonly x: number; readonly y: number };
  going: boolean;
  to: number;
}

const gesture = 'token';
const slack = 5;
const restMs = 350;

export interface Dragging {
  readonly layout: () => LineLayout;
  /** Told when the drag begins and ends, and of places that a token cannot take. */
  readonly on: (going: boolean) => void;
  readonly tell: (outcome: Outcome | null) => void;
}

/** Listens on the scrolling line; returns what stops it. */
export function dragTokens(element: HTMLElement, { layout, on, tell }: Dragging): () => void {
  let drag: Drag | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const down = (event: PointerEvent) => {
    const target = event.target instanceof Element ? event.target.closest('[data-position]') : null;
    if (event.button !== 0 || !(target instanceof HTMLElement) || drag) return;
    const position = Number(target.dataset['position']);
    if (event.shiftKey) query(readout.getState().cross?.row ?? 0, position);
    else query(position);
    tell(null);
    drag = begun(event, position);
    if (drag && event.pointerType === 'touch') timer = setTimeout(go, restMs);
  };

  function begun(event: PointerEvent, position: number): Drag | null {
    const { text, tokens, length, mask } = specStore.getState().spec;
    const { length: count } = tokenize(text, tokens);
    const source = sourceOf(position, count, mask === 'padding');
    if (!source || event.shiftKey) return null;
    const { index, base } = source;
    const group = groupOf(text, tokens, index);
    const { x, width } = layout();
    const others: number[] = [];
    for (let i = 0; i < count && base + i < length; i++) {
      if (i >= group.first && i < group.first + group.count) continue;
      others.push((x[base + i] ?? 0) + (width[base + i] ?? 0) / 2);
    }
    const from = { x: event.clientX, y: event.clientY };
    return {
      pointer: event.pointerId,
      text,
      base,
      index,
      others,
      from,
      going: false,
      to: group.first,
    };
  }

  function go(): void {
    if (!drag) return;
    drag.going = true;
    element.setPointerCapture(drag.pointer);
    on(true);
  }

  const move = (event: PointerEvent) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const away = Math.hypot(event.clientX - drag.from.x, event.clientY - drag.from.y);
    if (!drag.going) {
      if (away < slack) return;
      if (event.pointerType === 'touch') {
        // It scrolls.
        forget();
        return;
      }
      go();
    }
    const box = element.getBoundingClientRect();
    const edge = 40;
    if (event.clientX < box.left + edge) element.scrollLeft -= 16;
    if (event.clientX > box.right - edge) element.scrollLeft += 16;
    place(event.clientX - box.left + element.scrollLeft);
  };

  function place(x: number): void {
    if (!drag) return;
    const to = drag.others.filter((middle) => middle < x).length;
    if (to === drag.to) return;
    drag.to = to;
    const result = moved(drag.text, specStore.getState().spec.tokens, drag.index, to);
    if ('refused' in result) {
      tell(refusal(result));
      return;
    }
    tell(null);
    change(specStore, { text: result.text }, { gesture });
    query(drag.base + result.at);
  }

  const up = (event: PointerEvent) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (drag.going) finish(specStore);
    forget();
  };
  const cancel = () => {
    if (!drag) return;
    const { going, text, base, index } = drag;
    forget();
    if (!going) return;
    change(specStore, { text }, { gesture });
    finish(specStore);
    query(base + index);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !drag?.going) return;
    event.preventDefault();
    cancel();
  };
  function forget(): void {
    clearTimeout(timer);
    const going = drag?.going ?? false;
    drag = null;
    if (going) on(false);
  }
  const touch = (event: TouchEvent) => {
    if (drag?.going) event.preventDefault();
  };
  const menu = (event: Event) => {
    if (drag?.going) event.preventDefault();
  };

  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', cancel);
  element.addEventListener('keydown', key);
  element.addEventListener('touchmove', touch, { passive: false });
  element.addEventListener('contextmenu', menu);
  return () => {
    clearTimeout(timer);
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', cancel);
    element.removeEventListener('keydown', key);
    element.removeEventListener('touchmove', touch);
    element.removeEventListener('contextmenu', menu);
  };
}
