// Two servers that share by Redis, a page at each: one class. Redis goes away and comes back, then a server is killed: each page
// says how things stand, and goes on without a click.
import { hasRedis, startRedis } from '../server/testing/brokers.ts';
import { expect, test } from './support/page.ts';
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
