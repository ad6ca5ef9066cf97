// The panel « File d’attente » : real workers on the server share tasks, die, give back; the queue loses nothing.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { press, tabTo } from './support/keyboard.ts';
import { expect, test } from './support/page.ts';

test.use({ shared: true });

const hire = (page: Page): Locator => page.getByRole('button', { name: '+ Ouvrier' });
const worker = (page: Page, number: number): Locator => page.getByRole('article', { name: `Ouvrier ${number}` });
const stack = (page: Page, name: string): Locator => page.locator(`[data-cible="${name}"] [data-nombre]`);
const told = (page: Page): Locator => page.getByRole('region', { name: 'Derniers événements' });

async function open(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/labo/file`);
  await expect(page.getByRole('button', { name: 'Dix tâches' })).toBeEnabled();
}

async function hireWith(page: Page, pace: string, prefetch = '1'): Promise<void> {
  await page.getByRole('combobox', { name: 'une tâche lui prend' }).selectOption(pace);
  await page.getByRole('combobox', { name: 'prefetch' }).selectOption(prefetch);
  await hire(page).click();
}

test('three workers share ten tasks, the slow one does less', async ({ page, product }) => {
  await open(page, product.url);
  await expect(page.locator('[data-dernier]')).toHaveText('Ajoutez un ouvrier, puis envoyez dix tâches.');
  await hireWith(page, '500');
  await hireWith(page, '500');
  await hireWith(page, '2000');
  await expect(worker(page, 3)).toBeVisible();
  await page.getByRole('button', { name: 'Dix tâches' }).click();
  await expect(stack(page, 'faites')).toHaveText('10');
  await expect(stack(page, 'pretes')).toHaveText('0');
  await expect(stack(page, 'non-acquittees')).toHaveText('0');
  const counts = await page.locator('[data-faites]').allTextContents();
  expect(counts.map(Number).reduce((sum, each) => sum + each, 0)).toBe(10);
  expect(Number(counts[2])).toBeLessThan(Number(counts[0]));
});

test('what a killed worker had in hand goes to another, and says that it comes again', async ({ page, product }) => {
  await open(page, product.url);
  await hireWith(page, '5000', '5');
  await page.getByRole('button', { name: 'Dix tâches' }).click();
  await expect(stack(page, 'non-acquittees')).toHaveText('5');
  await expect(stack(page, 'pretes')).toHaveText('5');
  await page.getByRole('button', { name: 'Tuer l’ouvrier 1' }).click();
  await expect(stack(page, 'pretes')).toHaveText('10');
  await expect(page.locator('[data-dernier]')).toContainText('Personne ne travaille');
  await hireWith(page, '500', '10');
  await expect(worker(page, 2).locator('[data-redistribuee]')).toHaveCount(5);
  await expect(stack(page, 'faites')).toHaveText('10');
  await press(page, 't');
  await expect(page.getByRole('table', { name: 'Tâches' }).getByRole('row', { name: /^tâche 1 / })).toContainText(
    'faite par l’ouvrier 2',
  );
  await expect(page.getByRole('table', { name: 'Déroulé' })).toContainText('L’ouvrier 1 est tué, sans un mot.');
});

test('a poisoned task is put aside after three tries, and put back; one in hand is given back or refused', async ({
  page,
  product,
}) => {
  await open(page, product.url);
  await hireWith(page, '500');
  await page.getByRole('button', { name: 'Une tâche empoisonnée' }).click();
  await expect(stack(page, 'mises-de-cote')).toHaveText('1');
  await expect(told(page)).toContainText('redistribuée (essai 3)');
  await page.getByRole('button', { name: 'Arrêter l’ouvrier 1' }).click();
  await page.getByRole('button', { name: 'Remettre en file la tâche 1' }).click();
  await expect(stack(page, 'pretes')).toHaveText('1');
  await expect(stack(page, 'mises-de-cote')).toHaveText('0');
  await hireWith(page, '5000');
  await page.getByRole('button', { name: 'Rendre la tâche 1' }).click();
  await expect(worker(page, 2).locator('[data-redistribuee]')).toHaveCount(1);
  await page.getByRole('button', { name: 'Refuser la tâche 1' }).click();
  await expect(stack(page, 'mises-de-cote')).toHaveText('1');
  await expect(page.locator('[data-cible="mises-de-cote"]')).toContainText('un ouvrier l’a refusée');
});

test.describe('on a server of its own', () => {
  test.use({ shared: false });

  test('tasks survive a kill of the server, and two people have each their queue', async ({
    browser,
    page,
    product,
  }) => {
    const other = await (await browser.newContext()).newPage();
    await open(other, product.url);
    await open(page, product.url);
    await page.getByRole('button', { name: 'Dix tâches' }).click();
    await expect(stack(page, 'pretes')).toHaveText('10');
    await expect(stack(other, 'pretes')).toHaveText('0');
    await product.kill();
    await product.restart();
    await open(page, product.url);
    await expect(page.locator('[data-cible="pretes"]')).toContainText('dont 10\u00a0tâches d’avant');
    await hireWith(page, '500', '10');
    await expect(stack(page, 'faites')).toHaveText('10');
    await other.context().close();
  });
});

test('another broker carries the queue, and what it cannot do is said', async ({ page, product }) => {
  await open(page, product.url);
  await page.getByRole('combobox', { name: 'broker' }).selectOption('kafka');
  await expect(page.locator('[data-cible="broker"]')).toContainText('pas de nack');
  await expect(page.getByRole('button', { name: 'Une tâche empoisonnée' })).toBeDisabled();
  await expect(page.locator('[data-cible="mises-de-cote"]')).toHaveCount(0);
  await hireWith(page, '500');
  await page.getByRole('button', { name: 'Dix tâches' }).click();
  await expect(stack(page, 'faites')).toHaveText('10', { timeout: 25_000 });
});

test('the past is walked back to, everything is reached with the keyboard, axe finds nothing, nothing overflows', async ({
  page,
  product,
}) => {
  const problems = (where: string) => expectAccessible(page, where);
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await open(page, product.url);
  await problems('empty');
  await tabTo(page, hire(page));
  await press(page, 'Enter');
  await expect(worker(page, 1)).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Une tâche empoisonnée' }));
  await press(page, 'Enter');
  await expect(stack(page, 'mises-de-cote')).toHaveText('1');
  await page.getByRole('combobox', { name: 'Durée d’une tâche de l’ouvrier 1' }).selectOption('5000');
  await page.getByRole('button', { name: 'Dix tâches' }).click();
  await expect(stack(page, 'non-acquittees')).toHaveText('1');
  await problems('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await problems('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await press(page, 'Home');
  await expect(hire(page)).toBeDisabled();
  await expect(stack(page, 'pretes')).toHaveText('0');
  await press(page, 'l');
  await expect(hire(page)).toBeEnabled();
  await press(page, 't');
  await problems('table');
  await press(page, 't');
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${product.url}/labo/file?projection`);
  await expect(stack(page, 'mises-de-cote')).toHaveText('1');
  await problems('projector');
  await expect(hire(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Tuer l’ouvrier 1' })).toBeHidden();
  expect(await overflow()).toBe(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, product.url);
  expect(await overflow()).toBe(0);
});
