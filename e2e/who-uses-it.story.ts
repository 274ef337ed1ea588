/** Who uses this: a model found by name opens its parameters, and says what they leave out. */
import { expect, open, readAll, spec, test, visit } from './page.ts';

test('someone finds a model by its name, and takes its parameters', async ({ page }) => {
  await open(page, 'encoding=rope');
  await test.step('a preset after a model has its parameters, and says what it leaves out', async () => {
    await page.locator('[data-control=preset]').selectOption({ label: 'DeepSeek-V3' });
    await expect(page.locator('.notices')).toContainText(
      'Set as in DeepSeek-V3. Its scores are multiplied by 1.874; here they are not.',
    );
    expect((await spec(page)).params).toMatchObject({ scaling: 'yarn', factor: 40 });
    await expect(page.locator('[data-control=preset] option:checked')).toHaveText('DeepSeek-V3');
  });

  await test.step('a model is found by its name and opens the state with its parameters', async () => {
    await visit(page, 'encoding=rope');
    await page.locator('[data-control=preset]').selectOption('models');
    const lens = page.locator('.lens-models');
    await expect(lens.locator('[data-found]')).toContainText('configurations use Rotary (RoPE)');
    await lens.getByRole('searchbox').fill('SmolLM3');
    await lens.locator('.models-list button').first().click();
    await expect(lens.locator('[data-model=smollm3]')).toContainText('three blocks of four');
    await expect(lens.locator('.models-waves')).toHaveAttribute(
      'd',
      /^(M[\d.]+ [\d.]+v[\d.]+){32}$/,
    );
    await expect(lens.locator('.models-dot.chosen')).toHaveCount(1);
    await expect(lens.locator('[data-model=smollm3]')).toContainText('base 2,000,000');
    await expect(lens.locator('[data-model=smollm3]')).toContainText('SmolLM3Config');
    expect(await spec(page)).toMatchObject({
      encoding: 'rope',
      layerPattern: 'three-of-four',
      params: { base: 2e6, pairing: 'half', scaling: 'none' },
    });
    const { data } = await readAll(page, 'frequencies');
    expect(data[1]).toBeCloseTo(2e6 ** (-2 / 64), 6);

    // One whose scheme its configuration does not name says so, and what is shown.
    await lens.getByRole('searchbox').fill('bert');
    await lens.getByRole('button', { name: /^Bert length/ }).click();
    await expect(lens.locator('[data-model=bert]')).toContainText('names no scheme');
    expect((await spec(page)).encoding).toBe('learned');

    // Also where the lens stands in the corner that three maps leave.
    await page.setViewportSize({ width: 820, height: 1180 });
    await expect(page.locator('.lens.docked-corner')).toBeVisible();
    await lens.getByRole('searchbox').fill('gpt-oss');
    await lens.locator('.models-list button').first().click();
    expect((await spec(page)).params).toMatchObject({ base: 150_000, scaling: 'yarn' });

    await lens.getByRole('searchbox').fill('no such model');
    await expect(lens.locator('[data-found="0"]')).toBeVisible();
  });
});
