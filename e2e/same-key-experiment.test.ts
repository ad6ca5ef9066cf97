// « Même clé » : from the page alone, then with the course's Python programs; and one key sent by two libraries.
import { shows, test } from './support/either-kafka.ts';
import { addConsumer, expect, experiment, openPanel, publish } from './support/page.ts';
import { interrupt, kcatMissing, onWire, pythonMissing, runKcat, startReader, writeTen } from './support/programs.ts';

const path = '/lecons/kafka/la-cle-choisit-la-partition';
const one = 'tous dans la même partition';

test('five records of one key, mixed with others, lie in one partition and are read in order', async ({
  page,
  product,
}) => {
  await openPanel(page, product, path);
  const { step, done, notDone, predict, reset } = experiment(page);
  await publish(page, 'capteur-7', 'un');
  await done('premier');
  await expect(step('premier')).toContainText('clé capteur-7 → P2, offset 0');
  await predict('predire', one);
  for (const n of [1, 2, 3, 4]) {
    await publish(page, 'capteur-7', `${n}`);
    await expect(page.getByText(`P2 · offset ${n} ·`, { exact: false }).first()).toBeVisible();
    await publish(page, 'capteur-1', `${n}`);
  }
  await notDone('predire');
  await publish(page, 'capteur-7', '5');
  await done('predire');
  await expect(step('predire')).toContainText('capteur-7 → P2 offsets 1, 2, 3, 4, 5');
  await addConsumer(page);
  await done('lire');
  await expect(step('lire')).toContainText(/sans revenir en arrière/);
  await reset();
});

test('programs in a terminal prove it as well', async ({ page, product }) => {
  test.skip(pythonMissing !== null, pythonMissing ?? '');
  await openPanel(page, product, path);
  const { done, predict } = experiment(page);
  await predict('predire', 'à tour de rôle, P0, P1, P2…');
  const reader = startReader(product);
  for (const _ of [1, 2]) await writeTen(product);
  await done('premier');
  await done('predire');
  await done('lire');
  await interrupt(reader);
});

test('one key sent by two libraries: both predictions are marked by what arrived', async ({ page, product }) => {
  test.skip(kcatMissing !== null, kcatMissing ?? '');
  await openPanel(page, product);
  const where = page.getByRole('button', { name: /Où va une clé/ });
  await expect(where).toBeDisabled();
  await publish(page, 'capteur-1', 'un premier message');
  await where.click();
  const card = page.getByRole('region', { name: 'Même clé, deux bibliothèques' });
  await expect(card.locator('[data-calcul="murmur2"]')).toContainText('P2');
  await expect(card.locator('[data-calcul="crc32"]')).toContainText('P1');
  await card.getByRole('button', { name: /Envoyer d’ici/ }).click();
  await expect(card.locator('[data-calcul="murmur2"] [data-juste="true"]')).toContainText('comme prévu');
  await expect(card.locator('[data-calcul="crc32"]')).toContainText('rien encore');
  const command = await card.locator('code').innerText();
  const topic = onWire(product, 'demo-topic');
  expect(command).toBe(`echo bonjour | kcat -P -b ${product.kafka} -t ${topic} -k 'capteur-7'`);
  expect(runKcat(['-P', '-b', product.kafka, '-t', topic, '-k', 'capteur-7'], 'bonjour\n').code).toBe(0);
  if (shows.programs) await expect(card.locator('[data-calcul="crc32"] [data-juste="true"]')).toContainText('P1');
  else await expect(card).toContainText('Arrivé aussi dans P1, d’un programme extérieur. Un cluster Kafka ne dit pas');
});
