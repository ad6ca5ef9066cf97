// « Répartition de charge » : from the page alone, then with the course's Python programs in place of the page's clients.
import { shows, test } from './support/either-kafka.ts';
import { addConsumer, expect, experiment, group, lesson, members, openPanel, tenMessages } from './support/page.ts';
import { interrupt, pythonMissing, startReader, writeTen } from './support/programs.ts';

const waits = 'l’un des quatre attend';

test('four consumers of the page share three partitions, and one of them is taken over', async ({ page, product }) => {
  await openPanel(page, product, lesson);
  const { card, step, done, predict, reset } = experiment(page);
  await expect(card.locator('[data-etape]')).toHaveCount(4);
  await expect(card.locator('[data-fait="true"]')).toHaveCount(0);

  await addConsumer(page);
  await expect(members(page, 'demo-group')).toHaveCount(1);
  await addConsumer(page);
  await done('partager');
  await expect(step('partager')).toContainText(/observé.*C1 → /);

  await tenMessages(page);
  await done('publier');
  await expect(step('publier')).toContainText(/10.messages/);

  await predict('predire', waits);
  await addConsumer(page);
  await expect(members(page, 'demo-group')).toHaveCount(3);
  await addConsumer(page);
  await done('predire');
  await expect(step('predire')).toContainText('Prévu');
  await expect(group(page, 'demo-group')).toContainText('plus de consommateurs que de partitions');

  const owner = members(page, 'demo-group').and(page.locator('[data-statut="owner"]')).first();
  await page.getByRole('button', { name: `tuer ${await owner.getAttribute('data-membre')}` }).click();
  await done('reprendre');
  await expect(step('reprendre')).toContainText(/plus signe de vie.*reprend P/);
  await reset();
});

test('programs in a terminal prove it as well', async ({ page, product }) => {
  test.skip(pythonMissing !== null, pythonMissing ?? '');
  await openPanel(page, product, lesson);
  const { step, done, predict } = experiment(page);
  const start = (number: number) => startReader(product, { name: `terminal-${number}` });
  const readers = new Map([1, 2].map((number) => [number, start(number)]));
  await done('partager');
  await expect(step('partager')).toContainText(/C\d → P\d.* · C\d → P\d/);
  await writeTen(product);
  await done('publier');

  await predict('predire', waits);
  for (const number of [3, 4]) readers.set(number, start(number));
  await done('predire');
  await expect(step('predire')).toContainText('Prévu');
  await expect(step('predire')).toContainText(/4 consommateurs pour 3.partitions.*C\d attend/);
  const members4 = members(page, 'demo-group');
  await expect(members4).toHaveCount(4);
  for (const number of [1, 2, 3, 4]) await expect(members4.filter({ hasText: `terminal-${number}` })).toHaveCount(1);

  // Whose partitions these are, the page tells by the program's own name.
  const owner = members4.and(page.locator('[data-statut="owner"]')).first();
  const victim = Number(/terminal-(\d)/.exec(await owner.innerText())?.[1]);
  readers.get(victim)?.signal('SIGKILL');
  await done('reprendre');
  await expect(step('reprendre')).toContainText(shows.programs ? 'plus signe de vie' : 'disparu');
  await expect(step('reprendre')).toContainText(/reprend P\d/);
  await expect(members4).toHaveCount(3);
  readers.delete(victim);
  await interrupt(...readers.values());
});
