// What a student has done stays: over a reload, over a restart of the server that forgets its journal, and in a file.
import { readFileSync } from 'node:fs';
import { addConsumer, expect, lesson, members, openPanel, test } from './support/page.ts';

// Nothing of this server outlives it: what comes back can only come from the browser.
test.use({ settings: { DATA_DIR: ':memory:' } });

test('a ticked step and a page seen survive a reload and a new journal, travel in a file, and can be erased', async ({
  browser,
  page,
  product,
}) => {
  await openPanel(page, product, lesson);
  await page.getByRole('button', { name: 'Dix messages' }).click();
  await addConsumer(page);
  await expect(members(page, 'demo-group')).toHaveCount(1);
  await addConsumer(page);
  const step = page.locator('[data-etape="partager"]').first();
  await expect(step).toHaveAttribute('data-fait', 'true');
  await product.kill();
  await product.restart();
  await page.reload();
  await expect(page.getByRole('button', { name: /^Publier/ })).toBeEnabled();
  await expect(step).toHaveAttribute('data-fait', 'true');
  await expect(step).toContainText(/observé\s: le \d+ \S+ à \d\d:\d\d/);

  await page.goto(product.url);
  await expect(page.locator(`[data-vue="${lesson}"]`)).toBeVisible();
  await expect(page.locator('[data-pages-vues]')).toHaveText(/^1\spage vue$/);
  const steps = (await page.locator('[data-etapes]').getAttribute('data-etapes')) ?? '';
  expect(Number(steps)).toBeGreaterThan(0);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Enregistrer dans un fichier' }).click(),
  ]);
  const file = await download.path();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ kind: 'relais.progression', version: 1 });

  const other = await (await browser.newContext({ locale: 'fr-FR' })).newPage();
  await other.goto(product.url);
  await expect(other.locator('[data-pages-vues]')).toHaveText(/^0\spage vue$/);
  await other.getByLabel('Fichier de progression').setInputFiles({
    name: 'autre.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"kind":"autre"}'),
  });
  await expect(other.getByText('Ce fichier n’est pas une progression de Relais.')).toBeVisible();
  await other.getByLabel('Fichier de progression').setInputFiles(file);
  await expect(other.locator('[data-etapes]')).toHaveAttribute('data-etapes', steps);
  await other.reload();
  await expect(other.locator('[data-pages-vues]')).toHaveText(/^1\spage vue$/);
  await other.getByRole('button', { name: 'Tout effacer…' }).click();
  await other.getByRole('button', { name: 'Oui, tout effacer' }).click();
  await expect(other.locator('[data-etapes]')).toHaveAttribute('data-etapes', '0');
  await other.context().close();
});
