// Two servers that share by Redis, a page at each: one class. Redis goes away and comes back, then a server is killed: each page
// says how things stand, and goes on without a click.
import { hasRedis, startRedis } from '../server/testing/brokers.ts';
import { expectAccessible } from './support/axe.ts';
import { addConsumer, expect, members, openPanel, recordsShown, tenMessages, test } from './support/page.ts';
import { enter, member, numbers, roomLog, say, texts } from './support/salon.ts';
import { startProduct } from './support/server.ts';

test.use({ reducedMotion: 'reduce' });

test('a page says that Redis cannot be reached, keeps what is written, and is true again by itself', async ({
  browser,
}) => {
  test.skip(!hasRedis, 'SKIPPED: redis-server is not installed');
  const redis = await startRedis();
  const products = await Promise.all([1, 2].map(() => startProduct({ REDIS_URL: redis.url })));
  const [first, second] = products;
  try {
    if (!first || !second) throw new Error('two servers');
    const ada = await enter(browser, first, 'Ada');
    const bob = await enter(browser, second, 'Bob');
    await expect(ada.page.locator('[data-en-ligne]')).toHaveText('2');
    await say(ada.page, 'avant');
    await expect.poll(() => texts(roomLog(bob.page))).toEqual(['avant']);

    await redis.kill();
    for (const { page } of [ada, bob]) {
      await expect(page.getByRole('status').filter({ hasText: 'n’atteint plus Redis' })).toBeVisible();
      await expect(page.getByText('Redis injoignable')).toBeVisible();
    }
    await say(ada.page, 'pendant');
    await redis.start();
    for (const { page } of [ada, bob]) {
      await expect.poll(() => texts(roomLog(page))).toEqual(['avant', 'pendant']);
      await expect(page.getByText('n’atteint plus Redis')).toHaveCount(0);
    }

    // Whichever leads: the other one's page goes on, and who was at this one is offline after a moment.
    await first.kill();
    await expect(member(bob.page, 'Ada')).toHaveAttribute('data-etat', 'offline');
    await say(bob.page, 'après');
    await expect.poll(() => texts(roomLog(bob.page))).toEqual(['avant', 'pendant', 'après']);
    expect(await numbers(roomLog(bob.page))).toEqual([1, 2, 3]);
    await expect(bob.page.locator('[data-en-ligne]')).toHaveText('1');
  } finally {
    await Promise.all(products.map((product) => product.kill()));
    await redis.close();
  }
});

test('two pages at two servers see one Kafka and one queue; the server that ran them is lost, and one goes on', async ({
  browser,
}) => {
  test.skip(!hasRedis, 'SKIPPED: redis-server is not installed');
  const redis = await startRedis();
  const products = await Promise.all([1, 2].map(() => startProduct({ REDIS_URL: redis.url })));
  const roles = await Promise.all(products.map(async ({ url }) => (await fetch(`${url}/readyz`)).text()));
  const lead = products[roles.findIndex((role) => role.includes('leader'))];
  const other = products.find((product) => product !== lead);
  try {
    if (!lead || !other) throw new Error('one leads');
    const [ada, bob] = await Promise.all([browser.newPage(), browser.newPage()]);
    await openPanel(ada, lead);
    await openPanel(bob, other);
    await tenMessages(bob);
    await addConsumer(bob);
    for (const page of [ada, bob]) {
      await expect.poll(() => recordsShown(page)).toBe(10);
      await expect(members(page, 'demo-group')).toHaveCount(1);
      // Where a program has to go, for both to see it.
      await expect(page.getByText(lead.kafka).first()).toBeVisible();
    }
    const queue = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
    await queue.goto(`${other.url}/labo/file`);
    await expect(queue.getByRole('button', { name: 'Dix tâches' })).toBeEnabled();
    await queue.getByRole('combobox', { name: 'une tâche lui prend' }).selectOption('5000');
    await queue.getByRole('button', { name: '+ Ouvrier' }).click();
    await queue.getByRole('button', { name: 'Dix tâches' }).click();
    await expect(queue.locator('[data-cible="non-acquittees"] [data-nombre]')).toHaveText('1');

    await lead.kill();
    for (const page of [bob, queue]) await expect(page.getByText('Un autre serveur a pris le relais')).toBeVisible();
    // That Kafka was in the lost server: what is shown is the one there is.
    await expect(bob.getByText(other.kafka).first()).toBeVisible();
    await expect(members(bob, 'demo-group')).toHaveCount(0);
    await tenMessages(bob);
    await expect(queue.getByRole('article', { name: 'Ouvrier 1' })).toHaveCount(0);
    await queue.getByRole('combobox', { name: 'une tâche lui prend' }).selectOption('500');
    await queue.getByRole('button', { name: '+ Ouvrier' }).click();
    await queue.getByRole('button', { name: 'Dix tâches' }).click();
    await expect(queue.locator('[data-cible="faites"] [data-nombre]')).toHaveText('10');
    await expectAccessible(queue, 'a queue that another server goes on with');
  } finally {
    await Promise.all(products.map((product) => product.kill()));
    await redis.close();
  }
});
