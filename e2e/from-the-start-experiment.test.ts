// « Depuis le début » : from the page alone, then with the course's Python programs in place of the page's clients.
import { addConsumerOf, expect, experiment, openPanel, test } from './support/page.ts';
import { pythonMissing, runPython } from './support/programs.ts';

const path = '/lecons/kafka/depuis-le-debut-ou-la-fin';

test('of two new groups of the page, one reads everything and the other only what comes', async ({ page, product }) => {
  await openPanel(page, product, path);
  const { step, done, notDone, predict, reset } = experiment(page);
  await page.getByRole('button', { name: 'Dix messages' }).click();
  await done('ecrire');
  await addConsumerOf(page, 'histoire', 'earliest');
  await done('debut');
  await expect(step('debut')).toContainText(/histoire a commencé à P0 offset 0/);
  await predict('predire', 'tout, lui aussi');
  await addConsumerOf(page, 'nouvelles', 'latest');
  await done('predire');
  await expect(step('predire')).toContainText('Pas ce que vous aviez prévu');
  await expect(step('predire')).toContainText(/nouvelles a commencé à P.*0.message/);
  await notDone('ensuite');
  await page.getByRole('button', { name: 'Dix messages' }).click();
  await done('ensuite');
  await reset();
});

test('programs in a terminal prove it as well', async ({ page, product }) => {
  test.skip(pythonMissing !== null, pythonMissing ?? '');
  await openPanel(page, product, path);
  const { step, done, predict } = experiment(page);
  expect(await runPython('producteur.py', product.kafka).ended).toBe(0);
  await done('ecrire');
  const old = runPython('consommateur.py', product.kafka, { 'GROUPE = "demo-group"': 'GROUPE = "histoire"' });
  await old.prints(/'numero': 10/);
  await done('debut');
  await predict('predire', 'rien du tout');
  const fresh = runPython('consommateur.py', product.kafka, {
    'GROUPE = "demo-group"': 'GROUPE = "nouvelles"',
    'auto_offset_reset="earliest"': 'auto_offset_reset="latest"',
  });
  await done('predire');
  await expect(step('predire')).toContainText('Prévu');
  expect(await runPython('producteur.py', product.kafka).ended).toBe(0);
  await done('ensuite');
  for (const reader of [old, fresh]) {
    reader.signal('SIGINT');
    await reader.ended;
  }
  expect(fresh.output()).toContain('10 message(s) lu(s)');
});
