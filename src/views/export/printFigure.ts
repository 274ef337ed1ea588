/** Prints a figure alone, on a page of its size: by the browser's own dialog, which also makes a PDF of it. */
import type { Figure } from '../../export/figure/marks.ts';
import { svgOf } from '../../export/figure/svg.ts';

export function printFigure(figure: Figure): void {
  const sheet = document.createElement('div');
  sheet.className = 'print-figure';
  sheet.append(svgOf(figure));
  document.body.append(sheet);
  const page = new CSSStyleSheet();
  page.replaceSync(`@page { size: ${figure.width}pt ${figure.height + 1}pt; margin: 0; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, page];
  globalThis.addEventListener(
    'afterprint',
    () => {
      sheet.remove();
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== page);
    },
    { once: true },
  );
  globalThis.print();
}
