/**
 * What the eye sees at once and no other test does: texts that print over each other, texts that are
 * cut, numbers that run into each other, and a page that scrolls sideways. Looks at every text there
 * is (HTML, SVG, MathML, what fields show) in the page as it is now; what nobody can see is left out.
 */
import type { Page } from '@playwright/test';

export interface TextFault {
  /**
   * `overlap`: two texts print over each other; `touch`: two numbers run into one; `cut`: an edge or
   * an ellipsis takes part of a text away, or all of it; `covered`: something stands over a part of
   * it; `outside`: beyond the edge of the window where no one can scroll; `sideways`: something has
   * to be scrolled sideways.
   */
  readonly kind: 'overlap' | 'touch' | 'cut' | 'covered' | 'outside' | 'sideways';
  readonly text: string;
  /** Where it stands, as classes from the outside in. */
  readonly where: string;
  /** By how many pixels, across and down. */
  readonly by: readonly [number, number];
}

export interface TextRules {
  /** How far two texts may reach into each other, in px both ways. */
  readonly tolerance?: number;
  /** What may be scrolled sideways. */
  readonly scrollers?: string;
  /** Fields whose text a person writes: it may be longer than they are. */
  readonly writing?: string;
  /** What waits outside of the window until the keyboard comes to it. */
  readonly aside?: string;
}

/** Every fault of the texts in the page as it is now. With a modal dialog open, only the dialog's. */
export function textFaults(page: Page, rules: TextRules = {}): Promise<TextFault[]> {
  return page.evaluate(findFaults, {
    tolerance: 2,
    scrollers: '',
    writing: '',
    aside: '',
    ...rules,
  });
}

/** One line per fault, for people. */
export function sentenceOf({ kind, text, where, by }: TextFault): string {
  return `${kind}: ${text} by ${by.join(' × ')} px in ${where}`;
}

