/** What a person takes away: figures, and files of numbers, by the dialog and by the script; each is read back. */
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { axeFaults } from './axe.ts';
import { coloursOf, farthest } from './expected.ts';
import { expect, gridOf, open, type Page, readAll, spec, test, visit } from './page.ts';
import { colours, exported } from './taken.ts';

const query = 'length=12&dim=16&heads=2&start=3';

const refused = (page: Page, ...asked: readonly unknown[]) =>
  page.evaluate(
    ([kind, quantity, look]) =>
      window.whereabouts.export(kind, quantity, look).then(
        () => null,
        (error: unknown) => String(error),
      ),
    asked,
  );

/** An SVG as a viewer reads it: on another page, where nothing of ours is. */
function parsed(viewer: Page, text: string) {
  return viewer.evaluate((source) => {
    const svg = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
    const numbers = (element: Element, ...names: string[]) =>
      names.map((name) => Number(element.getAttribute(name)));
    return {
      root: svg.localName,
      width: svg.getAttribute('width'),
      box: svg.getAttribute('viewBox')?.split(' ').map(Number) ?? [],
      texts: [...svg.querySelectorAll('text')].map((each) => each.textContent),
      links: [...svg.querySelectorAll('a')].map((each) => each.getAttribute('href')),
      images: [...svg.querySelectorAll('image')].map((each) => ({
        box: numbers(each, 'x', 'y', 'width', 'height'),
        rendering: each.getAttribute('image-rendering'),
        href: each.getAttribute('href') ?? '',
      })),
      ground: svg.querySelector(':scope > rect[width="100%"]')?.getAttribute('fill') ?? null,
      inks: [...svg.querySelectorAll('text')].map((each) => each.getAttribute('fill')),
      cells: [...svg.querySelectorAll('g > rect')].map((each) => each.getAttribute('fill') ?? ''),
    };
  }, text);
}

const pngIn = (href = '') => Buffer.from(href.replace('data:image/png;base64,', ''), 'base64');

const rgb = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

