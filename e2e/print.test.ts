// A page on paper: its text, its drawings and its questions; nothing that only a screen can show; ink on white whatever the theme.
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/page.ts';

test.use({ shared: true });

const page1 = '/lecons/kafka/la-cle-choisit-la-partition';
/** Sheets of a PDF. */
async function sheetsOf(page: Page): Promise<number> {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

test('a lesson prints its text and its questions, black on white, and says where its panel is', async ({
  page,
  product,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(product.url + page1);
  const onPaper = (about: string) => page.locator(`[data-papier="${about}"]`);
  await expect(onPaper('questions')).toBeHidden();
  // The button asks the browser.
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', '');
  });
  await page.getByRole('button', { name: 'Imprimer' }).click();
  await expect(page.locator('body')).toHaveAttribute('data-printed', '');

  for (const narrow of [false, true]) {
    if (narrow) await page.setViewportSize({ width: 390, height: 844 });
    // On a narrow screen the panel may stand in the place of the text.
    if (narrow) await page.getByText('Panneau', { exact: true }).click();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    for (const only of [
      'header',
      'nav[aria-label="Suite"]',
      'section[aria-label="Kafka en direct"]',
      '[data-copy] button',
    ])
      await expect(page.locator(only).first()).toBeHidden();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('La clé choisit la partition');
    await expect(onPaper('panneau')).toContainText('/labo/kafka');
    await expect(onPaper('experience')).toBeVisible();
    await expect(onPaper('questions').getByRole('listitem').first()).toBeVisible();
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
  }

  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const looks = await page.evaluate(() => {
    const link = document.querySelector('article a[href^="http"]') as HTMLAnchorElement;
    const { color, backgroundColor } = getComputedStyle(document.documentElement);
    return { color, backgroundColor, after: getComputedStyle(link, '::after').content, href: link.href };
  });
  expect([looks.color, looks.backgroundColor]).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
  expect(looks.after).toContain(looks.href);
  expect(await sheetsOf(page)).toBeGreaterThan(1);
});

test('a whole module is one page to print, each lesson on a new sheet, its questions without their answers', async ({
  page,
  product,
}) => {
  await page.goto(product.url + page1);
  await page.getByRole('link', { name: 'Tout le module, à imprimer' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Module 3\u00a0: Kafka');
  const lessons = await page.locator('article').count();
  expect(lessons).toBeGreaterThan(9);
  await expectAccessible(page, 'module');
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
    0,
  );
  await expect(page.getByRole('region', { name: /^(Expérience|Quiz|Questions de la page)/ })).toHaveCount(0);
  await expect(page.getByText('Cette phrase attend')).toHaveCount(0);
  expect(await sheetsOf(page)).toBeGreaterThan(lessons);
});
