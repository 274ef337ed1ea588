/** The HTML that shows the page within another. */

import { whole } from '../../state/options.ts';

/** Of its sides, in CSS pixels. */
export const sideRule = whole('side', 900, 200, 4000);

interface Size {
  readonly width: number;
  readonly height: number;
}

export function embedCode(link: string, title: string, { width, height }: Size): string {
  return [
    `<iframe src="${attribute(link)}"`,
    `  title="${attribute(title)}" width="${width}" height="${height}"`,
    '  style="max-width: 100%; border: 0" loading="lazy" allow="fullscreen; clipboard-write"></iframe>',
  ].join('\n');
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
