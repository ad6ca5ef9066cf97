// The panel « Accusés de réception » : real sessions of the chat broker in a room of one's own; what is not acknowledged comes
// again after a cut or a crash, and is processed once.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { press, tabTo } from './support/keyboard.ts';
import { expect, experiment, test } from './support/page.ts';

test.use({ shared: true });

const people = ['Bob', 'Chloé', 'David'] as const;
const card = (page: Page, name: string): Locator => page.getByRole('article', { name: `Abonné ${name}` });
const list = (page: Page, label: string): Locator => page.getByRole('list', { name: label, exact: true });
const waiting = (page: Page, name: string): Locator => list(page, `en attente de l’accusé de ${name}`);
const processed = (page: Page, name: string): Locator => list(page, `traités par ${name}`);
const outcome = (page: Page, name: string, kind: string): Locator => card(page, name).locator(`[data-bilan="${kind}"]`);
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

async function open(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/labo/accuses`);
  await expect(button(page, 'Publier')).toBeEnabled();
}

async function expectNumbers(numbers: Locator, wanted: readonly number[]): Promise<void> {
  await expect(numbers.locator('li')).toHaveText(wanted.map((each) => new RegExp(`^${each}`)));
}

/** Everybody who is there has processed everything, and nothing waits for them. */
async function expectAtRest(page: Page, numbers: readonly number[], names: readonly string[] = people): Promise<void> {
  for (const name of names) {
    await expectNumbers(processed(page, name), numbers);
    await expectNumbers(waiting(page, name), []);
  }
}

test('cut, publish, reconnect: everything arrives once, and the repeat of a publication is stored once', async ({
  page,
  product,
}) => {
  await open(page, product.url);
  await expect(page.locator('[data-dernier]')).toHaveText(
    'Publiez un message\u00a0: trois abonnés le recevront, et l’acquitteront.',
  );
  await button(page, 'Publier').click();
  await expectAtRest(page, [1]);
  await button(page, 'Couper Bob').click();
  await expect(card(page, 'Bob')).toHaveAttribute('data-lien', 'cut');
  await button(page, 'Cinq d’un coup').click();
  await expectNumbers(waiting(page, 'Bob'), [2, 3, 4, 5, 6]);
  await expectAtRest(page, [1, 2, 3, 4, 5, 6], ['Chloé', 'David']);
  await expectNumbers(processed(page, 'Bob'), [1]);
  await button(page, 'Reconnecter Bob').click();
  await expectAtRest(page, [1, 2, 3, 4, 5, 6]);
  await expect(outcome(page, 'Bob', 'twice')).toHaveCount(0);
  await button(page, 'Répéter le dernier').click();
  await expect(page.locator('[data-range="6"] [data-repete="1"]')).toBeVisible();
  await expectAtRest(page, [1, 2, 3, 4, 5, 6]);
  await page.reload();
  await expectAtRest(page, [1, 2, 3, 4, 5, 6]);
});

test('received and not acknowledged: comes again, is recognised, and is processed once', async ({ page, product }) => {
  await open(page, product.url);
  await button(page, 'Retenir ses accusés, Chloé').click();
  await button(page, 'Publier').click();
  await expectNumbers(processed(page, 'Chloé'), [1]);
  await expectNumbers(waiting(page, 'Chloé'), [1]);
  await button(page, 'Couper Chloé').click();
  await button(page, 'Reconnecter Chloé').click();
  await expect(outcome(page, 'Chloé', 'twice')).toHaveText('reçu deux fois, traité une fois\u00a0: 1');
  await expectNumbers(processed(page, 'Chloé'), [1]);
  await button(page, 'Acquitter enfin, Chloé').click();
  await expectAtRest(page, [1]);
});

test('a crash in the middle: lost when acknowledged before, played again when acknowledged after', async ({
  page,
  product,
}) => {
  await open(page, product.url);
  await page.getByRole('combobox', { name: 'Bob acquitte' }).selectOption('before');
  for (const name of ['Bob', 'David']) await button(page, `Panne de ${name} au milieu du traitement`).click();
  await expect(card(page, 'Bob')).toContainText('panne au prochain');
  await button(page, 'Publier').click();
  for (const name of ['Bob', 'David']) await expect(card(page, name)).toHaveAttribute('data-lien', 'crashed');
  await expectNumbers(waiting(page, 'Bob'), []);
  await expectNumbers(waiting(page, 'David'), [1]);
  await expectAtRest(page, [1], ['Chloé']);
  for (const name of ['Bob', 'David']) await button(page, `Relancer ${name}`).click();
  await expect(outcome(page, 'Bob', 'lost')).toHaveText('1\u00a0perdu\u00a0: 1');
  await expect(outcome(page, 'David', 'replayed')).toHaveText('1\u00a0rejoué\u00a0: 1');
  await expectAtRest(page, [1], ['David', 'Chloé']);
  await expectNumbers(processed(page, 'Bob'), []);
  await button(page, 'Recommencer').click();
  await expect(outcome(page, 'Bob', 'lost')).toHaveCount(0);
  await button(page, 'Publier').click();
  await expectAtRest(page, [1]);
});

test('the bound of what the broker keeps is shown, and what it gave up is counted', async ({ page, product }) => {
  await open(page, product.url);
  await button(page, 'Couper David').click();
  await expect(card(page, 'David')).toHaveAttribute('data-lien', 'cut');
  for (const last of [5, 10, 15]) {
    await button(page, 'Cinq d’un coup').click();
    await expect(page.locator(`[data-range="${last}"]`)).toBeVisible();
  }
  await expectNumbers(waiting(page, 'David'), [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  await expect(outcome(page, 'David', 'givenUp')).toHaveText('3\u00a0abandonnés par le broker');
});

test('the past is walked back to, the table tells and does the same, and two people have each their room', async ({
  browser,
  page,
  product,
}) => {
  const other = await (await browser.newContext()).newPage();
  await open(other, product.url);
  await open(page, product.url);
  await button(page, 'Publier').click();
  await expectAtRest(page, [1]);
  await press(page, 't');
  const row = page.getByRole('table', { name: 'Abonnés' }).getByRole('row', { name: /^Bob/ });
  await row.getByRole('button', { name: 'Couper Bob' }).click();
  await expect(row).toContainText('connexion coupée');
  await expect(page.getByRole('table', { name: 'Derniers événements' })).toContainText(
    'La connexion de Bob est coupée',
  );
  await row.getByRole('button', { name: 'Reconnecter Bob' }).click();
  await expect(row).toContainText('en ligne');
  await press(page, 't');
  await press(page, 'Home');
  await expect(page.locator('[data-dernier]')).toContainText('Publiez un message');
  for (let step = 0; step < 2; step += 1) await press(page, 'ArrowRight');
  await expect(page.locator('[data-dernier]')).toHaveText('Le broker range le message d’Alice sous le numéro 1.');
  await expectNumbers(waiting(page, 'David'), [1]);
  await expect(button(page, 'Couper Bob')).toBeDisabled();
  await press(page, 'l');
  await expectAtRest(page, [1]);
  await expect(other.locator('[data-dernier]')).toContainText('Publiez un message');
  await other.context().close();
});

test('the experiment of the lesson is ticked by what the room has told', async ({ page, product }) => {
  await page.goto(`${product.url}/lecons/ordre/accuses-de-reception`);
  const { card: steps, done, notDone } = experiment(page);
  await expect(steps).toContainText('0 / 4');
  await button(page, 'Couper Bob').click();
  await button(page, 'Publier').click();
  await expectNumbers(waiting(page, 'Bob'), [1]);
  await notDone('missed');
  await button(page, 'Reconnecter Bob').click();
  await done('missed');
  await button(page, 'Retenir ses accusés, Chloé').click();
  await button(page, 'Publier').click();
  await expectNumbers(processed(page, 'Chloé'), [1, 2]);
  await button(page, 'Couper Chloé').click();
  await button(page, 'Reconnecter Chloé').click();
  await done('twice');
  await page.getByRole('combobox', { name: 'David acquitte' }).selectOption('before');
  for (const name of ['Bob', 'David']) await button(page, `Panne de ${name} au milieu du traitement`).click();
  await button(page, 'Publier').click();
  for (const name of ['Bob', 'David']) await button(page, `Relancer ${name}`).click();
  await done('lost');
  await done('replayed');
  await expect(steps).toContainText('David avait acquitté le 3, qui n’est pas revenu');
  await expect(steps).toContainText('4 / 4');
  await steps.getByRole('button', { name: 'Recommencer l’expérience' }).click();
  await expect(steps).toContainText('0 / 4');
  await expectNumbers(processed(page, 'Bob'), []);
});

test('everything is reached with the keyboard, axe finds nothing in three themes, nothing overflows', async ({
  page,
  product,
}) => {
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await open(page, product.url);
  await tabTo(page, button(page, 'Publier'));
  await press(page, 'Enter');
  await expectAtRest(page, [1]);
  await tabTo(page, button(page, 'Retenir ses accusés, Bob'));
  await press(page, 'Enter');
  await tabTo(page, page.getByRole('combobox', { name: 'David acquitte' }));
  await press(page, 'ArrowDown');
  await expect(card(page, 'David')).toContainText('acquitte avant le traitement');
  await button(page, 'Panne de David au milieu du traitement').click();
  await button(page, 'Couper Chloé').click();
  await button(page, 'Publier').click();
  await expect(card(page, 'David')).toHaveAttribute('data-lien', 'crashed');
  await expectNumbers(waiting(page, 'Bob'), [2]);
  await expectNumbers(processed(page, 'Bob'), [1, 2]);
  await expectAccessible(page, 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page, 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await press(page, 't');
  await expectAccessible(page, 'table');
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${product.url}/labo/accuses?projection`);
  await expectNumbers(waiting(page, 'Bob'), [2]);
  await expectAccessible(page, 'projector');
  await expect(button(page, 'Publier')).toBeHidden();
  await expect(button(page, 'Couper Bob')).toBeHidden();
  expect(await overflow()).toBe(0);
  const body = await page.getByRole('region', { name: 'Accusés de réception, contenu' }).boundingBox();
  const last = await card(page, 'David').boundingBox();
  expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual((body?.y ?? 0) + (body?.height ?? 0));
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, product.url);
  await expectNumbers(waiting(page, 'Bob'), [2]);
  expect(await overflow()).toBe(0);
});
