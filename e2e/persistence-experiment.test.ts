// « Persistance » : from the page alone, then with the course's Python programs in place of the page's clients.
import { addConsumer, expect, experiment, group, members, openPanel, test } from './support/page.ts';
import { pythonMissing, runPython } from './support/programs.ts';

const path = '/lecons/kafka/un-consommateur-arrete-ne-perd-rien';
const resume = 'là où il s’était arrêté';

test('a consumer of the page that stopped resumes exactly where it was', async ({ page, product }) => {
  await openPanel(page, product, path);
  const { step, done, notDone, predict, reset } = experiment(page);
  const sent = (count: number) =>
    expect(page.getByRole('region', { name: 'Producteurs' })).toContainText(`${count}\u00a0messages`);
  await page.getByRole('button', { name: 'Dix messages' }).click();
  await sent(10);
  await addConsumer(page);
  await done('lire');
  await expect(members(page, 'demo-group').locator('[data-retard="0"]')).toBeVisible();
  await page.getByRole('button', { name: 'arrêter C1' }).click();
  await done('arreter');
  await expect(step('arreter')).toContainText('parti proprement');
  await notDone('produire');
  await page.getByRole('button', { name: 'Dix messages' }).click();
  await done('produire');
  await sent(20);
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
  const write = () => runPython('producteur.py', product.kafka).ended;
  expect(await write()).toBe(0);
  const first = runPython('consommateur.py', product.kafka);
  await first.prints(/'numero': 10/);
  await done('lire');
  first.signal('SIGINT');
  await first.ended;
  await done('arreter');
  await expect(group(page, 'demo-group')).toHaveAttribute('data-phase', 'Empty');
  expect(await write()).toBe(0);
  await done('produire');
  await predict('predire', 'au début du journal');
  const second = runPython('consommateur.py', product.kafka);
  await done('predire');
  await expect(step('predire')).toContainText('Pas ce que vous aviez prévu');
  await expect(step('predire')).toContainText(/10.messages produits pendant l’arrêt.*reprise à P.*0.perdu/);
  second.signal('SIGINT');
  await second.ended;
  expect(second.output()).toContain('10 message(s) lu(s)');
});
