// Module 1 as a reader meets it: from the home page to its experiments, done by what happens on real brokers, and to its quiz.
import type { Locator, Page } from '@playwright/test';
import { brokersQuiz } from '#lessons/01-brokers/quiz.ts';
import { expect, experiment, test } from './support/page.ts';

test.use({ shared: true });

const at = (slug: string): string => `/lecons/brokers/${slug}`;

async function hire(page: Page, pace: string, prefetch = '1'): Promise<void> {
  await page.getByRole('combobox', { name: 'une tâche lui prend' }).selectOption(pace);
  await page.getByRole('combobox', { name: 'prefetch' }).selectOption(prefetch);
  await page.getByRole('button', { name: '+ Ouvrier' }).click();
}
const done = (page: Page): Locator => page.locator('[data-cible="faites"] [data-nombre]');

test('from the home page to a queue: ten tasks shared, then a worker killed and nothing lost', async ({
  page,
  product,
}) => {
  await page.goto(product.url);
  await expect(page.getByRole('main')).not.toContainText(/Les brokers de messages\s*à venir/);
  await page.getByRole('link', { name: /^1\.3\s/ }).click();
  await expect(page).toHaveURL(product.url + at('la-file-de-travail'));

  await test.step('share ten tasks', async () => {
    const { done: isDone, step } = experiment(page);
    await expect(page.getByRole('button', { name: 'Dix tâches' })).toBeEnabled();
    for (const pace of ['500', '500', '2000']) await hire(page, pace);
    await isDone('three');
    await page.getByRole('button', { name: 'Dix tâches' }).click();
    await isDone('shared');
    await isDone('slow');
    await expect(step('slow')).toContainText('l’ouvrier 3 en a fait');
  });

  await test.step('kill a worker', async () => {
    await page.goto(product.url + at('accuser-refuser-mettre-de-cote'));
    const { done: isDone } = experiment(page);
    await page.getByRole('button', { name: 'Recommencer', exact: true }).click();
    await expect(done(page)).toHaveText('0');
    await hire(page, '5000', '5');
    await page.getByRole('button', { name: 'Dix tâches' }).click();
    await expect(page.locator('[data-cible="non-acquittees"] [data-nombre]')).toHaveText('5');
    await page.getByRole('button', { name: /^Tuer l’ouvrier/ }).click();
    await isDone('killed');
    await hire(page, '500', '10');
    await isDone('redelivered');
    await isDone('lost');
  });
});

test('two servers apart, on their page: who is at the other is not told', async ({ page, product }) => {
  await page.goto(product.url + at('plusieurs-serveurs'));
  const { done: isDone, notDone } = experiment(page);
  await page.getByRole('button', { name: 'Démarrer sans Redis' }).click();
  await page
    .getByRole('article', { name: 'Client Alice' })
    .getByRole('button', { name: /^Écrire/ })
    .click();
  await isDone('missed');
  await notDone('everybody');
});

test('a late subscriber, on its page: one loses, one keeps', async ({ page, product }) => {
  await page.goto(product.url + at('l-abonne-absent'));
  await page.getByRole('button', { name: 'Commencer avec Broker embarqué' }).click();
  const { done: isDone } = experiment(page);
  const one = page.getByRole('button', { name: 'Un seul' });
  const cells = (name: string) => page.getByRole('article', { name: `Abonné ${name}` }).locator('[data-message]');
  await one.click();
  await expect(cells('Alice')).toHaveCount(1);
  await page.getByRole('textbox', { name: 'nom' }).fill('Denis');
  await page.getByRole('button', { name: 'Abonner', exact: true }).click();
  await page.getByRole('button', { name: 'Débrancher Bob' }).click();
  await page.getByRole('button', { name: 'Débrancher Chloé' }).click();
  await one.click();
  await isDone('late');
  await page.getByRole('button', { name: 'Rebrancher Bob' }).click();
  await page.getByRole('button', { name: 'Rebrancher Chloé' }).click();
  await isDone('kept');
  await one.click();
  await isDone('away');
});

test('the freeze and its cure, on their page', async ({ page, product }) => {
  await page.goto(product.url + at('un-travail-long'));
  const { done: isDone } = experiment(page);
  const make = page.getByRole('button', { name: 'Demander le rapport' });
  await expect(make).toBeEnabled();
  // A freeze is told from what a ping usually takes.
  await expect(page.locator('[data-cible="pings"] dd').first()).toContainText('ms');
  await make.click();
  await isDone('frozen');
  await page.getByRole('radio', { name: 'par la file' }).check();
  await make.click();
  await isDone('fluid');
  await make.click();
  await page.getByRole('button', { name: 'Tuer l’ouvrier' }).click();
  await isDone('again');
});

test('the quiz shows what its answers speak of, in the panel they speak of', async ({ page, product }) => {
  await page.goto(product.url + at('synthese-et-quiz'));
  const quiz = page.getByRole('region', { name: /^Quiz · / });
  const show = async (id: string, wrong: RegExp) => {
    const place = brokersQuiz.questions.findIndex((question) => question.id === id) + 1;
    await quiz.getByRole('button', { name: `Question ${place}, à faire` }).click();
    await quiz.getByRole('radio', { name: wrong }).check();
    await quiz.getByRole('button', { name: 'Vérifier' }).click();
    await quiz.getByRole('button', { name: 'Voir dans le panneau' }).click();
    await expect(quiz.getByRole('status').getByText('Fait, et montré dans le panneau.')).toBeVisible();
    await expect(page.locator('[data-lit]').first()).toBeVisible();
  };
  await show('brokers-envoyer-sans-ouvrier@1', /Qu’un ouvrier l’a reçue/);
  await expect(page.locator('[data-cible="pretes"] [data-nombre]')).toHaveText('1');
  await show('brokers-empoisonnee@1', /Le broker la jette/);
  await expect(page.locator('[data-cible="mises-de-cote"] [data-nombre]')).toHaveText('1');
  await show('brokers-absent-ordinaire@1', /MQTT garde ceux des absents/);
  const bob = page.getByRole('article', { name: 'Abonné Bob' });
  await expect(bob.locator('[data-message="1"]')).toHaveAttribute('data-sort', 'missed');
  await show('brokers-vider-caches@1', /Les cinq l’oublient/);
  await expect(page.locator('[data-cible="file"][data-lit]')).toBeVisible();
  await show('brokers-nouveau-passe@1', /Chez RabbitMQ/);
  await expect(page.locator('[data-case^="Emma mqtt"]')).toHaveText('impossible ici');
  await page.getByRole('button', { name: 'Revenir au panneau de la page' }).click();
  await expect(page.getByRole('region', { name: 'File d’attente', exact: true })).toBeVisible();
});