/* Runs in the page: everything it needs is inside. */
function findFaults(rules: Required<TextRules>): TextFault[] {
  interface Box {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  }
  type Point = readonly [x: number, y: number];
  /** A line of text: where its ink is. */
  interface Line {
    readonly text: string;
    readonly element: Element;
    readonly box: Box;
    /** The corners in turn: a text may be turned. */
    readonly corners: readonly Point[];
    /** Lines of one formula or one label do not collide with each other. */
    readonly group: Node | null;
    /** Whether it was placed by coordinates rather than by the flow. */
    readonly placed: boolean;
  }
  interface Clip {
    readonly box: Box;
    readonly across: 'cuts' | 'scrolls' | 'free';
    readonly down: 'cuts' | 'scrolls' | 'free';
  }

  const faults: TextFault[] = [];
  const { clientWidth, clientHeight } = document.documentElement;
  const modal = [...document.querySelectorAll('dialog:modal')].at(-1);
  const top = modal ?? document.body;

  const context = document.createElement('canvas').getContext('2d');
  if (!context) throw new Error('texts: no 2d context');
  const measured = new Map<string, TextMetrics>();
  function measure(text: string, style: CSSStyleDeclaration): TextMetrics {
    const { fontStyle, fontWeight, fontSize, fontFamily, letterSpacing } = style;
    const font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
    const key = `${font}|${letterSpacing}|${text}`;
    const known = measured.get(key);
    if (known) return known;
    if (!context) throw new Error('texts: no 2d context');
    context.font = font;
    context.letterSpacing = letterSpacing === 'normal' ? '0px' : letterSpacing;
    const metrics = context.measureText(text);
    measured.set(key, metrics);
    return metrics;
  }

  /** A line box is as high as its font; what is printed in it is not. */
  function inkOf(box: Box, text: string, style: CSSStyleDeclaration): Box {
    const metrics = measure(text.trim(), style);
    const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = metrics;
    const scale = (box.bottom - box.top) / (ascent + descent);
    const baseline = box.top + ascent * scale;
    return {
      left: box.left,
      right: box.right,
      top: Math.max(baseline - metrics.actualBoundingBoxAscent * scale, box.top),
      bottom: Math.min(baseline + metrics.actualBoundingBoxDescent * scale, box.bottom),
    };
  }

  function cornersOf({ left, top: up, right, bottom }: Box): readonly Point[] {
    return [
      [left, up],
      [right, up],
      [right, bottom],
      [left, bottom],
    ];
  }

  function boxAround(corners: readonly Point[]): Box {
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    return {
      left: Math.min(...xs),
      right: Math.max(...xs),
      top: Math.min(...ys),
      bottom: Math.max(...ys),
    };
  }

  const styles = new Map<Element, CSSStyleDeclaration>();
  function styleOf(element: Element): CSSStyleDeclaration {
    const known = styles.get(element) ?? getComputedStyle(element);
    styles.set(element, known);
    return known;
  }

  /** Kept for those who hear the page: a box of a pixel, or clipped away. */
  function isHidden(element: Element): boolean {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return true;
    for (let each: Element | null = element; each && each !== top; each = each.parentElement) {
      const { clipPath, overflowX } = styleOf(each);
      if (clipPath === 'inset(50%)') return true;
      if (overflowX === 'visible' || !(each instanceof HTMLElement)) continue;
      if (each.offsetWidth <= 1 && each.offsetHeight <= 1) return true;
    }
    return false;
  }

  const how = (overflow: string) =>
    overflow === 'visible' ? 'free' : /auto|scroll/.test(overflow) ? 'scrolls' : 'cuts';

  /** What an element does to all that stands in it; it is asked for each text in it. */
  interface Holder {
    readonly position: string;
    readonly turns: boolean;
    readonly clip: Clip | null;
  }
  const holders = new Map<Element, Holder>();
  function holderOf(element: Element): Holder {
    const known = holders.get(element);
    if (known) return known;
    const style = styleOf(element);
    const { position, transform } = style;
    const holder = { position, turns: transform !== 'none', clip: clipBy(element, style) };
    holders.set(element, holder);
    return holder;
  }

  function clipBy(element: Element, style: CSSStyleDeclaration): Clip | null {
    const { overflowX, overflowY, display } = style;
    if (overflowX === 'visible' && overflowY === 'visible') return null;
    // Those have no box of their own, but a drawing in a line has.
    if (/^(?:inline|contents)$/.test(display) && !(element instanceof SVGSVGElement)) return null;
    const isRoot = element === document.documentElement || element === document.body;
    const { left, top: up, right, bottom } = element.getBoundingClientRect();
    const border = (side: string) => Number.parseFloat(side) || 0;
    const box = isRoot
      ? { left: 0, top: 0, right: clientWidth, bottom: clientHeight }
      : {
          left: left + border(style.borderLeftWidth),
          top: up + border(style.borderTopWidth),
          right: right - border(style.borderRightWidth),
          bottom: bottom - border(style.borderBottomWidth),
        };
    return { box, across: how(overflowX), down: how(overflowY) };
  }

  /** What can cut a text that stands in an element, from the inside out. */
  function clipsOf(element: Element): readonly Clip[] {
    const clips: Clip[] = [];
    let out: 'none' | 'absolute' | 'fixed' = 'none';
    for (let each: Element | null = element; each; each = each.parentElement) {
      const { position, turns, clip } = holderOf(each);
      const holds = out === 'none' || turns || (out === 'absolute' && position !== 'static');
      if (!holds) continue;
      if (clip) clips.push(clip);
      out =
        each === modal || position === 'fixed'
          ? 'fixed'
          : position === 'absolute'
            ? 'absolute'
            : 'none';
      if (each === modal) break;
    }
    return clips;
  }

  function whereOf(element: Element): string {
    const names: string[] = [];
    for (let each: Element | null = element; each && names.length < 4; each = each.parentElement) {
      const name = each.id
        ? `#${each.id}`
        : (each.getAttribute('class') ?? '').trim().split(/\s+/)[0];
      names.unshift(name && !name.startsWith('#') ? `.${name}` : name || each.localName);
    }
    return names.join(' ');
  }

  function short(text: string): string {
    const plain = text.trim().replace(/\s+/g, ' ');
    return `“${plain.length > 40 ? `${plain.slice(0, 39)}…` : plain}”`;
  }

  function report(kind: TextFault['kind'], text: string, at: Element, x: number, y: number): void {
    faults.push({ kind, text, where: whereOf(at), by: [Math.round(x), Math.round(y)] });
  }

  /* The lines of text. */

  const skipped = /^(?:script|style|noscript|option|optgroup|textarea|title|desc|annotation)$/i;
  const lines: Line[] = [];

  function addHtml(node: Text, element: Element): void {
    const style = styleOf(element);
    const range = document.createRange();
    range.selectNodeContents(node);
    const rows: { left: number; top: number; right: number; bottom: number }[] = [];
    for (const { left, top: up, right, bottom } of range.getClientRects()) {
      if (right - left < 0.5 || bottom - up < 0.5) continue;
      const row = rows.find((each) => Math.abs(each.top - up) < 1);
      if (row) {
        row.left = Math.min(row.left, left);
        row.right = Math.max(row.right, right);
      } else rows.push({ left, top: up, right, bottom });
    }
    const placed = (() => {
      for (let each: Element | null = element; each && each !== top; each = each.parentElement) {
        const { position, display } = styleOf(each);
        if (position === 'absolute' || position === 'fixed') return true;
        if (!/^(?:inline|contents)/.test(display)) return false;
      }
      return false;
    })();
    for (const row of rows) {
      const box = inkOf(row, node.data, style);
      const group = element.closest('math');
      lines.push({ text: node.data, element, box, corners: cornersOf(box), group, placed });
    }
  }

  function addSvg(label: SVGTextElement): void {
    const text = label.textContent;
    const matrix = label.getScreenCTM();
    const { x, y, width, height } = label.getBBox();
    if (!matrix || text.trim() === '' || width === 0) return;
    const flat = { left: x, top: y, right: x + width, bottom: y + height };
    const corners = cornersOf(inkOf(flat, text, styleOf(label))).map(([px, py]): Point => {
      const point = new DOMPoint(px, py).matrixTransform(matrix);
      return [point.x, point.y];
    });
    lines.push({
      text,
      element: label,
      box: boxAround(corners),
      corners,
      group: label,
      placed: true,
    });
  }

  function addField(field: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement): void {
    const shown =
      field instanceof HTMLSelectElement
        ? (field.selectedOptions[0]?.text ?? '')
        : field.value || field.placeholder;
    if (shown.trim() === '') return;
    const style = styleOf(field);
    const pixels = (size: string) => Number.parseFloat(size) || 0;
    const whole = field.getBoundingClientRect();
    const left = whole.left + pixels(style.paddingLeft) + pixels(style.borderLeftWidth);
    const right = whole.right - pixels(style.paddingRight) - pixels(style.borderRightWidth);
    if (right - left <= 0) return;
    const { width } = measure(shown, style);
    const over = width - (right - left);
    const writes = rules.writing !== '' && field.matches(rules.writing) && field.value !== '';
    if (over > 1 && !writes && !(field instanceof HTMLTextAreaElement)) {
      report('cut', short(shown), field, over, 0);
    }
    const free = Math.max(-over, 0);
    const toEnd = /right|end/.test(style.textAlign) ? free : 0;
    const [from, to] = /center/.test(style.textAlign)
      ? [left + free / 2, right - free / 2]
      : [left + toEnd, right - free + toEnd];
    const size = pixels(style.fontSize);
    const middle = (whole.top + whole.bottom) / 2;
    const box =
      field instanceof HTMLTextAreaElement
        ? { left, right, top: whole.top + pixels(style.paddingTop), bottom: whole.bottom }
        : { left: from, right: to, top: middle - size * 0.36, bottom: middle + size * 0.36 };
    const corners = cornersOf(box);
    lines.push({ text: shown, element: field, box, corners, group: field, placed: false });
  }

  const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const seen = new Set<Element>();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Element) {
      const field =
        node instanceof HTMLTextAreaElement ||
        node instanceof HTMLSelectElement ||
        (node instanceof HTMLInputElement && !/range|checkbox|radio|file|color/.test(node.type))
          ? node
          : null;
      if (field && !isHidden(field)) addField(field);
      continue;
    }
    const element = node.parentElement;
    if (!(node instanceof Text) || !element || node.data.trim() === '') continue;
    if (skipped.test(element.localName) || isHidden(element)) continue;
    const label = element.closest('svg text');
    if (!label) addHtml(node, element);
    else if (label instanceof SVGTextElement && !seen.has(label)) {
      seen.add(label);
      addSvg(label);
    }
  }

  /* What is cut, and what of the others can be seen. */

  const width = ({ left, right }: Box) => right - left;
  const height = ({ top: up, bottom }: Box) => bottom - up;
  const visible: Line[] = [];
  for (const line of lines) {
    let seenBox = line.box;
    let [lostAcross, lostDown] = [0, 0];
    for (const { box, across, down } of clipsOf(line.element)) {
      const next = { ...seenBox };
      if (across !== 'free') {
        next.left = Math.max(next.left, box.left);
        next.right = Math.min(next.right, box.right);
        if (across === 'cuts') lostAcross = Math.max(lostAcross, width(seenBox) - width(next));
      }
      if (down !== 'free') {
        next.top = Math.max(next.top, box.top);
        next.bottom = Math.min(next.bottom, box.bottom);
        if (down === 'cuts') lostDown = Math.max(lostDown, height(seenBox) - height(next));
      }
      seenBox = next;
    }
    // A field's own text is held against its own width above.
    if (line.group !== line.element || line.element instanceof SVGElement) {
      if (lostAcross > 1.5 || lostDown > 1.5) {
        report('cut', short(line.text), line.element, lostAcross, lostDown);
      }
    }
    if (width(seenBox) <= 0 || height(seenBox) <= 0) continue;
    const turned = Math.abs((line.corners[0]?.[1] ?? 0) - (line.corners[1]?.[1] ?? 0)) > 0.5;
    visible.push(turned ? line : { ...line, box: seenBox, corners: cornersOf(seenBox) });
  }
  for (const element of top.querySelectorAll('*')) {
    if (!(element instanceof HTMLElement) || styleOf(element).textOverflow !== 'ellipsis') continue;
    const over = element.scrollWidth - element.clientWidth;
    const isField = element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
    const known = faults.some(
      ({ kind, text }) => kind === 'cut' && text === short(element.textContent),
    );
    if (over > 1 && !isField && !known && !isHidden(element)) {
      report('cut', short(element.textContent), element, over, 0);
    }
  }

  /* What stands outside of the window, and what has to be scrolled for it. */

  for (const { box, element, text } of visible) {
    if (rules.aside !== '' && element.matches(rules.aside)) continue;
    const over = Math.max(box.right - clientWidth, -box.left);
    const above = modal ? -box.top : -box.top - scrollY;
    const below = modal ? box.bottom - clientHeight : 0;
    if (over > 1 || above > 1 || below > 1) {
      report('outside', short(text), element, Math.max(over, 0), Math.max(above, below, 0));
    }
  }
  for (const element of [document.documentElement, ...top.querySelectorAll('*')]) {
    const over = element.scrollWidth - element.clientWidth;
    if (over <= 1 || element.clientWidth === 0) continue;
    const isRoot = element === document.documentElement;
    if (!isRoot && how(styleOf(element).overflowX) !== 'scrolls') continue;
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) continue;
    if (rules.scrollers !== '' && element.matches(rules.scrollers)) continue;
    if (isHidden(element)) continue;
    const widest = [...element.querySelectorAll('*')]
      .map((each) => ({ each, right: each.getBoundingClientRect().right }))
      .toSorted((a, b) => b.right - a.right)[0];
    report('sideways', `as far as ${widest ? whereOf(widest.each) : ''}`, element, over, 0);
  }

  /* What stands over a text: only what is seen can collide. */

  const isOpaque = (element: Element) => {
    const colour = styleOf(element).backgroundColor;
    const alpha = /^rgba\(.*,\s*([\d.]+)\)$|\/\s*([\d.]+)\)$/.exec(colour);
    return colour !== 'transparent' && Number(alpha?.[1] ?? alpha?.[2] ?? 1) > 0.9;
  };
  const areApart = (one: Element, other: Element) => !one.contains(other) && !other.contains(one);
  // Where none of these is, nothing has to be looked for, which takes longest.
  const opaque = [...top.querySelectorAll('*')]
    .filter((each) => each instanceof HTMLElement && isOpaque(each))
    .map((each) => ({ each, box: each.getBoundingClientRect() }));
  const mayCover = (element: Element, x: number, y: number) =>
    opaque.some(
      ({ each, box }) =>
        x >= box.left - 1 &&
        x <= box.right + 1 &&
        y >= box.top - 1 &&
        y <= box.bottom + 1 &&
        areApart(each, element),
    );
  // For this moment everything can be hit, as everything can be seen.
  const everything = new CSSStyleSheet();
  everything.replaceSync('* { pointer-events: auto !important }');
  const isCovered = (element: Element, x: number, y: number) => {
    if (!mayCover(element, x, y)) return false;
    if (!document.adoptedStyleSheets.includes(everything)) {
      document.adoptedStyleSheets.push(everything);
    }
    const verdict = (hit: Element) => {
      if (!areApart(hit, element)) return false;
      return hit instanceof HTMLElement && isOpaque(hit) ? true : null;
    };
    // The uppermost alone says it nearly always, and is found sooner than all.
    const first = document.elementFromPoint(x, y);
    if (!first) return false;
    const said = verdict(first);
    if (said !== null) return said;
    for (const hit of document.elementsFromPoint(x, y)) {
      const told = verdict(hit);
      if (told !== null) return told;
    }
    return false;
  };
  const shown = visible.filter(({ element, box, text }) => {
    const y = (box.top + box.bottom) / 2;
    const inset = Math.min(2, width(box) / 4);
    const places = [box.left + inset, (box.left + box.right) / 2, box.right - inset];
    const covered = places.filter((x) => isCovered(element, x, y)).length;
    if (covered > 0 && covered < places.length) {
      report('covered', short(text), element, width(box), height(box));
    }
    return covered < places.length;
  });
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== everything);

  /* Which print over each other, and which numbers run into each other. */

  /** How far two shapes reach into each other across and down, or along an edge of theirs. */
  function depth(a: Line, b: Line): readonly [number, number] {
    const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
    const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
    if (across <= 0 || down <= 0) return [across, down];
    let [least, other] = [across, down];
    for (const { corners } of [a, b]) {
      for (const at of [0, 1]) {
        const [from, to] = [corners[at], corners[at + 1]];
        if (!from || !to) continue;
        const long = Math.hypot(to[0] - from[0], to[1] - from[1]);
        if (long === 0) continue;
        const [ux, uy] = [(to[0] - from[0]) / long, (to[1] - from[1]) / long];
        // Level edges are what across and down are already.
        if (Math.abs(ux) > 0.999 || Math.abs(uy) > 0.999) continue;
        const [ofA, ofB] = [a, b].map((line) => line.corners.map(([x, y]) => x * ux + y * uy));
        const shared =
          Math.min(Math.max(...(ofA ?? [])), Math.max(...(ofB ?? []))) -
          Math.max(Math.min(...(ofA ?? [])), Math.min(...(ofB ?? [])));
        least = Math.min(least, shared);
        other = Math.min(other, shared);
      }
    }
    return [least, other];
  }

  const isNumber = (text: string) => /^[−+-]?[\d.,\s]*\d[\d.,\s]*(?:×.*|%)?$/.test(text.trim());
  shown.forEach((one, i) => {
    for (const two of shown.slice(i + 1)) {
      if (one.group !== null && one.group === two.group) continue;
      const [across, down] = depth(one, two);
      if (across > rules.tolerance && down > rules.tolerance) {
        report('overlap', `${short(one.text)} ${short(two.text)}`, two.element, across, down);
      } else if (
        one.placed &&
        two.placed &&
        isNumber(one.text) &&
        isNumber(two.text) &&
        across > -3 &&
        down > rules.tolerance
      ) {
        report('touch', `${short(one.text)} ${short(two.text)}`, two.element, across, down);
      }
    }
  });
  return faults;
}
