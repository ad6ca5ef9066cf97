// Two consumers in demo-group: who got which partition, position, committed offset, lag; then a kill and a clean stop.
import { addConsumer, expect, group, lesson, members, openPanel, test } from './support/page.ts';

test('two consumers share the partitions; one is killed, the other takes over and then leaves cleanly', async ({
  page,
  product,
}) => {
  const demo = group(page, 'demo-group');
  await openPanel(page, product, lesson);

  await test.step('who got which partition, position, committed offset and lag', async () => {
    await addConsumer(page);
    await expect(members(page, 'demo-group')).toHaveCount(1);
    await addConsumer(page);
    await expect(members(page, 'demo-group')).toHaveCount(2);
    await expect(demo).toHaveAttribute('data-phase', 'Stable');
    await expect(demo.getByText(/← P\d, P\d/)).toHaveCount(1);
    await expect(demo.getByText(/← P\d$/)).toHaveCount(1);
    await page.getByRole('button', { name: 'Dix messages' }).click();
    await expect(page.getByRole('region', { name: 'Producteurs' })).toContainText('10 messages');
    await expect(demo.locator('[data-retard="0"]')).toHaveCount(2);
  });

  await test.step('a killed consumer is evicted after its silence', async () => {
    const victim = await members(page, 'demo-group').first().getAttribute('data-membre');
    await page.getByRole('button', { name: `tuer ${victim}` }).click();
    await expect(members(page, 'demo-group')).toHaveCount(1);
    await expect(demo).toContainText('ne donne plus signe de vie');
    await expect(demo.getByText('← P0, P1, P2')).toBeVisible();
  });

  await test.step('a stopped consumer leaves at once', async () => {
    await page.getByRole('button', { name: /^arrêter / }).click();
    await expect(demo).toHaveAttribute('data-phase', 'Empty');
    await expect(demo).toContainText('est parti proprement');
  });
});
