// Names at the door: asked once, kept over reloads and restarts, never shared by two people; and how many are here.
import { askForName, enterAs } from './support/door.ts';
import { expect, test } from './support/page.ts';

test('a name is asked for, not demanded; once given it survives a reload and a restart of the server', async ({
  page,
  product,
}) => {
  await page.goto(product.url);
  await page.getByRole('button', { name: askForName }).click();
  await page.getByRole('button', { name: 'Plus tard' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await enterAs(page, 'Zoé');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Zoé', exact: true })).toBeVisible();
  await product.kill();
  await product.restart();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Zoé', exact: true })).toBeVisible();
});

test('a refused name says why, in the field and from the server', async ({ browser, page, product }) => {
  await page.goto(product.url);
  await enterAs(page, 'Zoé');
  const other = await (await browser.newContext({ locale: 'fr-FR' })).newPage();
  await other.goto(product.url);
  await other.getByRole('button', { name: askForName }).click();
  const field = other.getByRole('textbox', { name: 'Votre pseudonyme' });
  const alert = other.getByRole('dialog').getByRole('alert');
  for (const [name, why] of [
    ['a', /au moins 2/],
    ['prof', /réservé/],
    ['<b>x</b>', /lettres, des chiffres/],
    ['ZOE', /déjà pris/],
  ] as const) {
    await field.fill(name);
    await field.press('Enter');
    await expect(alert).toContainText(why);
  }
  await field.fill('Zoé-2');
  await field.press('Enter');
  await expect(other.getByRole('button', { name: 'Zoé-2', exact: true })).toBeVisible();
  await other.context().close();
});

test('the header fits, and counts the people who are here, not their tabs', async ({ browser, page, product }) => {
  await page.goto(product.url);
  const online = page.locator('[data-en-ligne]');
  await expect(online).toHaveText('1');
  const second = await page.context().newPage();
  await second.goto(product.url);
  const other = await (await browser.newContext({ locale: 'fr-FR' })).newPage();
  await other.goto(product.url);
  await expect(online).toHaveText('2');
  await expect(second.locator('[data-en-ligne]')).toHaveText('2');
  await other.context().close();
  await expect(online).toHaveText('1');
  // Nobody has said their name: the header is at its widest.
  for (const width of [1024, 1280, 1440, 1600]) {
    await page.setViewportSize({ width, height: 720 });
    const beyond = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(beyond, `${width} pixels`).toBe(0);
  }
});
