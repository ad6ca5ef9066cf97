// The panel « Plusieurs serveurs » : two processes of ours are two conversations without Redis and one with it; a server is killed and
// nobody misses anything; and nothing of all this outlives the product.
import type { Locator, Page } from '@playwright/test';
import { createClient } from 'redis';
import { hasRedis, startRedis } from '../server/testing/brokers.ts';
import { expectAccessible } from './support/axe.ts';
import { press, tabTo } from './support/keyboard.ts';
import { expect, test } from './support/page.ts';
import { startProduct } from './support/server.ts';

const card = (page: Page, name: string): Locator => page.getByRole('article', { name: `Client ${name}` });
const write = (page: Page, name: string): Locator => page.getByRole('button', { name: `Écrire par ${name}` });
const cell = (page: Page, name: string, message: number): Locator =>
  card(page, name).locator(`[data-message="${message}"]`);
const counts = (page: Page, name: string): Promise<string[]> =>
  page
    .getByRole('table', { name: 'Qui a reçu quoi' })
    .getByRole('row', { name })
    .locator('[data-compte]')
    .allTextContents();
const pids = async (page: Page): Promise<number[]> =>
  (await page.locator('[data-processus]').allTextContents()).map(Number);
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function start(page: Page, how: 'sans Redis' | 'avec Redis'): Promise<void> {
  await page.getByRole('button', { name: `Démarrer ${how}` }).click();
  await expect(page.locator('[data-dernier]')).toContainText(`prêts, ${how}`, { timeout: 20_000 });
}

test('two conversations without Redis, one with it, even when a server is killed; nothing outlives the product', async ({
  page,
}) => {
  test.skip(!hasRedis, 'redis-server is not installed: Debian has it in the package redis-server');
  const redis = await startRedis();
  const product = await startProduct({ REDIS_URL: redis.url });
  try {
    await page.goto(`${product.url}/labo/serveurs`);
    await start(page, 'sans Redis');
    await tabTo(page, write(page, 'Alice'));
    await press(page, 'Enter');
    await expect(cell(page, 'Bob', 1)).toHaveAttribute('data-sort', 'received');
    await expect(cell(page, 'Chloé', 1)).toHaveAttribute('data-sort', 'missed');
    await expect(cell(page, 'David', 1)).toHaveAttribute('data-sort', 'missed');
    await expectAccessible(page, 'without Redis');

    await start(page, 'avec Redis');
    await write(page, 'Alice').click();
    for (const name of ['Alice', 'Bob', 'Chloé', 'David'])
      await expect(cell(page, name, 1)).toHaveAttribute('data-sort', 'received');
    await page.getByRole('button', { name: /^Tuer le serveur A/ }).click();
    await expect(page.getByRole('article', { name: 'Serveur A' })).toHaveAttribute('data-etat', 'killed');
    await write(page, 'David').click();
    await expect(page.locator('[data-dernier]')).toContainText('Message 2, de David\u00a0: reçu par tous.', {
      timeout: 15_000,
    });
    await expect(page.getByRole('article', { name: 'Serveur B' }).getByRole('article')).toHaveCount(4);
    for (const name of ['Alice', 'Bob', 'Chloé', 'David']) expect(await counts(page, name)).toEqual(['2', '0', '0']);
    await page.getByRole('button', { name: /^Relancer le serveur A/ }).click();
    await expect(page.getByRole('article', { name: 'Serveur A' })).toContainText('vivant, suit');
    await page.getByRole('button', { name: 'Bob → A' }).click();
    await expect(page.getByRole('article', { name: 'Serveur A' }).getByRole('article')).toHaveCount(1);

    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page, 'dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await press(page, 'Home');
    await expect(page.getByRole('button', { name: 'Démarrer sans Redis' })).toBeDisabled();
    await expect(card(page, 'David')).toHaveCount(0);
    await press(page, 'l');
    await press(page, 't');
    await expect(page.getByRole('table', { name: 'Déroulé' })).toContainText('Le serveur A est tué (kill -9).');
    await expectAccessible(page, 'table');

    await page.goto(`${product.url}/lecons/brokers/plusieurs-serveurs`);
    const experience = page.getByRole('region', { name: /^Expérience · / });
    await expect(experience.locator('[data-fait="true"]')).toHaveCount(3);
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.goto(`${product.url}/labo/serveurs?projection`);
    await expect(card(page, 'Bob')).toBeVisible();
    await expect(write(page, 'Bob')).toBeHidden();
    await expectAccessible(page, 'projector');
    expect(await overflow(page)).toBe(0);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${product.url}/labo/serveurs`);
    await expect(write(page, 'Bob')).toBeEnabled();
    expect(await overflow(page)).toBe(0);

    const children = await pids(page);
    expect(children.filter(isAlive)).toHaveLength(2);
    await product.kill();
    await expect.poll(() => children.filter(isAlive), { timeout: 10_000 }).toEqual([]);
    const client = await createClient({ url: redis.url }).connect();
    expect(await client.keys('relais-demo:*')).toEqual([]);
    client.destroy();
  } finally {
    await product.kill();
    await redis.close();
  }
});
