// The panel « Travail long » and its experiment: a real report freezes the server that makes it in its handler; through the queue
// nothing freezes, and a worker that is killed loses nothing.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { press, tabTo } from './support/keyboard.ts';
import { expect, experiment, test } from './support/page.ts';

test.use({ shared: true });

const ask = (page: Page): Locator => page.getByRole('button', { name: 'Demander le rapport' });
const report = (page: Page, number: number): Locator => page.getByRole('article', { name: `Rapport ${number}` });
const measured = (page: Page, number: number): Locator => report(page, number).locator('[data-mesure]');
const made = (page: Page, number: number) =>
  expect(report(page, number)).toHaveAttribute('data-etat', 'made', { timeout: 25_000 });

async function open(page: Page, url: string, path = '/labo/travail'): Promise<void> {
  await page.goto(url + path);
  await expect(ask(page)).toBeEnabled();
  await expect(page.locator('[data-cible="pings"]')).toContainText('ms');
}

async function askFor(page: Page, way: string, size: string): Promise<void> {
  await page.getByRole('radio', { name: way }).check();
  await page.getByRole('combobox', { name: 'taille du rapport' }).selectOption(size);
  await ask(page).click();
}

/** ms, as the curve of a report's pings says it. */
async function longest(page: Page, number: number): Promise<number> {
  const said = await page.getByRole('img', { name: `Pings du rapport ${number},` }).getAttribute('aria-label');
  const [, value = '', unit = ''] = /Le plus long aller-retour\s: ([\d,]+)\s(ms|s)\./.exec(said ?? '') ?? [];
  return Number(value.replace(',', '.')) * (unit === 's' ? 1_000 : 1);
}

/** The most answers that this page waited for at once, from now on. */
async function watchWaiting(page: Page): Promise<() => Promise<number>> {
  const figure = await page.locator('[data-cible="attente"] dd').elementHandle();
  const most = await page.evaluateHandle((element) => {
    const seen = { most: 0 };
    const look = () => {
      seen.most = Math.max(seen.most, Number(element?.textContent));
    };
    new MutationObserver(look).observe(element as Node, { characterData: true, childList: true, subtree: true });
    return seen;
  }, figure);
  return () => most.evaluate((seen) => seen.most);
}

test('the freeze and its cure, from the first step to the last: nothing is answered, then everything is, whoever is killed', async ({
  browser,
  page,
  product,
}) => {
  await open(page, product.url, '/lecons/brokers/un-travail-long');
  const { done, notDone } = experiment(page);
  const mostWaiting = await watchWaiting(page);
  await askFor(page, 'dans le gestionnaire', '20');
  await made(page, 1);
  await expect(measured(page, 1)).toContainText('Pendant le travail\u00a0: aucune réponse');
  expect(await mostWaiting()).toBeGreaterThan(1);
  await done('frozen');
  await notDone('fluid');

  await askFor(page, 'par la file', '20');
  await expect(page.getByRole('progressbar', { name: 'Avancement du rapport 2' })).toHaveAttribute(
    'aria-valuetext',
    /^[1-9]\d* élèves sur 20$/,
  );
  await made(page, 2);
  const answered = /(\d+)\sréponses/.exec((await measured(page, 2).textContent()) ?? '')?.[1];
  expect(Number(answered)).toBeGreaterThan(2);
  const [frozen, fluid] = [await longest(page, 1), await longest(page, 2)];
  expect(fluid).toBeGreaterThan(0);
  expect(frozen).toBeGreaterThan(fluid);
  await done('fluid');
  await notDone('again');
  // The same report to the byte, whoever made it.
  const sums = await page
    .getByRole('article', { name: /^Rapport / })
    .locator('code')
    .allTextContents();
  expect(new Set(sums).size).toBe(1);

  await askFor(page, 'par la file', '40');
  await page.getByRole('button', { name: 'Tuer l’ouvrier' }).click();
  await expect(report(page, 3).locator('[data-redistribuee]')).toContainText('redistribuée, essai 2');
  await made(page, 3);
  await done('again');

  const link = page.getByRole('link', { name: 'Ouvrir le rapport 3' });
  const [opened] = await Promise.all([page.waitForEvent('popup'), link.click()]);
  await expect(opened.getByRole('heading', { level: 1 })).toHaveText('Rapport d’une classe de 40\u00a0élèves');
  await expect(opened.getByRole('heading', { level: 2 })).toHaveCount(40);
  await opened.close();
  const saved = page.getByRole('link', { name: 'Télécharger le rapport 3' });
  const [download] = await Promise.all([page.waitForEvent('download'), saved.click()]);
  expect(download.suggestedFilename()).toBe('rapport-3.html');
  const address = product.url + (await link.getAttribute('href'));
  expect((await page.request.get(address)).headers()['content-security-policy']).toMatch(/^sandbox;/);
  const somebodyElse = await browser.newContext();
  expect((await somebodyElse.request.get(address)).status()).toBe(404);
  await somebodyElse.close();
});

test('a frozen server is killed, the past is walked back to, the keyboard reaches everything, axe finds nothing, nothing overflows', async ({
  page,
  product,
}) => {
  const problems = (where: string) => expectAccessible(page, where);
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await open(page, product.url);
  await problems('empty');
  await page.getByRole('combobox', { name: 'taille du rapport' }).selectOption('80');
  await tabTo(page, ask(page));
  await press(page, 'Enter');
  // At once: on a busy machine the report would be done before the keyboard had walked there.
  await page.getByRole('button', { name: 'Tuer le serveur gelé' }).focus();
  await press(page, 'Enter');
  await expect(report(page, 1)).toHaveAttribute('data-etat', 'cancelled');
  await expect(ask(page)).toBeEnabled();
  await askFor(page, 'par la file', '10');
  await made(page, 2);
  await problems('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await problems('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await press(page, 'Home');
  await expect(ask(page)).toBeDisabled();
  await expect(report(page, 2)).toHaveCount(0);
  await press(page, 'l');
  await expect(ask(page)).toBeEnabled();
  await press(page, 't');
  const row = page.getByRole('table', { name: 'Rapports' }).getByRole('row', { name: /^2 / });
  await expect(row).toContainText('par la file');
  await expect(page.getByRole('table', { name: 'Déroulé' })).toContainText('Le rapport 1 est abandonné.');
  await problems('table');
  await press(page, 't');
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${product.url}/labo/travail?projection`);
  await expect(report(page, 2)).toBeVisible();
  await problems('projector');
  await expect(ask(page)).toBeHidden();
  expect(await overflow()).toBe(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, product.url);
  expect(await overflow()).toBe(0);
});
