// The panel « Quatre brokers » : one scenario on every broker of the server; the table is measured from what happened on each.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { press, tabTo } from './support/keyboard.ts';
import { expect, test } from './support/page.ts';

const play = (page: Page): Locator => page.getByRole('button', { name: /ouer le scénario$/ });
const cell = (page: Page, name: string, broker: string): Locator => page.locator(`[data-case="${name} ${broker}"]`);
const sentence = (page: Page): Locator => page.locator('[data-dernier]');
const done = 'Le scénario est joué sur 3\u00a0brokers. Lisez le tableau ligne par ligne.';

test('the same ten messages on every broker: who was away lost, the durable did not, the past is read where it is kept', async ({
  page,
  product,
}) => {
  await page.goto(`${product.url}/labo/brokers`);
  for (const name of ['redis', 'rabbitmq'])
    await expect(page.locator(`[data-absent="${name}"]`)).toContainText('réglage');
  await play(page).click();
  await expect(sentence(page)).toHaveText(done, { timeout: 30_000 });
  for (const broker of ['embarque', 'mqtt', 'kafka']) {
    await expect(page.locator(`[data-colonne="${broker}"] [data-etat]`)).toHaveText('terminé');
    await expect(cell(page, 'Alice', broker)).toHaveText('10 sur 10, dans l’ordre');
    await expect(cell(page, 'Bob', broker)).toHaveText('7 sur 10, perdus\u00a0: 4 à 6, dans l’ordre');
    await expect(cell(page, 'Chloé', broker)).toHaveText('10 sur 10, dans l’ordre');
    await expect(cell(page, 'Denis', broker)).toHaveText('4 sur 10, 6\u00a0avant son arrivée, dans l’ordre');
  }
  await expect(cell(page, 'Emma', 'kafka')).toHaveText('10 sur 10, dans l’ordre');
  await expect(cell(page, 'Emma', 'mqtt')).toHaveText('impossible ici');
  await press(page, 'Home');
  await expect(sentence(page)).toHaveText('Jouez le scénario\u00a0: chaque broker reçoit les mêmes dix messages.');
  await press(page, 'l');
  await expect(sentence(page)).toHaveText(done);
  await page.reload();
  await expect(cell(page, 'Bob', 'kafka')).toContainText('perdus\u00a0: 4 à 6');
});

test('it is played with the keyboard, axe finds nothing in three themes, nothing overflows', async ({
  page,
  product,
}) => {
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.goto(`${product.url}/labo/brokers`);
  await expect(play(page)).toBeEnabled();
  await expectAccessible(page, 'empty');
  await tabTo(page, play(page));
  await press(page, 'Enter');
  await expect(sentence(page)).toHaveText(done, { timeout: 30_000 });
  await expectAccessible(page, 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page, 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${product.url}/labo/brokers?projection`);
  await expect(sentence(page)).toHaveText(done);
  await expectAccessible(page, 'projector');
  expect(await overflow()).toBe(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${product.url}/labo/brokers`);
  await expect(sentence(page)).toHaveText(done);
  expect(await overflow()).toBe(0);
});
