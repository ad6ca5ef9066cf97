// The panel « Publish/Subscribe » : real subscribers on the broker one chooses; who got what is measured from what happened.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { press, tabTo } from './support/keyboard.ts';
import { expect, test } from './support/page.ts';

test.use({ shared: true });

const card = (page: Page, name: string): Locator => page.getByRole('article', { name: `Abonné ${name}` });
const ten = (page: Page): Locator => page.getByRole('button', { name: 'Publier dix messages' });
const one = (page: Page): Locator => page.getByRole('button', { name: 'Un seul' });
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const sentence = (page: Page): Locator => page.locator('[data-dernier]');

async function begin(page: Page, url: string, broker: string): Promise<void> {
  await page.goto(`${url}/labo/pubsub`);
  await button(page, `Commencer avec ${broker}`).click();
  await expect(card(page, 'Chloé')).toBeVisible();
  await expect(ten(page)).toBeEnabled();
}

/** The fates of each message for this subscriber, in a letter each: r(eceived), m(issed), b(efore), w(aiting), c(oming). */
async function expectFates(page: Page, name: string, letters: string): Promise<void> {
  const fates = card(page, name).locator('[data-sort]');
  await expect
    .poll(async () =>
      (await fates.evaluateAll((all) => all.map((each) => each.getAttribute('data-sort')?.[0]))).join(''),
    )
    .toBe(letters);
}

for (const broker of ['Broker embarqué', 'MQTT', 'Kafka']) {
  test(`the same ten messages reach who is there, are lost for who is not, kept for the durable: ${broker}`, async ({
    page,
    product,
  }) => {
    await begin(page, product.url, broker);
    await ten(page).click();
    for (const name of ['Alice', 'Bob', 'Chloé']) await expectFates(page, name, 'r'.repeat(10));
    await button(page, 'Débrancher Bob').click();
    await button(page, 'Débrancher Chloé').click();
    await expect(card(page, 'Chloé').locator('[data-presence]')).toContainText('hors ligne');
    await one(page).click();
    await expectFates(page, 'Chloé', `${'r'.repeat(10)}w`);
    await button(page, 'Abonner').click();
    await expect(card(page, 'Denis')).toBeVisible();
    await button(page, 'Rebrancher Bob').click();
    await button(page, 'Rebrancher Chloé').click();
    await expectFates(page, 'Chloé', 'r'.repeat(11));
    await one(page).click();
    await expectFates(page, 'Alice', 'r'.repeat(12));
    await expectFates(page, 'Bob', `${'r'.repeat(10)}mr`);
    await expectFates(page, 'Chloé', 'r'.repeat(12));
    await expectFates(page, 'Denis', `${'b'.repeat(11)}r`);
    await expect(sentence(page)).toHaveText(
      'Le message 12 est arrivé chez 4\u00a0abonnés sur 4. En tout\u00a0: 1\u00a0message perdu pour qui n’était pas là.',
    );
    await press(page, 't');
    const row = (name: string) => page.getByRole('table', { name: 'Qui a reçu quoi' }).getByRole('row', { name });
    await expect(row('Bob').getByRole('cell')).toContainText([
      'ordinaire',
      'en ligne',
      '11',
      '11',
      'aucun',
      'aucun',
      'oui',
    ]);
    await expect(row('Chloé').getByRole('cell')).toContainText([
      'durable',
      'en ligne',
      '12',
      'aucun',
      'aucun',
      'aucun',
      'oui',
    ]);
  });
}

