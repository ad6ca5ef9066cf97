// « Deux groupes » : from the page alone, then with the course's Python programs in place of the page's clients.
import { test } from './support/either-kafka.ts';
import { addConsumer, addConsumerOf, expect, experiment, members, openPanel, tenMessages } from './support/page.ts';
import { hasRead, interrupt, pythonMissing, startReader, writeTen } from './support/programs.ts';

const path = '/lecons/kafka/deux-groupes-recoivent-tout';
const everything = 'chaque groupe les reçoit tous';

test('two groups of the page each receive everything', async ({ page, product }) => {
  await openPanel(page, product, path);
  const { card, step, done, notDone, predict, reset } = experiment(page);
  await expect(card.locator('[data-fait="true"]')).toHaveCount(0);
  await addConsumer(page);
  await done('premier');
  await addConsumer(page);
  await expect(members(page, 'demo-group')).toHaveCount(2);
  await notDone('deuxieme');
  await addConsumerOf(page, 'audit');
  await done('deuxieme');
  await expect(step('deuxieme')).toContainText(/observé.*audit/);
  await tenMessages(page);
  await expect(members(page, 'audit').locator('[data-retard="0"]')).toBeVisible();
  await notDone('predire');
  await predict('predire', 'les deux groupes se les partagent');
  await tenMessages(page);
  await done('predire');
  await expect(step('predire')).toContainText('Pas ce que vous aviez prévu');
  await expect(step('predire')).toContainText(/messages\. .*demo-group a validé P0 de/);
  await reset();
});

test('two programs in a terminal prove it as well', async ({ page, product }) => {
  test.skip(pythonMissing !== null, pythonMissing ?? '');
  await openPanel(page, product, path);
  const { step, done, predict } = experiment(page);
  const readers = ['demo-group', 'audit'].map((name) => startReader(product, { group: name }));
  for (const reader of readers) await reader.prints(/j'attends des messages/);
  await done('deuxieme');
  await predict('predire', everything);
  await writeTen(product);
  await done('predire');
  await expect(step('predire')).toContainText('Prévu');
  for (const reader of readers) await hasRead(reader, 10);
  await interrupt(...readers);
});
