// The panel FIFO, causal, total: the same exchange under each order, with the keyboard alone, in every theme, without a server.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { choose, press, tabTo } from './support/keyboard.ts';
import { expect, test } from './support/page.ts';

test.use({ shared: true });

const panel = (page: Page): Locator => page.getByRole('region', { name: 'FIFO, causal, total', exact: true });
const verdict = (page: Page, name: string): Locator => page.locator(`[data-verdict="${name}"]`);
const last = (page: Page): Locator => page.locator('[data-dernier]');
const readBy = async (page: Page, name: string): Promise<string[]> =>
  (
    await page
      .getByRole('list', { name: `Lu par ${name}` })
      .getByRole('listitem')
      .allTextContents()
  ).map((text) => text.slice(0, 2));

async function open(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/labo/ordre`);
  await expect(last(page)).toContainText('Rien n’est encore parti');
}

const order = async (page: Page, name: string): Promise<void> => {
  await page.getByText(name, { exact: true }).first().click();
  await expect(page.getByRole('radio', { name, exact: true })).toBeChecked();
};

/** All that happens, to the last event. */
async function toEnd(page: Page): Promise<void> {
  const slider = page.getByRole('slider', { name: 'Revenir à un événement' });
  await slider.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', /événement (\d+) sur \1$/);
}

test('each order shows what it keeps and what it lets through, and says that it is a simulation', async ({
  page,
  product,
}) => {
  await open(page, product.url);
  await expect(panel(page)).toContainText('Ceci est une simulation, calculée dans cette page');
  const expected: [string, boolean[]][] = [
    ['aucun ordre', [false, false, false]],
    ['FIFO', [true, false, false]],
    ['causal', [true, true, false]],
    ['total', [true, true, true]],
  ];
  for (const [name, kept] of expected) {
    if (name !== 'aucun ordre') await order(page, name);
    await toEnd(page);
    for (const [index, each] of ['FIFO', 'causal', 'total'].entries()) {
      await expect(verdict(page, each), name).toHaveAttribute('data-respecte', String(kept[index]));
    }
  }
  expect(await readBy(page, 'Alice')).toEqual(await readBy(page, 'Chloé'));
});

test('forwards and backwards with the keyboard alone, to the table and back', async ({ page, product }) => {
  await open(page, product.url);
  await tabTo(page, page.getByRole('radio', { name: 'aucun ordre' }));
  await choose(page, page.getByRole('radio', { name: 'FIFO', exact: true }));
  await tabTo(page, page.getByRole('button', { name: 'Événement suivant' }));
  await press(page, 'Enter');
  await expect(last(page)).toContainText('Alice envoie A1');
  await press(page, 'ArrowRight');
  await press(page, 'ArrowRight');
  const here = await last(page).textContent();
  await press(page, 'ArrowRight');
  await expect(last(page)).not.toHaveText(here ?? '');
  await press(page, 'ArrowLeft');
  await expect(last(page)).toHaveText(here ?? '');
  await toEnd(page);
  expect(await readBy(page, 'Chloé')).toEqual(['C1', 'B1', 'A1', 'A2']);
  await press(page, 't');
  const row = page.getByRole('table', { name: 'Qui a lu quoi, dans quel ordre' }).getByRole('row', { name: /^Chloé/ });
  await expect(row).toContainText('C1, B1, A1, A2');
  await press(page, 't');
  await press(page, '?');
  await expect(page.getByText('dérouler, arrêter')).toBeVisible();
});

test('plays by itself, and works when the server has gone', async ({ page, product }) => {
  await open(page, product.url);
  await page.context().setOffline(true);
  await page.keyboard.press(' ');
  await expect(last(page)).toContainText('Alice envoie A2');
  await page.getByRole('button', { name: 'Arrêter le déroulement' }).click();
  await order(page, 'total');
  await toEnd(page);
  await expect(verdict(page, 'total')).toHaveAttribute('data-respecte', 'true');
});

test('axe finds nothing in three themes, the projector shows no tools, and a phone does not overflow', async ({
  page,
  product,
}) => {
  const problems = (where: string) => expectAccessible(page, where);
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await open(page, product.url);
  await order(page, 'causal');
  await toEnd(page);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await problems('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await problems('dark');
  await page.keyboard.press('t');
  await problems('table');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${product.url}/labo/ordre?projection`);
  await expect(last(page)).toBeVisible();
  await toEnd(page);
  await problems('projector');
  await expect(page.getByRole('button', { name: 'Autre réseau' })).toBeHidden();
  expect(await overflow()).toBe(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, product.url);
  await toEnd(page);
  expect(await overflow()).toBe(0);
  await expect(page.getByRole('button', { name: 'Dérouler', exact: true })).toBeVisible();
});
