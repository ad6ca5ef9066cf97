// « Persistance » : from the page alone, then with the course's Python programs in place of the page's clients.
import { shows, test } from './support/either-kafka.ts';
import { addConsumer, expect, experiment, group, members, openPanel, tenMessages } from './support/page.ts';
import { hasRead, interrupt, pythonMissing, startReader, writeTen } from './support/programs.ts';

const path = '/lecons/kafka/un-consommateur-arrete-ne-perd-rien';
const resume = 'là où il s’était arrêté';

test('a consumer of the page that stopped resumes exactly where it was', async ({ page, product }) => {
  await openPanel(page, product, path);
  const { step, done, notDone, predict, reset } = experiment(page);
  await tenMessages(page);
  await addConsumer(page);
  await done('lire');
  await expect(members(page, 'demo-group').locator('[data-retard="0"]')).toBeVisible();
  await page.getByRole('button', { name: 'arrêter C1' }).click();
  await done('arreter');
  await expect(step('arreter')).toContainText('parti proprement');
  await notDone('produire');
  await tenMessages(page);
  await done('produire');
  await predict('predire', resume);
  await addConsumer(page);
  await done('predire');
  await expect(step('predire')).toContainText('Prévu');
  await expect(step('predire')).toContainText(/10.messages produits pendant l’arrêt.*reprise à P.*0.perdu/);
  await expect(members(page, 'demo-group').first()).toHaveAttribute('data-membre', 'C2');
  await reset();
});

test('programs in a terminal prove it as well', async ({ page, product }) => {
  test.skip(pythonMissing !== null, pythonMissing ?? '');
  await openPanel(page, product, path);
  const { step, done, predict } = experiment(page);
  await writeTen(product);
  const first = startReader(product);
  await hasRead(first, 10);
  await done('lire');
  await interrupt(first);
  await done('arreter');
  await expect(step('arreter')).toContainText(shows.programs ? 'parti proprement' : 'disparu');
  await expect(group(page, 'demo-group')).toHaveAttribute('data-phase', 'Empty');
  await writeTen(product);
  await done('produire');
  await predict('predire', 'au début du journal');
  const second = startReader(product);
  await done('predire');
  await expect(step('predire')).toContainText('Pas ce que vous aviez prévu');
  await expect(step('predire')).toContainText(/10.messages produits pendant l’arrêt.*0.perdu/);
  await expect(step('predire')).toContainText(
    shows.readings ? /reprise à P/ : 'reprise vue par ses seuls offsets validés',
  );
  await interrupt(second);
  expect(second.output()).toContain('10 message(s) lu(s)');
});
