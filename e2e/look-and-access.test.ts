// Three layouts, three themes, and nothing that leaves the machine.
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import {
  addConsumer,
  addConsumerOf,
  expect,
  lesson,
  logEnd,
  members,
  openPanel,
  publish,
  test,
} from './support/page.ts';

const wide = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('axe finds nothing, in the light and the dark theme and on the projector', async ({ page, product }) => {
  await openPanel(page, product, lesson);
  await publish(page, 'capteur-7', '{"temperature": 21.4}');
  await addConsumer(page);
  await expect(members(page, 'demo-group')).toHaveCount(1);
  await expectAccessible(page, 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page, 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${product.url}${lesson}?projection`);
  await expect(logEnd(page, 2)).toHaveText('1');
  await expectAccessible(page, 'projector');
  await page.goto(product.url);
  await expectAccessible(page, 'home');
});

test('the projector layout is large: 24 px text at least, and no tool bar', async ({ page, product }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await openPanel(page, product);
  await publish(page, 'capteur-7', 'x');
  await page.goto(`${product.url}/labo/kafka?projection`);
  await expect(logEnd(page, 2)).toHaveText('1');
  expect(await page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize))).toBeGreaterThanOrEqual(
    24,
  );
  await expect(page.getByRole('button', { name: /^Publier/ })).toBeHidden();
  expect(await wide(page)).toBe(0);
});

test('three partitions and two groups fit the projector, in a lesson and alone', async ({ page, product }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await openPanel(page, product);
  await page.getByRole('button', { name: 'Dix messages' }).click();
  await addConsumer(page);
  await addConsumerOf(page, 'audit');
  for (const path of ['/labo/kafka', lesson]) {
    await page.goto(`${product.url}${path}?projection`);
    const cursors = page.locator('[data-curseur]');
    await expect(cursors).toHaveCount(6, { timeout: 30_000 });
    const body = await page.getByRole('region', { name: 'Kafka en direct, contenu' }).boundingBox();
    const last = await cursors.last().boundingBox();
    expect((last?.y ?? 0) + (last?.height ?? 0), path).toBeLessThanOrEqual((body?.y ?? 0) + (body?.height ?? 0));
    expect(await wide(page)).toBe(0);
  }
});

test('on a phone the text and the panel are a switch, and nothing overflows', async ({ page, product }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(product.url + lesson);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await wide(page)).toBe(0);
  await page.getByText('Panneau', { exact: true }).click();
  await expect(page.getByRole('button', { name: /^Publier/ })).toBeEnabled();
  await publish(page, 'capteur-7', 'du téléphone');
  await expect(logEnd(page, 2)).toHaveText('1');
  expect(await wide(page)).toBe(0);
});

test('no request leaves the machine, no error is logged, and a lesson ships little JavaScript', async ({
  page,
  product,
}) => {
  const elsewhere: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && host !== new URL(product.url).host) elsewhere.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await openPanel(page, product, lesson);
  await publish(page, 'capteur-7', 'x');
  await expect(logEnd(page, 2)).toHaveText('1');
  await page.waitForLoadState('networkidle');
  expect(elsewhere).toEqual([]);
  expect(problems).toEqual([]);
  const sizes = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry): entry is PerformanceResourceTiming => /\.js(\?|$)/.test(entry.name))
      .map(({ encodedBodySize }) => encodedBodySize),
  );
  const scripts = sizes.reduce((sum, size) => sum + size, 0);
  expect(scripts).toBeGreaterThan(100_000);
  expect(scripts).toBeLessThan(245_000);
});

test('ten thousand records in a burst: the page stays usable and ends true', async ({ page, product }) => {
  await openPanel(page, product);
  for (let burst = 0; burst < 10; burst += 1) {
    const rafale = page.getByRole('button', { name: 'Rafale', exact: true });
    await expect(rafale).toBeEnabled();
    await rafale.click();
    await expect(page.getByRole('region', { name: 'Producteurs' })).toContainText(
      new RegExp(`${burst + 1}.?000\\smessages`),
    );
  }
  const ends = await Promise.all(
    [0, 1, 2].map(async (partition) => Number((await logEnd(page, partition).textContent())?.replace(/\D/g, ''))),
  );
  expect(ends.reduce((sum, end) => sum + end, 0)).toBe(10_000);
});
