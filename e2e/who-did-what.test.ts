// The journal names who acted, in class; on a projector nobody is named.
import { enterAs } from './support/door.ts';
import { addConsumer, expect, members, openPanel, publish, test } from './support/page.ts';

test('another page reads who did what, and the projector names nobody', async ({ browser, page: ada, product }) => {
  await openPanel(ada, product);
  await enterAs(ada, 'Ada');
  const zoe = await (await browser.newContext({ locale: 'fr-FR' })).newPage();
  await openPanel(zoe, product);
  const journal = zoe.getByRole('region', { name: 'Journal des événements' });

  await ada.getByRole('button', { name: 'Créer un topic' }).click();
  await ada.getByRole('textbox', { name: 'nom', exact: true }).fill('mesures');
  await ada.getByRole('button', { name: 'Créer', exact: true }).click();
  await expect(journal).toContainText(/Ada crée le topic mesures\s: 3\spartitions/);
  await publish(ada, 'capteur-7', 'bonjour');
  await expect(journal).toContainText('Ada → P');
  await addConsumer(ada);
  await expect(journal).toContainText('Ada ajoute un consommateur à demo-group');
  await expect(zoe.locator('[aria-live="polite"]', { hasText: 'Ada ajoute un consommateur' })).toHaveCount(1);
  await expect(members(ada, 'demo-group')).toHaveCount(1);
  await ada.getByRole('button', { name: 'pause C1' }).click();
  await expect(journal).toContainText('Ada met C1 en pause');
  await ada.getByRole('button', { name: 'tuer C1' }).click();
  await expect(journal).toContainText('Ada tue C1');
  await expect(ada.getByRole('region', { name: 'Journal des événements' })).toContainText('vous tuez C1');

  await zoe.goto(`${product.url}/labo/kafka?projection`);
  await expect(journal).toContainText('un élève tue C1');
  await expect(zoe.locator('main')).not.toContainText('Ada');
  await zoe.context().close();
});
