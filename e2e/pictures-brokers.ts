// The pictures of module 1, for `npm run pictures`: its panels at work on the brokers that are embedded.
import { expect as hasty, type Page } from '@playwright/test';
import { experiment } from './support/page.ts';

const expect = hasty.configure({ timeout: 30_000 });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const open = (page: Page, url: string, slug: string) => page.goto(`${url}/lecons/brokers/${slug}`);

type Take = (page: Page, name: string) => Promise<void>;
type Scene = (page: Page, url: string, take: Take) => Promise<void>;

/** A worker was killed with a task in hand: it goes to another, and says that it comes again. */
const queue: Scene = async (page, url, take) => {
  await open(page, url, 'accuser-refuser-mettre-de-cote');
  const count = (name: string) => page.locator(`[data-cible="${name}"] [data-nombre]`);
  await expect(page.getByRole('button', { name: 'Dix tâches' })).toBeEnabled();
  await page.getByRole('combobox', { name: 'une tâche lui prend' }).selectOption('5000');
  await page.getByRole('combobox', { name: 'prefetch' }).selectOption('5');
  await press(page, '+ Ouvrier');
  await page.getByRole('combobox', { name: 'prefetch' }).selectOption('1');
  await press(page, '+ Ouvrier');
  await press(page, 'Une tâche empoisonnée');
  await press(page, 'Dix tâches');
  await expect(count('non-acquittees')).toHaveText('6');
  await press(page, 'Tuer l’ouvrier 1');
  await expect(page.locator('[data-redistribuee]').first()).toBeVisible();
  await experiment(page).done('killed');
  await experiment(page).card.scrollIntoViewIfNeeded();
  await take(page, 'file');
};

/** Bob, who asked for nothing to be kept, has lost what Chloé finds again. */
const absent: Scene = async (page, url, take) => {
  await open(page, url, 'l-abonne-absent');
  await press(page, 'Commencer avec Broker embarqué');
  for (const name of ['Bob', 'Chloé']) await press(page, `Débrancher ${name}`);
  await press(page, 'Publier dix messages');
  await expect(page.getByText('Le message 10 est arrivé', { exact: false }).first()).toBeVisible();
  for (const name of ['Bob', 'Chloé']) await press(page, `Rebrancher ${name}`);
  await press(page, 'Un seul');
  await experiment(page).done('kept');
  await experiment(page).card.scrollIntoViewIfNeeded();
  await take(page, 'abonne-absent');
};

const fourBrokers: Scene = async (page, url, take) => {
  await open(page, url, 'quatre-brokers');
  await press(page, 'Jouer les deux scénarios');
  await expect(page.locator('[data-dernier]')).toContainText('Les deux scénarios sont joués', { timeout: 60_000 });
  await take(page, 'quatre-brokers');
};

/** Two servers that nothing links: who is at the other one is told nothing. */
const servers: Scene = async (page, url, take) => {
  await open(page, url, 'plusieurs-serveurs');
  await press(page, 'Démarrer sans Redis');
  const write = (name: string) =>
    page
      .getByRole('article', { name: `Client ${name}` })
      .getByRole('button', { name: /^Écrire/ })
      .click();
  await write('Alice');
  await write('Chloé');
  await experiment(page).done('missed');
  await expect(page.locator('[data-sort="missed"]')).toHaveCount(4);
  await experiment(page).card.scrollIntoViewIfNeeded();
  await take(page, 'plusieurs-serveurs');
};

/** The same report made in the handler, then through the queue. */
const longWork: Scene = async (page, url, take) => {
  await open(page, url, 'un-travail-long');
  const ask = page.getByRole('button', { name: 'Demander le rapport' });
  for (const [way, step] of [
    ['dans le gestionnaire', 'frozen'],
    ['par la file', 'fluid'],
  ] as const) {
    await expect(ask).toBeEnabled();
    await page.getByRole('radio', { name: way }).check();
    await ask.click();
    await experiment(page).done(step);
  }
  await experiment(page).card.scrollIntoViewIfNeeded();
  await take(page, 'travail-long');
};

export const brokersScenes: readonly Scene[] = [queue, absent, fourBrokers, servers, longWork];
