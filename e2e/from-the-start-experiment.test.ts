// « Depuis le début » : from the page alone, then with the course's Python programs in place of the page's clients.
import { shows, test } from './support/either-kafka.ts';
import { addConsumerOf, expect, experiment, members, openPanel, tenMessages } from './support/page.ts';
import { hasRead, interrupt, pythonMissing, startReader, writeTen } from './support/programs.ts';

const path = '/lecons/kafka/depuis-le-debut-ou-la-fin';

test('of two new groups of the page, one reads everything and the other only what comes', async ({ page, product }) => {
  await openPanel(page, product, path);
  const { step, done, notDone, predict, reset } = experiment(page);
  await tenMessages(page);
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
  await tenMessages(page);
  await done('ensuite');
  await reset();
});

test('programs in a terminal prove it as well', async ({ page, product }) => {
  test.skip(pythonMissing !== null, pythonMissing ?? '');
  await openPanel(page, product, path);
  const { card, step, done, notDone, predict } = experiment(page);
  await writeTen(product);
  await done('ecrire');
  const old = startReader(product, { group: 'histoire' });
  await hasRead(old, 10);
  if (shows.readings) await done('debut');
  await predict('predire', 'rien du tout');
  const fresh = startReader(product, { group: 'nouvelles', from: 'latest' });
  if (shows.readings) {
    await done('predire');
    await expect(step('predire')).toContainText('Prévu');
  } else await expect(members(page, 'nouvelles').locator('[data-retard="0"]')).toBeVisible();
  await writeTen(product);
  await hasRead(fresh, 10);
  await hasRead(old, 20);
  if (shows.readings) await done('ensuite');
  else {
    // A cluster does not tell where a program begins: nothing is ticked on a guess, and the card says why.
    for (const id of ['debut', 'predire', 'ensuite']) await notDone(id);
    await expect(card).toContainText('Sur un vrai cluster');
  }
  await interrupt(old, fresh);
  expect(old.output()).toContain('20 message(s) lu(s)');
  expect(fresh.output()).toContain('10 message(s) lu(s)');
});
