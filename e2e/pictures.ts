// The pictures of docs/images, taken from the product at work: `npm run pictures`. Not a test: a scene is played with real
// programs, and looked at. Needs a build, a Chromium (CHROMIUM_PATH) and Python with kafka-python.
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { brokersScenes } from './pictures-brokers.ts';
import { enterAs } from './support/door.ts';
import {
  addConsumer,
  addConsumerOf,
  experiment,
  group,
  expect as hasty,
  lesson,
  members,
  openPanel,
  recordsShown,
} from './support/page.ts';
import { endPrograms, startReader, writeTen } from './support/programs.ts';
import { startProduct } from './support/server.ts';
import { flip, launch, machineOf, openWorkshop, verdict } from './support/workshop.ts';

const expect = hasty.configure({ timeout: 30_000 });
const folder = join(import.meta.dirname, '..', 'docs', 'images');
const executablePath = process.env.CHROMIUM_PATH;
const product = await startProduct();
const browser = await chromium.launch(executablePath ? { executablePath } : {});

async function open(size: [number, number], options = {}): Promise<Page> {
  const [width, height] = size;
  const context = await browser.newContext({ viewport: { width, height }, locale: 'fr-FR', ...options });
  return context.newPage();
}

/** Nothing moves in a picture. */
async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  await page.screenshot({ path: join(folder, `${name}.png`) });
  process.stdout.write(`${name}\n`);
}

async function outsidePrograms(page: Page): Promise<void> {
  startReader(product, {});
  startReader(product, { name: 'releve.py' });
  await expect(members(page, 'demo-group')).toHaveCount(2);
  await writeTen(product);
  await expect.poll(() => recordsShown(page)).toBe(10);
  await expect(group(page, 'demo-group').locator('[data-retard="0"]')).toHaveCount(2);
}

