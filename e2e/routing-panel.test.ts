// The panel « Routage » : publications go to the server, which says whom each reached, by topic or by content, and why.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { press, tabTo } from './support/keyboard.ts';
import { expect, experiment, test } from './support/page.ts';

test.use({ shared: true });

const people = ['Alice', 'Bob', 'Chloé', 'Grosses commandes', 'Journal'] as const;
const card = (page: Page, name: string): Locator => page.getByRole('article', { name: `Abonné ${name}` });
const publishButton = (page: Page): Locator => page.getByRole('button', { name: 'Publier', exact: true });
const dialog = (page: Page): Locator => page.getByRole('dialog');
const reason = (page: Page, name: string): Locator => card(page, name).locator('[data-cible="raison"]');

async function open(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/labo/routage`);
  await expect(publishButton(page)).toBeEnabled();
}

async function publish(page: Page, example: string): Promise<void> {
  await page.getByRole('combobox', { name: 'exemple' }).selectOption(example);
  await publishButton(page).click();
}

/** Everybody has a verdict, and these are the ones who were reached. */
async function expectReached(page: Page, reached: readonly string[], all: readonly string[] = people): Promise<void> {
  for (const name of all) {
    const verdict = reached.includes(name) ? '✓\u00a0reçu' : '✗\u00a0pas reçu';
    await expect(card(page, name).locator('[data-verdict]')).toHaveText(verdict);
  }
}

test('the publications of the course reach whom they should, and each subscriber says why', async ({
  page,
  product,
}) => {
  await open(page, product.url);
  await publish(page, 'un but');
  await expectReached(page, ['Alice', 'Bob']);
  await expect(page.locator('[data-dernier]')).toHaveText(
    'La publication 1 atteint 2\u00a0abonnés sur 5\u00a0: Alice et Bob.',
  );
  await expect(reason(page, 'Chloé')).toHaveText('le sujet est sports, et non news.');
  await publish(page, 'une nouvelle');
  await expectReached(page, ['Chloé']);
  await publish(page, 'une petite commande');
  await expectReached(page, ['Journal']);
  await expect(reason(page, 'Grosses commandes')).toHaveText('value > 100\u00a0: faux (value vaut 40).');
  await expect(card(page, 'Grosses commandes').locator('[data-decide]')).toHaveText('value > 100');
  await publish(page, 'une grosse commande');
  await expectReached(page, ['Grosses commandes', 'Journal']);
  await publish(page, 'un remboursement');
  await expectReached(page, []);
  await page.reload();
  await expectReached(page, []);
  await expect(card(page, 'Journal')).toContainText('reçus\u00a0: 3, 4');
});

test('a filter is written as a form or as an expression, each shown from the other, and routes', async ({
  page,
  product,
}) => {
  await open(page, product.url);
  await page.getByRole('button', { name: 'Ajouter un abonné' }).click();
  const box = dialog(page);
  await box.getByRole('textbox', { name: 'nom' }).fill('Alertes');
  await box.getByRole('radio', { name: 'par contenu' }).check();
  const expression = box.getByRole('textbox', { name: 'Expression' });
  await expression.fill('non type = "order" et value >= 100');
  await expect(box.getByRole('group', { name: 'Condition 1' }).getByRole('checkbox')).toBeChecked();
  await expect(box.getByRole('group', { name: 'Condition 2' }).getByRole('textbox', { name: 'valeur' })).toHaveValue(
    '100',
  );
  await box.getByRole('group', { name: 'Condition 2' }).getByRole('textbox', { name: 'valeur' }).fill('120');
  await expect(expression).toHaveValue('non type = "order" et value >= 120');
  await box.getByRole('combobox', { name: 'doit être vrai' }).selectOption('or');
  await expect(expression).toHaveValue('non type = "order" ou value >= 120');
  await expression.fill('(value > 900 ou value >= 120) et type = "refund"');
  await expect(box.getByRole('group', { name: 'Condition 1' })).toContainText('(value > 900 ou value >= 120)');
  await box.getByRole('button', { name: 'Abonner' }).click();
  await expect(box).toBeHidden();
  await publish(page, 'un remboursement');
  await expectReached(page, ['Alertes'], [...people, 'Alertes']);
  await expect(reason(page, 'Alertes')).toContainText('value >= 120\u00a0: vrai (value vaut 150)');
  await card(page, 'Alertes').getByRole('button', { name: 'Modifier Alertes' }).click();
  await box.getByRole('radio', { name: 'par sujet' }).check();
  await box.getByRole('textbox', { name: 'sujet' }).fill('sports');
  await box.getByRole('button', { name: 'Enregistrer' }).click();
  await publish(page, 'un but');
  await expectReached(page, ['Alice', 'Bob', 'Alertes'], [...people, 'Alertes']);
  await card(page, 'Alertes').getByRole('button', { name: 'Retirer Alertes' }).click();
  await expect(card(page, 'Alertes')).toHaveCount(0);
});

test('a filter that cannot be read is refused at its place, by the server too, and harms nothing', async ({
  page,
  product,
}) => {
  await open(page, product.url);
  await page.getByRole('button', { name: 'Modifier Journal' }).click();
  const box = dialog(page);
  await box.getByRole('textbox', { name: 'Expression' }).fill('type == "order"');
  const sentence = 'Caractère 6\u00a0: Écrivez «\u00a0=\u00a0» au lieu de «\u00a0==\u00a0».';
  await expect(box.locator('[data-faute]')).toHaveText(sentence);
  await box.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(box.getByRole('alert')).toHaveText(sentence);
  await box.getByRole('textbox', { name: 'Expression' }).fill('('.repeat(2_000));
  await box.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(box.getByRole('alert')).toContainText('Un filtre a 200 caractères au plus.');
  await box.getByRole('button', { name: 'Fermer' }).click();
  await page.getByRole('textbox', { name: 'sujet' }).fill('deux mots');
  await publishButton(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Un sujet est un seul mot' })).toBeVisible();
  await publish(page, 'une petite commande');
  await expectReached(page, ['Journal']);
});

test('the past is walked back to, the table tells the same, and two people have each their router', async ({
  browser,
  page,
  product,
}) => {
  const other = await (await browser.newContext()).newPage();
  await open(other, product.url);
  await open(page, product.url);
  await publish(page, 'un but');
  await expectReached(page, ['Alice', 'Bob']);
  await press(page, 't');
  const subscribers = page.getByRole('table', { name: 'Abonnés' });
  await expect(subscribers.getByRole('row', { name: /^Bob/ })).toContainText('le sujet est bien sports');
  await expect(page.getByRole('table', { name: 'Publications' }).getByRole('row').nth(1)).toContainText('Alice, Bob');
  await expect(page.getByRole('table', { name: 'Déroulé' }).getByRole('row')).toHaveCount(7);
  await press(page, 't');
  await press(page, 'Home');
  await expect(page.getByText('Aucune publication pour l’instant.')).toBeVisible();
  await press(page, 'ArrowRight');
  await press(page, 'ArrowRight');
  await expect(page.locator('[data-dernier]')).toHaveText('Alice reçoit la 1\u00a0: le sujet est bien sports.');
  await expect(card(page, 'Bob').locator('[data-verdict]')).toHaveText('en attente');
  await expect(page.getByRole('button', { name: 'Modifier Alice' })).toBeDisabled();
  await press(page, 'l');
  await expectReached(page, ['Alice', 'Bob']);
  await expect(other.getByText('Aucune publication pour l’instant.')).toBeVisible();
  await other.context().close();
});

test('the experiment of the lesson is ticked by what the router has told', async ({ page, product }) => {
  await page.goto(`${product.url}/lecons/ordre/router-par-contenu`);
  const { card: steps, done, notDone } = experiment(page);
  await expect(steps).toContainText('0 / 3');
  await publish(page, 'un but');
  await done('topic');
  await publish(page, 'une petite commande');
  await done('content');
  await expect(steps).toContainText('Grosses commandes a refusé la 2, par value > 100');
  await page.getByRole('button', { name: 'Modifier Alice' }).click();
  await dialog(page).getByRole('radio', { name: 'par contenu' }).check();
  await dialog(page).getByRole('textbox', { name: 'Expression' }).fill('type = "refund"');
  await dialog(page).getByRole('button', { name: 'Enregistrer' }).click();
  await publish(page, 'un remboursement');
  await expect(card(page, 'Alice').locator('[data-verdict]')).toContainText('reçu');
  await notDone('own');
  await publish(page, 'une nouvelle');
  await done('own');
  await expect(steps).toContainText('3 / 3');
});

test('everything is reached with the keyboard, axe finds nothing in three themes, nothing overflows', async ({
  page,
  product,
}) => {
  const problems = (where: string) => expectAccessible(page, where);
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await open(page, product.url);
  await tabTo(page, page.getByRole('combobox', { name: 'exemple' }));
  await press(page, 'ArrowDown');
  await press(page, 'ArrowDown');
  await tabTo(page, publishButton(page));
  await press(page, 'Enter');
  await expectReached(page, ['Grosses commandes', 'Journal']);
  await tabTo(page, page.getByRole('button', { name: 'Modifier Journal' }));
  await press(page, 'Enter');
  await tabTo(page, dialog(page).getByRole('textbox', { name: 'Expression' }));
  await page.keyboard.type(' et');
  await problems('editor');
  await press(page, 'Escape');
  await expect(dialog(page)).toBeHidden();
  await problems('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await problems('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${product.url}/labo/routage?projection`);
  await expectReached(page, ['Grosses commandes', 'Journal']);
  await problems('projector');
  await expect(publishButton(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Modifier Journal' })).toBeHidden();
  expect(await overflow()).toBe(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, product.url);
  expect(await overflow()).toBe(0);
});
