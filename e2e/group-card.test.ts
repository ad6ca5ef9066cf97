// What a group's card says when numbers are large, when a member's program is cut, and who is called what afterwards.
import { addConsumer, expect, group, members, openPanel, recordsShown, tenMessages, test } from './support/page.ts';

test('large lags stay inside the card of an empty group, and labels are never given twice', async ({
  page,
  product,
}) => {
  await openPanel(page, product);
  await tenMessages(page);
  await addConsumer(page);
  for (const all of [/P0\s: 5 − 5 = 0/, /P1\s: 2 − 2 = 0/, /P2\s: 3 − 3 = 0/])
    await expect(members(page, 'demo-group').first()).toContainText(all);
  await page.getByRole('button', { name: 'tuer C1' }).click();
  await expect(members(page, 'demo-group').first()).toContainText(/connexion coupée.*délai de session, \d+.s/);
  const card = group(page, 'demo-group');
  await expect(card).toHaveAttribute('data-phase', 'Empty');
  for (const bursts of [1, 2]) {
    await page.getByRole('button', { name: 'Rafale' }).click();
    await expect.poll(() => recordsShown(page)).toBe(10 + bursts * 1_000);
  }
  await expect(card.locator('[data-retard]')).toHaveText(/retard 2.000/);
  expect(await card.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  const box = await card.boundingBox();
  const lag = await card.locator('[data-retard]').boundingBox();
  expect((lag?.x ?? 0) + (lag?.width ?? 0)).toBeLessThanOrEqual((box?.x ?? 0) + (box?.width ?? 0));
  await addConsumer(page);
  await expect(members(page, 'demo-group').first()).toHaveAttribute('data-membre', 'C2');
});

test('a slow reader’s lag is told in seconds and with its direction, in words, on the projector too', async ({
  page,
  product,
}) => {
  await openPanel(page, product);
  await page.getByRole('button', { name: 'Dix messages' }).click();
  await addConsumer(page);
  await expect(members(page, 'demo-group').locator('[data-retard="0"]')).toBeVisible();
  await page.getByRole('combobox', { name: 'lenteur de C1, par message' }).selectOption('10000');
  await page.getByRole('button', { name: 'Dix messages' }).click();
  const lag = group(page, 'demo-group').locator('[data-retard-total]');
  await expect(lag).toHaveText(/retard total [1-9]\d?.*(≈\s\d+\ss).*augmente/);
  await page.goto(`${product.url}/labo/kafka?projection`);
  await expect(lag).toHaveText(/≈\s\d+\ss/);
  const age = lag.locator('[data-attente]');
  expect(await age.evaluate((node) => Number.parseFloat(getComputedStyle(node).fontSize))).toBeGreaterThanOrEqual(24);
});

test('each key of a burst reaches its partition, and all three get some', async ({ page, product }) => {
  await openPanel(page, product);
  await page.getByRole('button', { name: 'Rafale' }).click();
  for (const partition of [0, 1, 2]) await expect(page.locator(`[data-fin="${partition}"]`)).not.toHaveText('0');
});
