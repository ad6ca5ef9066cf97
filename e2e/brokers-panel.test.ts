// The panel « Quatre brokers » : two scenarios on every broker of the server; the tables are measured from what happened on each.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { press, tabTo } from './support/keyboard.ts';
import { expect, test } from './support/page.ts';

test.use({ shared: true });

const play = (page: Page): Locator => page.getByRole('button', { name: /ouer les deux scénarios$/ });
const cell = (page: Page, name: string, broker: string): Locator => page.locator(`[data-case="${name} ${broker}"]`);
const sentence = (page: Page): Locator => page.locator('[data-dernier]');
const done = 'Les deux scénarios sont joués sur 3\u00a0brokers. Lisez les tableaux ligne par ligne.';
/** A dead worker of Kafka is noticed after some seconds. */
const patience = { timeout: 60_000 };

test('the same ten messages on every broker: who was away lost, the durable did not, the past is read where it is kept', async ({
  page,
  product,
}) => {
  await page.goto(`${product.url}/labo/brokers`);
  for (const name of ['redis', 'rabbitmq'])
    await expect(page.locator(`[data-absent="${name}"]`)).toContainText('réglage');
  await play(page).click();
  await expect(sentence(page)).toHaveText(done, patience);
  for (const broker of ['embarque', 'mqtt', 'kafka']) {
    await expect(page.locator(`[data-scenario="topic"] [data-colonne="${broker}"] [data-etat]`)).toHaveText('terminé');
    await expect(cell(page, 'Alice', broker)).toHaveText('10 sur 10, dans l’ordre');
    await expect(cell(page, 'Bob', broker)).toHaveText('7 sur 10, perdus\u00a0: 4 à 6, dans l’ordre');
    await expect(cell(page, 'Chloé', broker)).toHaveText('10 sur 10, dans l’ordre');
    await expect(cell(page, 'Denis', broker)).toHaveText('4 sur 10, 6\u00a0avant son arrivée, dans l’ordre');
  }
  await expect(cell(page, 'Emma', 'kafka')).toHaveText('10 sur 10, dans l’ordre');
  await expect(cell(page, 'Emma', 'mqtt')).toHaveText('impossible ici');
  for (const broker of ['embarque', 'kafka']) {
    await expect(cell(page, 'Ouvrier 3', broker)).toHaveText(/^tué avec le \d+ en main$/);
    await expect(cell(page, 'La file', broker)).toHaveText(/^10 sur 10, 0\u00a0perdu, /);
  }
  await expect(cell(page, 'Ouvriers 4 et 5', 'embarque')).toHaveText('7\u00a0traités\u00a0: 4 à 10');
  await expect(cell(page, 'La file', 'embarque')).toHaveText(
    '10 sur 10, 0\u00a0perdu, 0\u00a0doublé, redonnés\u00a0: 4, dans l’ordre',
  );
  await expect(cell(page, 'La file', 'mqtt')).toHaveText('impossible ici');
  await expect(page.locator('[data-raison="mqtt"]')).toContainText('MQTT\u00a03.1.1 n’a pas de file d’attente');
  await press(page, 'Home');
  await expect(sentence(page)).toHaveText(
    'Jouez les deux scénarios\u00a0: chaque broker reçoit les mêmes dix messages.',
  );
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
  await expect(sentence(page)).toHaveText(done, patience);
  await expectAccessible(page, 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page, 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${product.url}/labo/brokers?projection`);
  await expect(sentence(page)).toHaveText(done);
  await expectAccessible(page, 'projector');
  expect(await overflow()).toBe(0);
  await expect(cell(page, 'La file', 'kafka')).toBeHidden();
  await tabTo(page, page.getByRole('button', { name: 'File d’attente' }));
  await press(page, 'Enter');
  await expect(cell(page, 'La file', 'kafka')).toBeVisible();
  await expect(cell(page, 'Alice', 'kafka')).toBeHidden();
  expect(await overflow()).toBe(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${product.url}/labo/brokers`);
  await expect(sentence(page)).toHaveText(done);
  expect(await overflow()).toBe(0);
});
