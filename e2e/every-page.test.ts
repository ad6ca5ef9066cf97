// Every page that the home page leads to: readable by everybody in three themes, on a phone too, and silent in the console.
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/page.ts';

test.use({ shared: true });

// Where the home page leads; each half of a part is walked by itself, so that several go on at a time.
const parts = ['/lecons/brokers/', '/lecons/ordre/', '/lecons/kafka/', '/lecons/td/', '/labo/'] as const;

async function linksOf(page: Page, url: string): Promise<string[]> {
  await page.goto(url);
  const links = await page
    .getByRole('main')
    .getByRole('link')
    .evaluateAll((anchors) => anchors.map((anchor) => new URL((anchor as HTMLAnchorElement).href).pathname));
  return [...new Set(links)].filter((path) => /^\/(lecons|labo)\//.test(path));
}

/** A panel that opens changes its buttons: axe would see one half of it before, the other after. */
async function opened(page: Page): Promise<void> {
  const opening = /^(Le panneau (s’ouvre|arrive)|Le serveur ouvre votre file|Le serveur de démonstration s’ouvre)…$/;
  await expect(page.getByText(opening).filter({ visible: true })).toHaveCount(0);
}

test('no page is forgotten', async ({ page, product }) => {
  const links = await linksOf(page, product.url);
  expect(links.length).toBeGreaterThan(11);
  expect(links.filter((path) => !parts.some((part) => path.startsWith(part)))).toEqual([]);
});

const halves = parts.flatMap((part) => ['odd', 'even'].map((name, half) => ({ part, name, half })));
for (const { part, name, half } of halves) {
  test(`every page under ${part} (${name} ones) is accessible in three themes, fits a phone, and logs no error`, async ({
    page,
    product,
  }) => {
    test.slow();
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => problems.push(`${page.url()}: ${error}`));
    const under = (await linksOf(page, product.url)).filter((path) => path.startsWith(part));
    const paths = under.filter((_, index) => index % 2 === half);
    expect(paths.length).toBeGreaterThan(0);

    for (const path of paths) {
      await page.goto(product.url + path);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await opened(page);
      await expectAccessible(page, path);
      // Another theme changes colours alone.
      await page.emulateMedia({ colorScheme: 'dark' });
      await expectAccessible(page, `${path}, dark`, 'colours');
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 390, height: 844 });
      const beyond = () =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      await expect.poll(beyond, `${path}, on a phone`).toBe(0);
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(`${product.url}${path}?projection`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await opened(page);
      await expectAccessible(page, `${path}, projector`);
    }
    expect(problems).toEqual([]);
  });
}
