/** The check that the looks go by: it finds what was planted, and nothing where nothing is wrong. */
import { expect, type Page, test } from './page.ts';
import { type TextRules, textFaults } from './texts.ts';

const style = 'font: 16px/1.4 sans-serif; margin: 20px';
const label = 'position: absolute; white-space: nowrap;';

async function kinds(page: Page, body: string, rules?: TextRules): Promise<string[]> {
  await page.setContent(`<body style="${style}">${body}</body>`);
  return (await textFaults(page, rules)).map(({ kind, text }) => `${kind} ${text}`);
}

const planted: readonly (readonly [what: string, body: string, found: readonly string[]])[] = [
  [
    'two labels in one place',
    `<b style="${label} left: 20px; top: 20px">Length</b><b style="${label} left: 40px; top: 24px">Base</b>`,
    ['overlap “Length” “Base”'],
  ],
  [
    'rows without a height',
    '<div style="line-height: 0"><div>RoFormer</div><div>Su et al.</div></div>',
    ['overlap “RoFormer” “Su et al.”'],
  ],
  [
    'one text over its own second row',
    '<p style="line-height: 0.3; width: 3em">Position vectors</p>',
    ['overlap “Position vectors” “Position vectors”'],
  ],
  [
    'a label in a drawing over another',
    '<svg width="200" height="40"><text x="10" y="20">0.1</text><text x="20" y="22">0.2</text></svg>',
    ['overlap “0.1” “0.2”'],
  ],
  [
    'a formula over words',
    `<span style="${label} top: 20px">similarity</span><math style="${label} top: 20px"><mi>p</mi><mo>=</mo><mn>10000</mn></math>`,
    ['overlap “similarity” “p”', 'overlap “similarity” “=”', 'overlap “similarity” “10000”'],
  ],
  [
    'numbers that run into each other',
    '<svg width="200" height="40"><text x="10" y="20">10</text><text x="28.5" y="20">20</text></svg>',
    ['touch “10” “20”'],
  ],
  [
    'an ellipsis',
    '<p style="width: 60px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap">mscale_all_dim</p>',
    ['cut “mscale_all_dim”'],
  ],
  [
    'a row that its box takes half of',
    '<p style="height: 1em; overflow: clip; line-height: 1.6">gypsum</p>',
    ['cut “gypsum”'],
  ],
  [
    'a label that a drawing is too small for',
    '<svg width="40" height="30"><text x="10" y="20">channel</text></svg>',
    ['cut “channel”'],
  ],
  [
    'a number that its field is too narrow for',
    '<input value="1048576" style="width: 30px">',
    ['cut “1048576”'],
  ],
  [
    'a choice that is too narrow',
    '<select style="appearance: none; width: 40px"><option>causal mask</option></select>',
    ['cut “causal mask”'],
  ],
  [
    'a text that something stands over',
    `<p>Position vectors</p><div style="${label} left: 60px; top: 10px; width: 300px; height: 40px; background: #fff"></div>`,
    ['covered “Position vectors”'],
  ],
  [
    'a page that scrolls sideways',
    '<p style="width: 3000px; text-align: right">the end</p>',
    ['outside “the end”', 'sideways as far as html body p'],
  ],
  [
    'a text before the beginning',
    `<b style="${label} left: -20px">before</b>`,
    ['outside “before”'],
  ],
  [
    'a list that scrolls sideways',
    '<div style="width: 90px; overflow-x: auto"><p style="width: 300px">a</p></div>',
    ['sideways as far as html body div p'],
  ],
];

// The page that the story before left lets nobody write into it.
test.beforeEach(({ page }) => page.goto('about:blank').then(() => {}));

test('what was planted is found', async ({ page }) => {
  for (const [what, body, found] of planted) {
    expect.soft(await kinds(page, body), what).toEqual(found);
  }
});

test('nothing is found where nothing is wrong', async ({ page }) => {
  const fine = [
    '<h1 style="line-height: 1.1">Gyrating pygmy position vectors, a heading in two rows or three</h1>',
    `<p>similarity <b>cosine</b> <span style="color: gray">40 × 64</span></p>`,
    '<p><math><mfrac><mi>p</mi><msup><mn>10000</mn><mrow><mn>2</mn><mi>i</mi></mrow></msup></mfrac></math> is small</p>',
    // Turned labels beside each other: their boxes overlap, they do not.
    `<svg width="300" height="90">${[20, 36, 52].map((x) => `<text transform="translate(${x} 10) rotate(60)">because</text>`).join('')}</svg>`,
    // For those who hear the page.
    `<p style="${label} width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)">spoken</p>`,
    `<p style="${label} left: 20px; top: 20px; opacity: 0">not yet</p>`,
    // What scrolls down is not cut.
    '<div style="height: 30px; overflow-y: auto"><p>one</p><p>two</p><p>three</p></div>',
    '<textarea rows="1">words of one’s own, more than the field can hold in its one row</textarea>',
    '<input class="own" value="sin(p / 10000^(2i/d)) + cos(p / 10000^(2i/d))" style="width: 60px">',
    // Below something opaque nobody sees it.
    `<p style="${label} left: 300px; top: 300px">below</p><p style="${label} left: 290px; top: 290px; padding: 10px; background: white">above</p>`,
  ];
  expect(await kinds(page, fine.join(''), { writing: '.own' })).toEqual([]);
});

test('behind an open dialog nothing is looked at', async ({ page }) => {
  await page.setContent(
    `<body style="${style}"><p>one</p><p style="margin-top: -30px">two</p><dialog>all</dialog></body>`,
  );
  expect(await textFaults(page)).toHaveLength(1);
  await page.evaluate(() => document.querySelector('dialog')?.showModal());
  expect(await textFaults(page)).toEqual([]);
});