test('figures and numbers are taken away as they are', async ({ page }) => {
  await open(page, `${query}&lang=en`);
  const viewer = await page.context().newPage();
  const svgOf = async (look: object) =>
    parsed(viewer, (await exported(page, 'svg', null, look)).toString());

  await test.step('a figure has each cell in the colour of its number, text as text, and its width on paper', async () => {
    const shown = await spec(page);
    const n = shown.length;
    const { data } = await readAll(page, 'weights');
    const weights = data.slice(0, n * n);

    const svg = await parsed(
      viewer,
      (await exported(page, 'svg', 'weights', { width: 89 })).toString(),
    );
    expect(svg.root).toBe('svg');
    expect(svg.width).toBe('89mm');
    for (const words of ['Attention', 'head 1 of 2', 'street', '3', 'query', 'key']) {
      expect(svg.texts).toContain(words);
    }
    expect(svg.texts.join(' ')).toContain('Sinusoidal · Layout interleaved · Base 10,000');
    expect(svg.texts.join(' ')).toContain('seed 7');
    expect(svg.links).toContain(page.url());
    const [image] = svg.images;
    expect(image?.rendering).toBe('pixelated');

    // One pixel a cell; and in the PNG, at the same place, the same cell.
    const cells = gridOf([n, n], 6);
    const places = cells.map(([row, column]) => row * n + column);
    const expected = coloursOf('attention', shown, 'projector', weights, places).flat();
    const [, , wide = 1, high = 1] = svg.box;
    const [x = 0, y = 0, width = 0, height = 0] = image?.box ?? [];
    const embedded = await colours(
      page,
      pngIn(image?.href),
      cells.map(([row, column]) => [(column + 0.5) / n, (row + 0.5) / n]),
    );
    expect([embedded.width, embedded.height]).toEqual([n, n]);
    const opaque = (pixels: readonly number[][]) => pixels.flatMap((pixel) => pixel.slice(0, 3));
    expect(farthest(opaque(embedded.pixels), expected)).toBeLessThanOrEqual(2);
    const png = await exported(page, 'png', 'weights', { width: 89, scale: 2, transparent: true });
    const drawn = await colours(page, png, [
      ...cells.map(
        ([row, column]) =>
          [
            (x + ((column + 0.5) / n) * width) / wide,
            (y + ((row + 0.5) / n) * height) / high,
          ] as const,
      ),
      [0, 0],
    ]);
    expect(farthest(opaque(drawn.pixels.slice(0, -1)), expected)).toBeLessThanOrEqual(2);
    // Nothing is behind it; 89 mm at 300 dots an inch, which the file says itself.
    expect(drawn.pixels.at(-1)).toEqual([0, 0, 0, 0]);
    expect(drawn.width).toBe(Math.round((89 / 25.4) * 300));
    expect(png.subarray(37, 41).toString()).toBe('pHYs');
    expect(png.readUInt32BE(41)).toBe(Math.round(300 / 0.0254));

    const look = { width: 89, theme: 'night', cells: 'rectangles' };
    const drawing = await parsed(viewer, (await exported(page, 'svg', 'weights', look)).toString());
    const every = weights.map((_, i) => i);
    expect(drawing.images).toEqual([]);
    expect(
      farthest(
        drawing.cells.flatMap(rgb),
        coloursOf('attention', shown, 'night', weights, every).flat(),
      ),
    ).toBeLessThanOrEqual(2);
  });

  await test.step('a figure is of the maps, the comparison, a row, a lens or the room, as it is asked for', async () => {
    await visit(page, `${query}&lens=distance`);
    expect((await svgOf({})).images.map(({ rendering }) => rendering)).toEqual([
      'pixelated',
      'pixelated',
      'pixelated',
    ]);
    expect((await svgOf({ of: 'curve' })).texts).toContain('Attention');
    // Zoomed by one step, a map is what is left of it.
    await page.locator('[data-map=similarity]').press('+');
    const [, zoomed] = (await svgOf({})).images;
    const { width } = await colours(page, pngIn(zoomed?.href), []);
    expect(width).toBeLessThan(12);
    expect(width).toBeGreaterThan(2);
    await page.locator('[data-map=similarity]').press('0');
    await expect(page.locator('#lens .mean[d]')).toBeVisible();
    const lens = await svgOf({ of: 'lens' });
    expect(lens.texts.slice(0, 1)).toEqual(['Distance']);
    expect(lens.texts).toContain('key − query');
    // The page is in light colours, and stays so.
    const { ground, inks } = await svgOf({ of: 'lens', theme: 'night' });
    expect(ground).toBe('#11141b');
    expect(inks).toContain('rgb(233, 231, 225)');
    expect(inks).not.toContain('rgb(32, 35, 42)');
    await expect(page.locator('html')).toHaveCSS('--page', '#fbfaf6');
    expect((await svgOf({ of: 'room' })).texts).toContain('Position vectors');
    expect(await refused(page, 'png', null, { of: 'experiment' })).toMatch(
      /^RangeError: export: no experiment here; there are plate, .*lens/,
    );
    await visit(page, `${query}&room=compare&compare=alibi`);
    const comparison = await svgOf({});
    expect(comparison.images).toHaveLength(4);
    expect(comparison.texts).toContain('ALiBi');
  });

  await test.step('a lens or a room is drawn as fine as its figure, whole, and without what is only there to be worked', async () => {
    await visit(page, `${query}&lens=clocks`);
    const board = page.locator('.clock-board canvas');
    await expect(board).toBeVisible();
    const widthOnScreen = await board.getAttribute('width');
    const clocks = await svgOf({ of: 'lens' });
    expect(clocks.texts.join(' ')).toContain('One hand per pair');
    expect(clocks.texts.join(' ')).not.toContain('Drag a hand');
    const [hands] = clocks.images;
    const drawn = await colours(page, pngIn(hands?.href), []);
    // 600 dots an inch, in whole pixels.
    expect(drawn.width / (hands?.box[2] ?? 1)).toBeCloseTo(600 / 72, 1);
    expect(await board.getAttribute('width')).toBe(widthOnScreen);

    // In a low window the parts of the score are below the edge, and the line of tokens is too long for it.
    await page.setViewportSize({ width: 1280, height: 640 });
    await visit(page, 'room=attend');
    await expect(page.locator('.parts-sum')).toHaveText(/^Sum/);
    await page.locator('.token-line').evaluate((line) => line.scrollTo({ left: 90 }));
    const room = await svgOf({ of: 'room' });
    for (const words of ['position · position', 'stands', '39'])
      expect(room.texts).toContain(words);
    expect(room.texts.join(' ')).toMatch(/Sum .* difference/);
    expect(room.texts).not.toContain('Shuffle');
    await expect(page.locator('.token-line')).toHaveJSProperty('scrollLeft', 90);
  });

  await viewer.close();
  await page.setViewportSize({ width: 1440, height: 900 });
  await test.step('every quantity is the same as CSV, as .npy and in the archive, as it is read', async () => {
    await visit(page, `${query}&encoding=rope`);
    const files = unzipSync(await exported(page, 'zip'));
    const names = Object.keys(files).flatMap((name) => name.match(/^(.+)\.npy$/)?.[1] ?? []);
    expect(names).toEqual(
      expect.arrayContaining(['positions', 'logits', 'terms', 'angles', 'frequencies']),
    );
    const readme = Buffer.from(files['README.txt'] ?? []).toString();
    for (const name of names) {
      const { shape, data } = await readAll(page, name);
      // As it was said before it was read.
      expect(readme).toMatch(new RegExp(` ${name} +\\[${shape.join(', ')}\\] `));
      const numbers = Float32Array.from(data);
      const array = Buffer.from(files[`${name}.npy`] ?? []);
      const start = 10 + array.readUInt16LE(8);
      const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
      expect(array.subarray(0, start).toString('latin1'), name).toContain(`'shape': (${sides})`);
      expect(new Float32Array(new Uint8Array(array.subarray(start)).buffer), name).toEqual(numbers);
      const lines = Buffer.from(files[`${name}.csv`] ?? [])
        .toString()
        .trimEnd()
        .split('\n');
      const places = Math.max(shape.length - 1, 1);
      const values = lines.slice(1).flatMap((line) => line.split(',').slice(places));
      const parsedNumbers = values.map((value) => Number(value.replace('inf', 'Infinity')));
      expect(Float32Array.from(parsedNumbers), name).toEqual(numbers);
    }
    expect(await exported(page, 'npy', 'logits')).toEqual(Buffer.from(files['logits.npy'] ?? []));
    expect(await exported(page, 'csv', 'logits')).toEqual(Buffer.from(files['logits.csv'] ?? []));
    expect(await refused(page, 'jpeg')).toMatch(
      /^RangeError: export: no "jpeg"; there are png, svg/,
    );
    expect(await refused(page, 'csv', 'magic')).toMatch(
      /^RangeError: export: no "magic"; there are/,
    );
  });

  await test.step('the dialog saves, copies and prints, and says why where it cannot', async () => {
    await visit(page, 'length=600&dim=16&heads=16');
    await page.getByRole('button', { name: 'Take it away' }).click();
    const line = (id: string) => page.locator(`[data-export=${id}]`);
    await expect(page.locator('.take-away-preview svg')).toBeVisible();
    expect(await axeFaults(page)).toEqual([]);

    const download = page.waitForEvent('download');
    await line('npy').getByRole('button', { name: 'Save' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('whereabouts-sinusoidal-positions.npy');
    const { data } = await readAll(page, 'positions');
    const saved = readFileSync(await file.path());
    const values = new Float32Array(new Uint8Array(saved.subarray(128)).buffer);
    expect(values).toEqual(Float32Array.from(data));

    // 600 × 600 × 16 numbers are too many to be written as text; nothing is read for it.
    const before = await page.evaluate(() => window.whereabouts.stats()['bytesRead']);
    await page.locator('[data-group=numbers] [data-option=quantity]').selectOption('weights');
    await expect(line('csv')).toContainText(
      /weights \[16, 600, 600\] would be 69 MB, .* up to length 512, or at this length with up to 11 heads\./,
    );
    await expect(line('csv').getByRole('button', { name: 'Save' })).toBeDisabled();
    await expect(line('npy').getByRole('button', { name: 'Save' })).toBeEnabled();
    expect(await page.evaluate(() => window.whereabouts.stats()['bytesRead'])).toBe(before);

    await page.locator('[data-option=cells]').selectOption('rectangles');
    await expect(page.locator('[data-group=figure]')).toContainText(
      /A map of 360,000 cells is too large to be drawn as rectangles; the limit is 16,384\./,
    );
    await page.locator('[data-option=cells]').selectOption('image');

    await page.evaluate(() => {
      const no = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
      Object.defineProperty(navigator.clipboard, 'write', { value: no, configurable: true });
      Object.defineProperty(URL, 'createObjectURL', {
        configurable: true,
        value: () => {
          throw new Error('the disk is full');
        },
      });
      Object.defineProperty(globalThis, 'print', { value: () => undefined, configurable: true });
    });
    await line('png').getByRole('button', { name: 'Copy' }).click();
    await expect(line('png')).toContainText('The browser did not allow copying. Save the file');
    await line('svg').getByRole('button', { name: 'Save' }).click();
    await expect(line('svg')).toContainText('could not make the file: the disk is full.');

    await line('print').getByRole('button').click();
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('.print-figure svg')).toBeVisible();
    await expect(page.locator('#root')).toBeHidden();
    await page.evaluate(() => {
      dispatchEvent(new Event('afterprint'));
      // The page goes to the next story.
      Reflect.deleteProperty(navigator.clipboard, 'write');
      Reflect.deleteProperty(URL, 'createObjectURL');
      Reflect.deleteProperty(globalThis, 'print');
    });
    await page.emulateMedia({ media: null });
    await expect(page.locator('.print-figure')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(page.locator('.take-away')).toHaveCount(0);
  });
});