async function wide(): Promise<void> {
  const page = await open([1440, 900]);
  await page.goto(product.url);
  await expect(page.getByText('j’attends votre connexion…')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Ma progression' })).toBeVisible();
  await take(page, 'accueil');
  await openPanel(page, product, lesson);
  await outsidePrograms(page);
  await take(page, 'lecon');
  await page.getByRole('button', { name: 'Voir en tableau' }).click();
  await take(page, 'tableau');
  await page.getByRole('button', { name: 'Voir en tableau' }).click();
  await page.emulateMedia({ colorScheme: 'dark' });
  await take(page, 'sombre');
  await page.emulateMedia({ colorScheme: 'light' });
  await page
    .getByRole('button', { name: /^offset 0, / })
    .first()
    .click();
  await take(page, 'message');
}

async function projectorAndPhone(): Promise<void> {
  const beamer = await open([1440, 900]);
  await beamer.goto(`${product.url}${lesson}?projection`);
  await expect(members(beamer, 'demo-group')).toHaveCount(2);
  await take(beamer, 'projecteur');
  const phone = await open([390, 844], { hasTouch: true, isMobile: true });
  await phone.goto(product.url + lesson);
  await expect(phone.getByRole('heading', { level: 1 })).toBeVisible();
  await take(phone, 'telephone-lecon');
  await phone.goto(`${product.url}/labo/kafka`);
  await expect(members(phone, 'demo-group')).toHaveCount(2);
  await take(phone, 'telephone');
}

async function lab(): Promise<void> {
  const page = await open([1440, 900]);
  await openPanel(page, product);
  await addConsumer(page);
  await expect(members(page, 'demo-group')).toHaveCount(3);
  await addConsumer(page);
  await expect(group(page, 'demo-group')).toContainText('plus de consommateurs que de partitions');
  await addConsumerOf(page, 'audit');
  await expect(members(page, 'audit')).toHaveCount(1);
  await take(page, 'deux-groupes');
  const victim = group(page, 'demo-group').locator('[data-membre]').filter({ hasText: '← P' });
  await victim
    .getByRole('button', { name: /^tuer / })
    .first()
    .click();
  await expect(group(page, 'demo-group')).toContainText('ne donne plus signe de vie');
  await take(page, 'mort-d-un-consommateur');
  await page.keyboard.press('ArrowLeft');
  await take(page, 'retour-en-arriere');
}

async function experimentQuizDoctor(): Promise<void> {
  const page = await open([1440, 900]);
  await openPanel(page, product, '/lecons/kafka/la-cle-choisit-la-partition');
  const { card } = experiment(page);
  await card.scrollIntoViewIfNeeded();
  await take(page, 'experience');
  await openPanel(page, product, '/lecons/kafka/synthese-et-quiz');
  const quiz = page.getByRole('region', { name: /^Quiz · / });
  await quiz.getByRole('radio', { name: 'Un consommateur a lu le message.' }).check();
  await quiz.getByRole('button', { name: 'Vérifier' }).click();
  await expect(quiz.getByText('Pas encore.')).toBeVisible();
  await quiz.scrollIntoViewIfNeeded();
  await take(page, 'quiz');
  await page.goto(`${product.url}/labo/connexion`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await take(page, 'docteur');
}

async function order(): Promise<void> {
  const page = await open([1440, 900]);
  await page.goto(`${product.url}/lecons/ordre/fifo-causal-total`);
  const told = page.locator('[data-dernier]');
  await expect(told).toContainText('Rien n’est encore parti');
  await page.getByRole('group', { name: 'Ordre de lecture' }).getByText('FIFO', { exact: true }).click();
  const slider = page.getByRole('slider', { name: 'Revenir à un événement' });
  await slider.press('End');
  await slider.press('ArrowLeft');
  await expect(page.getByText('✗ sans A1')).toBeVisible();
  await take(page, 'ordre');
  await page.goto(`${product.url}/lecons/ordre/numeros-et-tampon`);
  await page.getByRole('button', { name: 'Envoyer neuf messages' }).click();
  await expect(told).toHaveText('Plus rien n’est en route.');
  while (!(await told.textContent())?.includes('arrive chez Chloé, qui attend 5'))
    await page.getByRole('button', { name: 'Événement précédent' }).click();
  await experiment(page).card.scrollIntoViewIfNeeded();
  await take(page, 'reseau');
}

async function routing(): Promise<void> {
  const page = await open([1440, 900]);
  await page.goto(`${product.url}/lecons/ordre/router-par-contenu`);
  await page.getByRole('combobox', { name: 'exemple' }).selectOption({ label: 'une petite commande' });
  await page.getByRole('button', { name: 'Publier', exact: true }).click();
  await expect(page.locator('[data-dernier]')).toContainText('atteint');
  await take(page, 'routage');
}

async function room(): Promise<void> {
  const says = async (page: Page, text: string) => {
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill(text);
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-texte]').filter({ hasText: text })).toBeVisible();
  };
  const [ada, blaise] = [await open([1440, 900]), await open([1440, 900])];
  await blaise.goto(`${product.url}/labo/salon`);
  await enterAs(blaise, 'blaise');
  await ada.goto(`${product.url}/lecons/ordre/salon-presence-histoire`);
  await enterAs(ada, 'ada');
  await says(ada, 'Rendez-vous à 17 h ?');
  await says(blaise, 'Non, 18 h.');
  await says(ada, 'Entendu.');
  await blaise.getByRole('button', { name: 'Je m’absente' }).click();
  await expect(ada.locator('[data-membre="blaise"] [data-etat="away"]')).toBeVisible();
  await take(ada, 'salon');
}

async function workshop(): Promise<void> {
  const page = await open([1440, 900]);
  await openWorkshop(page, product);
  await launch(page, 'Plusieurs lots');
  await expect(machineOf(page, 'M2')).toHaveAttribute('data-etat', 'works');
  await take(page, 'atelier');
  await expect(verdict(page)).toBeVisible();
  await flip(page, 'Commit après le travail');
  await flip(page, 'Mourir entre (a) et (b)');
  await launch(page, 'Lancer LOT_42');
  await expect(verdict(page)).toHaveAttribute('data-verdict', 'lost');
  await take(page, 'atelier-etape-perdue');
}

/** One cut, one who keeps its acknowledgements back and was sent a message twice, one who lost what it had acknowledged. */
async function acks(): Promise<void> {
  const page = await open([1440, 900]);
  await page.goto(`${product.url}/lecons/ordre/accuses-de-reception`);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const one = (name: string) => page.getByRole('article', { name: `Abonné ${name}` });
  const processed = (name: string) => page.getByRole('list', { name: `traités par ${name}`, exact: true });
  await press('Retenir ses accusés, Chloé');
  await press('Publier');
  await expect(processed('Chloé').locator('li')).toHaveCount(1);
  await press('Couper Chloé');
  await press('Reconnecter Chloé');
  await expect(one('Chloé').locator('[data-bilan="twice"]')).toBeVisible();
  await press('Couper Bob');
  await page.getByRole('combobox', { name: 'David acquitte' }).selectOption('before');
  await press('Panne de David au milieu du traitement');
  await press('Publier');
  await press('Relancer David');
  await expect(one('David').locator('[data-bilan="lost"]')).toBeVisible();
  for (let sent = 0; sent < 2; sent += 1) await press('Publier');
  for (const [name, count] of [
    ['Chloé', 4],
    ['David', 3],
  ] as const)
    await expect(processed(name).locator('li')).toHaveCount(count);
  await take(page, 'accuses');
}

try {
  await wide();
  await projectorAndPhone();
  await lab();
  await experimentQuizDoctor();
  await order();
  await routing();
  await room();
  await workshop();
  await acks();
  for (const scene of brokersScenes) await scene(await open([1440, 900]), product.url, take);
} finally {
  endPrograms();
  await browser.close();
  await product.stop();
}