test('the same ten messages, two fates: every subscriber has them all, each is done by one worker', async ({
  page,
  product,
}) => {
  const worker = (number: number): Locator => page.getByRole('article', { name: `Ouvrier ${number}` });
  const both = button(page, 'Dix, au sujet et à la file');
  const done = (number: number): Promise<string[]> =>
    worker(number)
      .locator('[data-sort="done"]')
      .evaluateAll((all) => all.map((each) => each.getAttribute('data-message') ?? ''));
  /** Sorted: which messages all the workers together have done, each as often as it was done. */
  const all = async (workers: readonly number[]): Promise<number[]> =>
    (await Promise.all(workers.map(done)))
      .flat()
      .map(Number)
      .toSorted((a, b) => a - b);
  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
  await begin(page, product.url, 'Kafka');
  await tabTo(page, both);
  await press(page, 'Enter');
  for (const name of ['Alice', 'Bob', 'Chloé']) await expectFates(page, name, 'r'.repeat(10));
  await expect.poll(() => all([1, 2, 3]), { timeout: 30_000 }).toEqual(numbers(1, 10));
  await expect(sentence(page)).toHaveText(
    /^Les mêmes 10\u00a0messages, deux sorts\. Au sujet\u00a0: 30\u00a0exemplaires reçus par 3\u00a0abonnés\. À la file\u00a0: 10\u00a0traités, une seule fois chacun, par [123]\u00a0ouvriers?\.$/,
  );
  await button(page, 'Autre broker').click();
  await button(page, 'Commencer avec Broker embarqué').click();
  await both.click();
  await expect.poll(() => all([1, 2, 3])).toEqual(numbers(1, 10));
  await button(page, 'Débrancher Bob').click();
  for (const each of [1, 2, 3]) await button(page, `Arrêter l’ouvrier ${each}`).click();
  await both.click();
  await expectFates(page, 'Bob', `${'r'.repeat(10)}${'m'.repeat(10)}`);
  await expect(page.locator('[data-attente="10"]')).toContainText('10\u00a0messages en attente');
  await expectAccessible(page, 'both');
  await press(page, 't');
  await expect(
    page.getByRole('table', { name: 'La file d’attente' }).getByRole('row', { name: 'en attente' }),
  ).toContainText('11 à 20');
  await button(page, 'Un ouvrier de plus').click();
  await expect(
    page.getByRole('table', { name: 'Qui a traité quoi' }).getByRole('row', { name: 'Ouvrier 4' }),
  ).toContainText('11 à 20', { timeout: 15_000 });
  await expectAccessible(page, 'both, in tables');
  await press(page, 't');
  await expect.poll(() => all([4])).toEqual(numbers(11, 20));
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${product.url}/labo/pubsub?projection`);
  await expect(worker(4)).toBeVisible();
  await expectAccessible(page, 'both, projector');
  expect(await overflow()).toBe(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${product.url}/labo/pubsub`);
  await expect(worker(4)).toBeVisible();
  expect(await overflow()).toBe(0);
});

test('what a broker cannot do is said and cannot be asked; what is not on this server names its setting', async ({
  page,
  product,
}) => {
  await page.goto(`${product.url}/labo/pubsub`);
  const redis = page.locator('[data-broker="redis"]');
  await expect(redis).toContainText('pas sur ce serveur\u00a0: il faut le réglage REDIS_URL');
  await expect(button(page, 'Commencer avec Redis')).toBeDisabled();
  await button(page, 'Commencer avec MQTT').click();
  await expect(card(page, 'Chloé')).toBeVisible();
  await expect(page.locator('[data-cible="capacites"]')).toContainText('ne relit pas le passé');
  await expect(page.getByRole('option', { name: 'depuis le début' })).toBeDisabled();
  await expect(button(page, 'Dix, au sujet et à la file')).toBeDisabled();
  await expect(page.locator('[data-cible="capacites"]')).toContainText('n’a pas de file d’attente');
  await button(page, 'Autre broker').click();
  await button(page, 'Commencer avec Broker embarqué').click();
  await ten(page).click();
  await expectFates(page, 'Alice', 'r'.repeat(10));
  await page.getByRole('combobox', { name: 'abonné' }).selectOption('depuis le début');
  await page.getByRole('textbox', { name: 'nom' }).fill('Zoé');
  await button(page, 'Abonner').click();
  await expectFates(page, 'Zoé', 'r'.repeat(10));
  await page.getByRole('textbox', { name: 'nom' }).fill('deux mots');
  await button(page, 'Abonner').click();
  await expect(page.getByRole('alert').filter({ hasText: 'Un nom a de 1 à 16' })).toBeVisible();
  await expect(card(page, 'Zoé')).toBeVisible();
});

