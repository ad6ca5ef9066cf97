// The first experiment, from the page alone: every step is ticked by what was observed.
import { addConsumer, expect, group, lesson, members, openPanel, test } from './support/page.ts';

test('« répartition de charge » is ticked by evidence, step after step', async ({ page, product }) => {
  test.setTimeout(120_000);
  await openPanel(page, product, lesson);
  const card = page.getByRole('region', { name: /^Expérience · / });
  await card.scrollIntoViewIfNeeded();
  const steps = card.locator('[data-etape]');
  await expect(steps).toHaveCount(4);
  const done = (index: number) => expect(steps.nth(index)).toHaveAttribute('data-fait', 'true', { timeout: 30_000 });
  await expect(card.locator('[data-fait="true"]')).toHaveCount(0);

  await addConsumer(page);
  await expect(members(page, 'demo-group')).toHaveCount(1);
  await addConsumer(page);
  await done(0);
  await expect(steps.nth(0)).toContainText(/observé.*C1 → /);

  await page.getByRole('button', { name: 'Dix messages' }).click();
  await done(1);
  await expect(steps.nth(1)).toContainText(/10.messages/);

  await steps
    .nth(2)
    .getByText(/attend$/)
    .click();
  await expect(steps.nth(2).getByRole('radio', { name: /attend$/ })).toBeChecked();
  await addConsumer(page);
  await expect(members(page, 'demo-group')).toHaveCount(3);
  await addConsumer(page);
  await done(2);
  await expect(steps.nth(2)).toContainText('Prévu');
  await expect(group(page, 'demo-group')).toContainText('plus de consommateurs que de partitions');

  const owner = members(page, 'demo-group').and(page.locator('[data-statut="owner"]')).first();
  await page.getByRole('button', { name: `tuer ${await owner.getAttribute('data-membre')}` }).click();
  await done(3);

  await card.getByRole('button', { name: 'Recommencer l’expérience' }).click();
  await expect(card.locator('[data-fait="true"]')).toHaveCount(0);
});
