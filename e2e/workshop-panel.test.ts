// The panel « L’atelier » : real records go through three machines in order, a setting turned off breaks it, and the page says how.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { tabTo } from './support/keyboard.ts';
import { expect, test } from './support/page.ts';
import { flip, launch, lots, machineOf, openWorkshop, verdict } from './support/workshop.ts';

test.use({ shared: true });

const patience = { timeout: 30_000 };
const story = async (page: Page): Promise<string[]> => {
  await page.keyboard.press('t');
  const rows = page.getByRole('table', { name: 'Passages' }).getByRole('row');
  await expect(rows.nth(1)).toBeVisible();
  const told = await rows.evaluateAll((all) =>
    all.slice(1).map((row) =>
      [...row.children]
        .slice(0, 5)
        .map((cell) => cell.textContent)
        .join(' '),
    ),
  );
  await page.keyboard.press('t');
  return told;
};
const witnesses = (page: Page): Locator => page.locator('[data-temoin]');

test('without a key the machines work at once, and the two events that crossed are named with the seed', async ({
  page,
  product,
}) => {
  await openWorkshop(page, product);
  await flip(page, 'Clé du lot');
  await launch(page, 'Lancer LOT_42');
  await expect(verdict(page)).toHaveAttribute('data-verdict', /two-at-once|out-of-order/, patience);
  await expect(witnesses(page)).toHaveCount(2);
  await expect(witnesses(page).last()).toContainText(/\d\d:\d\d:\d\d,\d{3} M\d commence \(P\d, offset \d\)/);
  await expect(verdict(page)).toContainText('graine 42');
});

test('without idempotence a lost acknowledgement makes a step twice; with it, once', async ({ page, product }) => {
  await openWorkshop(page, product);
  await flip(page, 'Perdre un accusé');
  await launch(page, 'Lancer LOT_42');
  await expect(verdict(page)).toHaveAttribute('data-verdict', 'kept', patience);
  await flip(page, 'Idempotence');
  await launch(page, 'Lancer LOT_42');
  await expect(verdict(page)).toHaveAttribute('data-verdict', 'twice', patience);
});

test('what the client refuses is said in its own words', async ({ page, product }) => {
  await openWorkshop(page, product);
  await page.getByRole('group', { name: 'acks' }).getByText('1', { exact: true }).click();
  await launch(page, 'Lancer LOT_42');
  await expect(page.locator('[data-dernier]')).toContainText('invalidates the idempotent producer', patience);
});

test('the same seed tells the same story; the past is walked back to, and a reload finds it again', async ({
  page,
  product,
}) => {
  await openWorkshop(page, product);
  await launch(page, 'Lancer LOT_42');
  await expect(verdict(page)).toHaveAttribute('data-verdict', 'kept', patience);
  const first = await story(page);
  await page.getByRole('button', { name: 'Rejouer' }).click();
  await expect(verdict(page)).toHaveCount(0);
  await expect(verdict(page)).toHaveAttribute('data-verdict', 'kept', patience);
  expect(await story(page)).toEqual(first);
  await page.keyboard.press('Home');
  await expect(page.getByText('vue en pause')).toBeVisible();
  await expect(page.locator('[data-dernier]')).toContainText('Aucun lot en cours');
  await page.reload();
  await expect(verdict(page)).toHaveAttribute('data-verdict', 'kept', patience);
});

test('two people have each their own workshop', async ({ browser, page, product }) => {
  const other = await (await browser.newContext()).newPage();
  await openWorkshop(page, product);
  await openWorkshop(other, product);
  await launch(page, 'Lancer LOT_42');
  await expect(verdict(page)).toHaveAttribute('data-verdict', 'kept', patience);
  await expect(other.locator('[data-dernier]')).toContainText('Aucun lot en cours');
  await other.context().close();
});

test('everything is reached with the keyboard, axe finds nothing in three themes, nothing overflows', async ({
  page,
  product,
}) => {
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await openWorkshop(page, product);
  await tabTo(page, page.getByRole('switch', { name: 'Un message par lecture' }));
  await page.keyboard.press('Space');
  await expect(page.getByRole('switch', { name: 'Un message par lecture' })).not.toBeChecked();
  await page.keyboard.press('Space');
  await tabTo(page, page.getByRole('button', { name: 'Plusieurs lots' }), 'back');
  await page.keyboard.press('Enter');
  await expect(machineOf(page, 'M1')).toHaveAttribute('data-etat', 'works', patience);
  await expect(verdict(page)).toHaveAttribute('data-verdict', 'kept', patience);
  await expectAccessible(page, 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page, 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${product.url}/labo/atelier?projection`);
  await expect(lots(page)).toHaveCount(3);
  await expectAccessible(page, 'projector');
  await expect(page.getByRole('switch')).toHaveCount(0);
  expect(await overflow()).toBe(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await openWorkshop(page, product);
  await expect(verdict(page)).toBeVisible();
  expect(await overflow()).toBe(0);
});
