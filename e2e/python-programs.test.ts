// The course's Python programs, run in a terminal: they appear by name, what they do is seen, and how they leave too.

import { expect, group, logEnd, members, openPanel, test } from './support/page.ts';
import { hasRead, interrupt, pythonMissing, runPython, startReader, writeTen } from './support/programs.ts';

test.skip(pythonMissing !== null, pythonMissing ?? '');

test('producteur.py and consommateur.py appear by name, are followed, and leave', async ({ page, product }) => {
  await openPanel(page, product);
  const reader = runPython('consommateur.py', product);
  await reader.prints(/j'attends des messages/);
  const member = members(page, 'demo-group').first();
  await expect(member).toContainText('consommateur.py');
  await expect(member).toContainText(/127\.0\.0\.1:\d+|\[::1\]:\d+/);

  const writer = runPython('producteur.py', product);
  await writer.prints(/message 1,/);
  const card = page.locator('[data-client="producteur.py"]');
  await expect(card).toBeVisible();
  await expect(card).toContainText(/127\.0\.0\.1:\d+|\[::1\]:\d+/);
  await expect(card).toContainText('acks=all');
  expect(await writer.ended).toBe(0);
  const confirmed = [...writer.output().matchAll(/partition (\d), offset (\d+)/g)].map(([, partition]) =>
    Number(partition),
  );
  expect(confirmed).toHaveLength(10);
  for (const partition of [0, 1, 2]) {
    await expect(logEnd(page, partition)).toHaveText(String(confirmed.filter((each) => each === partition).length));
  }
  await expect(card).toContainText('10 messages');
  await expect(card).toContainText('a fermé sa connexion');
  await hasRead(reader, 10);
  await expect(member.locator('[data-retard="0"]')).toBeVisible();

  reader.signal('SIGINT');
  expect(await reader.ended).toBe(0);
  expect(reader.output()).toContain('10 message(s) lu(s), groupe quitté proprement');
  await expect(group(page, 'demo-group')).toHaveAttribute('data-phase', 'Empty');
  await expect(group(page, 'demo-group')).toContainText('est parti proprement');
});

test('a consumer killed with kill -9 is told apart from one that left, and its group resumes where it stopped', async ({
  page,
  product,
}) => {
  await openPanel(page, product);
  await writeTen(product);
  const first = startReader(product);
  await hasRead(first, 10);
  await expect(members(page, 'demo-group').locator('[data-retard="0"]')).toBeVisible();
  first.signal('SIGKILL');
  await first.ended;
  await expect(group(page, 'demo-group')).toHaveAttribute('data-phase', 'Empty');
  await expect(group(page, 'demo-group')).toContainText('ne donne plus signe de vie');

  await writeTen(product);
  const second = startReader(product);
  await hasRead(second, 10);
  await interrupt(second);
  expect(second.output()).toContain('10 message(s) lu(s)');
});
