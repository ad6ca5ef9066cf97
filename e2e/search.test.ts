// The search page: words of the course, found without accents, each leading to the place where they are read.
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/page.ts';

test.use({ shared: true });

test('a word typed without its accents leads to the passage, by keyboard alone, and back', async ({
  page,
  product,
}) => {
  await page.goto(product.url);
  await expect(page.locator('[data-en-ligne]')).toBeVisible();
  await page.keyboard.press('/');
  const field = page.getByRole('searchbox', { name: 'Mots cherchés' });
  await expect(field).toBeFocused();
  await expectAccessible(page, 'search, empty');
  await page.keyboard.type('reequilibre');
  const results = page.getByRole('main').getByRole('listitem');
  await expect(results.first()).toContainText(/rééquilibre/i);
  await expect(page.getByRole('status')).toContainText('passages trouvés');
  await expectAccessible(page, 'search, found');
  await page.keyboard.press('Tab');
  const link = results.first().getByRole('link');
  await expect(link).toBeFocused();
  const title = await link.textContent();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: title ?? '' }).first()).toBeVisible();
  await page.goBack();
  await expect(field).toHaveValue('reequilibre');
});

test('nothing found says so, and what is typed is text', async ({ page, product }) => {
  await page.goto(`${product.url}/recherche?q=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
  await expect(page.getByRole('searchbox')).toHaveValue('<img src=x onerror=alert(1)>');
  await expect(page.getByRole('status')).toContainText('Rien dans le cours');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('searchbox').fill('partition');
  await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
