// Every page that the home page leads to: readable by everybody in three themes, on a phone too, and silent in the console.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './support/page.ts';

const themes = [
  { name: 'light', colorScheme: 'light', query: '' },
  { name: 'dark', colorScheme: 'dark', query: '' },
  { name: 'projector', colorScheme: 'light', query: '?projection' },
] as const;

test('every page of the course is accessible in three themes, fits a phone, and logs no error', async ({
  page,
  product,
}) => {
  // Some sixty page loads.
  test.slow();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error}`));
  await page.goto(product.url);
  const links = await page
    .getByRole('main')
    .getByRole('link')
    .evaluateAll((anchors) => anchors.map((anchor) => new URL((anchor as HTMLAnchorElement).href).pathname));
  const paths = [...new Set(links)].filter((path) => /^\/(lecons|labo)\//.test(path));
  expect(paths.length).toBeGreaterThan(11);

  for (const path of paths) {
    for (const { name, colorScheme, query } of themes) {
      await page.emulateMedia({ colorScheme });
      await page.goto(`${product.url}${path}${query}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`);
      expect(found, `${path}, ${name}`).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    const beyond = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await page.goto(product.url + path);
    expect(await beyond(), `${path}, on a phone`).toBe(0);
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  expect(problems).toEqual([]);
});