test('a program of the machine joins by the command that the panel gives, and is seen by its name', async ({
  page,
  product,
}) => {
  test.skip(!existsSync('/usr/bin/mosquitto_sub'), 'mosquitto-clients is not installed');
  await begin(page, product.url, 'MQTT');
  const outside = page.getByRole('region', { name: 'Programmes de l’extérieur' });
  await expect(outside).toContainText('J’attends le premier programme');
  const [program = '', ...args] = ((await outside.locator('code').textContent()) ?? '').split(' ');
  const child: ChildProcess = spawn(program, args);
  try {
    let heard = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
    });
    const shown = outside.locator('[data-programme="mon-programme"]');
    await expect(shown).toContainText('connecté · écoute relais/');
    await ten(page).click();
    await expect(shown).toContainText('10\u00a0envoyés vers lui');
    await expect.poll(() => heard.trim().split('\n').length).toBe(10);
    const topic = args.at(-1) ?? '';
    const port = args[args.indexOf('-p') + 1] ?? '';
    spawn('/usr/bin/mosquitto_pub', [
      '-h',
      '127.0.0.1',
      '-p',
      port,
      '-i',
      'bavard',
      '-q',
      '1',
      '-t',
      topic,
      '-m',
      'coucou',
    ]);
    await expect(card(page, 'Alice').locator('[data-etranger]')).toContainText('coucou');
    await expect(outside.locator('[data-programme="bavard"]')).toContainText('parti proprement');
    child.kill('SIGKILL');
    await expect(shown).toContainText('connexion coupée');
  } finally {
    child.kill('SIGKILL');
  }
});

test('the past is walked back to, the page finds its subscribers again, and two people have each theirs', async ({
  browser,
  page,
  product,
}) => {
  const other = await (await browser.newContext()).newPage();
  await other.goto(`${product.url}/labo/pubsub`);
  await begin(page, product.url, 'Broker embarqué');
  await button(page, 'Débrancher Bob').click();
  await one(page).click();
  await expectFates(page, 'Bob', 'm');
  await page.reload();
  await expectFates(page, 'Bob', 'm');
  await press(page, 'Home');
  await expect(sentence(page)).toHaveText('Rien n’est encore arrivé.');
  for (let step = 0; step < 4; step += 1) await press(page, 'ArrowRight');
  await expect(sentence(page)).toHaveText('Bob se débranche.');
  await expect(button(page, 'Rebrancher Bob')).toBeDisabled();
  await press(page, 'l');
  await expectFates(page, 'Bob', 'm');
  await expect(button(other, 'Commencer avec MQTT')).toBeEnabled();
  await other.context().close();
});

test('everything is reached with the keyboard, axe finds nothing in three themes, nothing overflows', async ({
  page,
  product,
}) => {
  const problems = (where: string) => expectAccessible(page, where);
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.goto(`${product.url}/labo/pubsub`);
  await expect(button(page, 'Commencer avec Kafka')).toBeEnabled();
  await problems('empty');
  await tabTo(page, button(page, 'Commencer avec MQTT'));
  await press(page, 'Enter');
  await expect(card(page, 'Chloé')).toBeVisible();
  await tabTo(page, button(page, 'Débrancher Bob'));
  await press(page, 'Enter');
  await expect(card(page, 'Bob').locator('[data-presence]')).toContainText('hors ligne');
  await tabTo(page, ten(page), 'back');
  await press(page, 'Enter');
  await expectFates(page, 'Bob', 'm'.repeat(10));
  await expectFates(page, 'Alice', 'r'.repeat(10));
  await problems('light');
  await press(page, 't');
  await problems('table');
  await press(page, 't');
  await page.emulateMedia({ colorScheme: 'dark' });
  await problems('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${product.url}/labo/pubsub?projection`);
  await expectFates(page, 'Alice', 'r'.repeat(10));
  await problems('projector');
  await expect(ten(page)).toBeHidden();
  expect(await overflow()).toBe(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${product.url}/labo/pubsub`);
  await expectFates(page, 'Alice', 'r'.repeat(10));
  expect(await overflow()).toBe(0);
});
