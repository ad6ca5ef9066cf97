// The panel « Réseau chahuté » : real messages from the server to this page, through a bad network that a seed replays.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { tabTo } from './support/keyboard.ts';
import { expect, experiment, test } from './support/page.ts';

test.use({ shared: true });

const people = ['Bob', 'Chloé', 'David'] as const;
const receiver = (page: Page, name: string): Locator => page.getByRole('article', { name: `Récepteur ${name}` });
const delivered = async (page: Page, name: string): Promise<number[]> =>
  (await receiver(page, name).getByRole('list', { name: 'livrés' }).getByRole('listitem').allTextContents()).map(
    (text) => Number.parseInt(text, 10),
  );
const send = (page: Page): Locator => page.getByRole('button', { name: /^(Envoyer neuf messages|Rejouer)$/ });
const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];
/** A run may wait twice for a lost message: some seconds. */
const patience = { timeout: 40_000 };

async function open(page: Page, url: string, path = '/labo/reseau'): Promise<void> {
  await page.goto(url + path);
  await expect(send(page)).toBeEnabled();
}

const slide = (page: Page, name: string, value: number): Promise<void> =>
  page.getByRole('slider', { name: new RegExp(`^${name}`) }).fill(String(value));
const ended = (page: Page) => expect(page.locator('[data-dernier]')).toHaveText('Plus rien n’est en route.', patience);

/** All that happened, as the table tells it. */
async function story(page: Page): Promise<string[]> {
  await page.keyboard.press('t');
  const rows = page.getByRole('table', { name: 'Déroulé' }).getByRole('row');
  await expect(rows.nth(1)).toBeVisible();
  const told = await rows.allTextContents();
  await page.keyboard.press('t');
  return told;
}

test('lost, doubled and disordered messages are read once and in order, and asked for again', async ({
  page,
  product,
}) => {
  await open(page, product.url);
  await slide(page, 'perte', 30);
  await send(page).click();
  await ended(page);
  for (const name of people) expect(await delivered(page, name)).toEqual(nine);
  expect((await story(page)).join('\n')).toMatch(/redemande \d/);
});

test('without numbers the same network misleads its readers', async ({ page, product }) => {
  await open(page, product.url);
  await slide(page, 'perte', 30);
  await page.getByRole('checkbox', { name: 'numéros' }).uncheck();
  await send(page).click();
  await ended(page);
  const all = await Promise.all(people.map((name) => delivered(page, name)));
  expect(all).not.toEqual([nine, nine, nine]);
  await expect(page.locator('[data-faux]').first()).toBeVisible();
  await expect(page.getByText(/lectures? fausses?, sans le savoir/).first()).toBeVisible();
});

test('the same seed is the same run, event by event; another seed is another', async ({ page, product }) => {
  await open(page, product.url);
  await slide(page, 'perte', 0);
  await send(page).click();
  await ended(page);
  const first = await story(page);
  await page.getByRole('button', { name: 'Rejouer' }).click();
  await expect(page.locator('[data-dernier]')).not.toHaveText('Plus rien n’est en route.');
  await ended(page);
  expect((await story(page)).slice(0, -1)).toEqual(first.slice(0, -1));
  await page.getByRole('button', { name: 'Autre réseau' }).click();
  await send(page).click();
  await expect(page.getByText('graine 43')).toBeVisible();
  await ended(page);
  expect((await story(page)).slice(0, -1)).not.toEqual(first.slice(0, -1));
});

test('the past of a run is walked back to, and a reload finds the run again', async ({ page, product }) => {
  await open(page, product.url);
  await send(page).click();
  await ended(page);
  await page.keyboard.press('Home');
  await expect(page.getByText('vue en pause')).toBeVisible();
  for (const name of people) expect(await delivered(page, name)).toEqual([]);
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('[data-dernier]')).toContainText('Alice envoie le message 1');
  await page.reload();
  await expect.poll(() => delivered(page, 'Bob')).toEqual(nine);
});

test('two people have each their own run', async ({ browser, page, product }) => {
  const other = await (await browser.newContext()).newPage();
  await open(page, product.url);
  await open(other, product.url);
  await send(page).click();
  await ended(page);
  for (const name of people) expect(await delivered(other, name)).toEqual([]);
  await other.context().close();
});

test('everything is reached with the keyboard, axe finds nothing in three themes, nothing overflows', async ({
  page,
  product,
}) => {
  const problems = (where: string) => expectAccessible(page, where);
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await open(page, product.url);
  await tabTo(page, page.getByRole('slider', { name: /^perte/ }));
  await page.keyboard.press('Home');
  await expect(page.getByRole('slider', { name: /^perte/ })).toHaveValue('0');
  await tabTo(page, send(page), 'back');
  await page.keyboard.press('Enter');
  await ended(page);
  await problems('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await problems('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${product.url}/labo/reseau?projection`);
  await expect.poll(() => delivered(page, 'Bob')).toEqual(nine);
  await problems('projector');
  await expect(page.getByRole('slider', { name: /^perte/ })).toBeHidden();
  expect(await overflow()).toBe(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, product.url);
  expect(await overflow()).toBe(0);
});

test('the experiment of the lesson is ticked by what the runs have shown', async ({ page, product }) => {
  await open(page, product.url, '/lecons/ordre/numeros-et-tampon');
  const { card, done, notDone } = experiment(page);
  await expect(card).toContainText('0 / 3');
  await send(page).click();
  await ended(page);
  await done('disorder');
  await done('gap');
  await expect(card).toContainText(/a attendu le \d pendant/);
  await notDone('misled');
  await page.getByRole('checkbox', { name: 'numéros' }).uncheck();
  await send(page).click();
  await ended(page);
  await done('misled');
  await expect(card).toContainText('3 / 3');
});
