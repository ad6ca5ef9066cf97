// The automatic correction: a student's own programs, run as processes, judged in their page by what the broker saw.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { enterAs } from './support/door.ts';
import { expect, test } from './support/page.ts';
import { pythonMissing, runTd } from './support/programs.ts';

const card = (page: Page, title: string): Locator => page.getByRole('region', { name: title, exact: true });
const rule = (page: Page, id: string): Locator => page.locator(`[data-regle="${id}"]`);
const verdict = (page: Page, title: string): Locator => card(page, title).locator('p[aria-live]');

/** In their own sandbox, before the correction. */
async function openAs(page: Page, url: string, name: string): Promise<void> {
  await page.goto(`${url}/labo/correction`);
  await enterAs(page, name);
  await page.getByRole('button', { name: 'Travailler dans mon bac à sable' }).click();
  await expect(page.getByText('celui de votre bac à sable')).toBeVisible();
}

test('a wrong producer is told by name, the right one passes, and nothing of it reaches a neighbour', async ({
  browser,
  page,
  product,
}) => {
  await openAs(page, product.url, 'Zoé');
  await expect(page.getByText('J’attends votre programme…')).toBeVisible();
  await expect(page.locator('[data-copy] pre code')).toContainText('TOPIC = "zoe.commandes_machines_td"');
  const bob = await (await browser.newContext({ locale: 'fr-FR' })).newPage();
  await openAs(bob, product.url, 'Bob');

  const mine = { ...product, sandbox: 'zoe' };
  expect(await runTd('td-kafkajs.mjs', mine, { ROLE: 'producteur', FAUTE: 'sans-cle' }).ended).toBe(0);
  await expect(rule(page, 'cle')).toHaveAttribute('data-erreur', 'sans-cle');
  await expect(verdict(page, 'Votre producteur')).toHaveText(/pas encore/);
  await rule(page, 'cle').getByText('Que faire').click();
  await expect(rule(page, 'cle').getByRole('link', { name: 'Relire la leçon' })).toBeVisible();
  await expectAccessible(page, 'a named mistake, unfolded');

  expect(await runTd('td-kafkajs.mjs', mine, { ROLE: 'producteur' }).ended).toBe(0);
  await expect(verdict(page, 'Votre producteur')).toHaveText(/réussi/);
  await expect(rule(page, 'idempotence')).toContainText('séquences 0, 1, 2');
  await expect(bob.getByText('J’attends votre programme…')).toBeVisible();
  await expect(verdict(bob, 'Votre producteur')).toHaveText(/pas encore/);
  await bob.context().close();

  await page.setViewportSize({ width: 390, height: 800 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test('a consumer killed between work and commit, then run again, passes; the report tells it all offline', async ({
  browser,
  page,
  product,
}, testInfo) => {
  test.skip(pythonMissing !== null, pythonMissing ?? '');
  await openAs(page, product.url, 'Zoé');
  await page.getByRole('combobox', { name: 'un travail dure au moins' }).selectOption('200');
  const mine = { ...product, sandbox: 'zoe' };
  expect(await runTd('td-kafkajs.mjs', mine, { ROLE: 'producteur' }).ended).toBe(0);
  expect(await runTd('consommateur_kafka_python.py', mine, { TOMBE: '1' }).ended).toBe(9);
  await expect(rule(page, 'reprise')).toContainText('arrêté à l’offset 1, non validé');
  expect(await runTd('consommateur_kafka_python.py', mine, { NOMBRE: '2' }).ended).toBe(0);
  await expect(verdict(page, 'Votre consommateur')).toHaveText(/réussi/);
  await expect(rule(page, 'reprise')).toContainText('relu en premier au redémarrage');

  // What was seen is the server's: a page that comes back finds it.
  await page.reload();
  await expect(verdict(page, 'Votre producteur')).toHaveText(/réussi/);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Télécharger mon rapport' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('rapport-td-Zoé.html');
  // With its name: a browser goes by it.
  const path = testInfo.outputPath('rapport.html');
  await file.saveAs(path);
  expect(readFileSync(path, 'utf8')).toContain('zoe.commandes_machines_td');
  const offline = await (await browser.newContext({ offline: true, javaScriptEnabled: false })).newPage();
  await offline.goto(`file://${path}`);
  await expect(offline.getByRole('heading', { name: /Votre consommateur.*réussi/ })).toBeVisible();
  await expect(offline.getByText('entre dans le groupe zoe.atelier, génération 1').first()).toBeVisible();
  await offline.context().close();

  await page.getByRole('button', { name: 'Recommencer la correction' }).click();
  await expect(page.getByText('J’attends votre programme…')).toBeVisible();
});

test.describe('the solution', () => {
  test.use({ settings: { TEACHER_CODE: 'K7QM-2XWP' } });
  test('is shown to the teacher’s code alone', async ({ page, product }) => {
    await page.goto(`${product.url}/labo/correction`);
    const code = page.getByRole('textbox', { name: 'Code de l’enseignant' });
    await code.fill('essai');
    await page.getByRole('button', { name: 'Voir la solution' }).click();
    await expect(page.getByText('Ce n’est pas le code de l’enseignant.')).toBeVisible();
    await code.fill('K7QM-2XWP');
    await page.getByRole('button', { name: 'Voir la solution' }).click();
    await page.getByText('consommateur_td.py', { exact: true }).click();
    await expect(page.getByRole('region', { name: 'Solution du TD' })).toContainText('enable_auto_commit=False');
    for (const path of ['/programmes/producteur_td.py', '/solution-td']) {
      const reply = await page.request.get(`${product.url}${path}`);
      expect(await reply.text(), path).not.toContain('enable_idempotence=True');
    }
  });
});
