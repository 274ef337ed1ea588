/** Looking closer: what distance, conventions and the article's claims say is measured, not told. */

import { numberIn } from './expected.ts';
import { goTo } from './inPlace.ts';
import { apply, expect, open, type Page, readAll, settle, spec, test } from './page.ts';

const proof = (page: Page, convention: number, line: string) =>
  page.locator('.convention').nth(convention).locator(`[data-proof="${line}"]`);

test('someone looks at distance, at conventions and at what an article claims', async ({
  page,
}) => {
  await open(page, 'lens=distance&length=24&dim=32&heads=4');
  await test.step('the distance profile has the mean of each diagonal', async () => {
    const { data } = await readAll(page, 'similarity');
    const mark = page.locator('.lens-distance .lens-mark text');
    await expect(mark).toHaveText(/:/);
    const [, offset = '', mean = ''] = /^(.*): (.*)$/.exec((await mark.textContent()) ?? '') ?? [];
    const wide = numberIn(offset);
    const cells = Array.from({ length: 24 }, (_, row) => row)
      .filter((row) => row + wide >= 0 && row + wide < 24)
      .map((row) => data[24 * row + row + wide] ?? Number.NaN);
    const wanted = cells.reduce((sum, value) => sum + value) / cells.length;
    expect(numberIn(mean)).toBeCloseTo(wanted, 3);
    await expect(page.locator('.lens-result')).toContainText('Every diagonal is constant');
    await page.getByRole('button', { name: 'logits of the head' }).click();
    await expect(page.locator('.lens-result')).toContainText('Distance is not all that counts');
  });

  await test.step('brushing the profile marks those diagonals on the plate', async () => {
    await goTo(page, 'lens=distance&length=24&dim=32&heads=4');
    const overlay = page.locator('.lens-distance .brush .overlay');
    await overlay.scrollIntoViewIfNeeded();
    const box = await overlay.boundingBox();
    if (!box) throw new Error('no overlay');
    await page.mouse.move(box.x + box.width * 0.4, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 40, { steps: 4 });
    await page.mouse.up();
    for (const map of ['similarity', 'attention']) {
      await expect(page.locator(`[data-map=${map}] .band`)).toHaveAttribute('d', /^M.*L/);
    }
    await page.locator('[data-lens=distance]').click();
    await expect(page.locator('[data-map=similarity] .band')).not.toHaveAttribute('d', /M/);
  });

  await test.step('interleaved and block are one table in two orders; the scores say when', async () => {
    await goTo(page, 'lens=conventions&length=24&dim=32&heads=4');
    await expect(proof(page, 0, 'positions related')).toContainText(
      'identical: largest difference 0',
    );
    await expect(proof(page, 0, 'similarity')).toContainText('identical');
    await expect(proof(page, 0, 'causal')).toContainText('not identical');
    await expect(proof(page, 0, 'causal related')).not.toContainText('not identical');
    await expect(proof(page, 1, 'similarity')).toContainText('not identical');
  });

  await test.step('the difference it names is the one between the two forms', async () => {
    await goTo(page, 'lens=conventions&encoding=rope&length=16&dim=32&heads=4&mask=none');
    const line = proof(page, 0, 'open');
    await expect(line).toContainText('not identical');
    const text = (await line.textContent()) ?? '';
    const named = Number(/they differ by ([\d.]+)/.exec(text)?.[1]);
    const weights = async (pairing: string) => {
      await apply(page, { params: { pairing } });
      return (await readAll(page, 'weights')).data.slice(0, 256);
    };
    const [first, second] = [await weights('interleaved'), await weights('half')];
    const most = Math.max(...first.map((value, cell) => Math.abs(value - (second[cell] ?? 0))));
    expect(named).toBeCloseTo(most, 3);
  });

  await test.step('ALiBi by rows agrees with a causal mask and not without', async () => {
    await goTo(page, 'lens=conventions&encoding=alibi&length=16&dim=32&heads=4');
    await expect(proof(page, 1, 'causal')).toContainText(/^.*identical: largest/);
    await expect(proof(page, 1, 'open')).toContainText('not identical');
  });

  await test.step('T5 with the other sign is read backwards', async () => {
    await goTo(page, 'lens=conventions&encoding=t5&length=16&dim=32&heads=4');
    await expect(proof(page, 0, 'similarity related')).toContainText(
      'identical: largest difference 0',
    );
    await expect(proof(page, 0, 'similarity')).toContainText('not identical');
  });

  await test.step('each claim of the article opens a state that shows it, and Back returns', async () => {
    await goTo(page, 'lens=article&length=12');
    const links = page.locator('.errata a');
    await expect(links.nth(11)).toBeVisible();
    // The correction comes first; what the article says is marked as its claim.
    const first = page.locator('.errata li').first().locator('p');
    await expect(first.nth(0)).toContainText('BERT learns its position vectors');
    await expect(first.nth(1)).toHaveText(
      'The article claims (§4.3): “BERT computes its position vectors from a sine sequence.”',
    );
    await links.filter({ hasText: 'n = 7' }).click();
    await settle(page);
    const circle = await spec(page);
    expect([circle.encoding, circle.length]).toEqual(['circular', 7]);
    const { data } = await readAll(page, 'positions');
    expect(data[2]).toBeCloseTo(0.782, 3);
    expect(data[3]).toBeCloseTo(0.623, 3);
    await page.goBack();
    await expect.poll(async () => (await spec(page)).length).toBe(12);
  });
});
