// The workshop on any Kafka: one lot in order, a death between work and commit, several lots at once. What a cluster does not do on
// demand is switched off, and said.

import { enterAs } from './support/door.ts';
import { shows, test } from './support/either-kafka.ts';
import { expect } from './support/page.ts';
import { flip, launch, lots, machineOf, openWorkshop, verdict } from './support/workshop.ts';

/** A group waits for its members, and for a dead one: ten seconds on a real cluster. */
const patience = { timeout: 60_000 };

test('one lot in order, a death between work and commit replayed, several lots at once', async ({ page, product }) => {
  test.setTimeout(180_000);
  if (product.sandbox !== null) {
    await page.goto(product.url);
    await enterAs(page, product.sandbox);
  }
  await openWorkshop(page, product);
  await launch(page, 'Plusieurs lots');
  await expect(machineOf(page, 'M1')).toHaveAttribute('data-etat', 'works', patience);
  await expect(lots(page)).toHaveCount(3);
  await expect(verdict(page)).toHaveAttribute('data-verdict', 'kept', patience);
  await flip(page, 'Mourir entre (a) et (b)');
  await page.getByRole('combobox', { name: 'consommateurs' }).selectOption('1');
  await launch(page, 'Lancer LOT_42');
  await expect(page.locator('[data-dernier]')).toContainText('Panne', patience);
  await page.getByRole('button', { name: 'Redémarrer le consommateur' }).click();
  await expect(verdict(page)).toHaveAttribute('data-verdict', 'kept', patience);
  await expect(page.getByRole('list', { name: 'Passages' })).toContainText('(rejoué)');
  const lost = page.getByRole('switch', { name: 'Perdre un accusé' });
  if (shows.programs) await expect(lost).toBeEnabled();
  else {
    await expect(lost).toBeDisabled();
    await expect(page.getByText('un vrai Kafka ne le fait pas sur demande').first()).toBeVisible();
  }
});
