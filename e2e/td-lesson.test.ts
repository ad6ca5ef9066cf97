// The TD as a student lives it: the statement, a skeleton, programs of one's own, and what the page says of them.
import { expect, test } from './support/page.ts';
import { type Program, runTd } from './support/programs.ts';
import type { Product } from './support/server.ts';

const statement = '/lecons/td/votre-programme';

const run = (role: 'producteur' | 'consommateur', where: Product, settings: Record<string, string> = {}): Program =>
  runTd('td-kafkajs.mjs', where, { ROLE: role, ...settings });

test('right programs are passed line by line, a crash included; a wrong one is named, and its page is shown', async ({
  page,
  product,
}) => {
  test.slow();
  await page.goto(product.url + statement);
  const correction = page.getByRole('region', { name: 'Correction automatique' });
  const card = (name: string) => correction.locator(`[data-carte="Votre ${name}"]`);
  const rules = (name: string) => card(name).locator('[data-regle]');
  const passed = (name: string) => card(name).locator('[data-regle][data-verdict="reussi"]');

  await test.step('a skeleton is there to download, and is not the solution', async () => {
    const link = page.getByRole('article').getByRole('link', { name: 'producteur_td.py' });
    const response = await page.request.get(product.url + (await link.getAttribute('href')));
    expect(await response.text()).toContain('À FAIRE');
  });

  await test.step('the correction says what to write at the top of the programs', async () => {
    await page.getByRole('heading', { name: 'Observer' }).scrollIntoViewIfNeeded();
    await expect(correction).toContainText('J’attends votre programme');
    await expect(correction).toContainText('TOPIC = "commandes_machines_td"');
    await expect(rules('producteur')).toHaveCount(7);
    await expect(rules('consommateur')).toHaveCount(7);
    await correction.getByRole('combobox', { name: /un travail dure/ }).selectOption('200');
  });

  await test.step('a right producer', async () => {
    expect(await run('producteur', product).ended).toBe(0);
    await expect(passed('producteur')).toHaveCount(7);
    await expect(card('producteur')).toContainText('clé LOT_42');
  });

  await test.step('a right consumer, killed in the middle of its work, then run to its end', async () => {
    const first = run('consommateur', product, { TRAVAIL: '30' });
    await first.prints(/commence/);
    first.signal('SIGKILL');
    await first.ended;
    expect(await run('consommateur', product).ended).toBe(0);
    await expect(passed('consommateur')).toHaveCount(7);
  });

  await test.step('a producer without a key is named, with advice and the page to read again', async () => {
    expect(await run('producteur', product, { FAUTE: 'sans-cle' }).ended).toBe(0);
    const line = card('producteur').locator('[data-erreur="sans-cle"]');
    await expect(line).toContainText('Message sans clé');
    await line.getByText('Que faire').click();
    await expect(line.getByRole('link', { name: 'Relire la leçon' })).toHaveAttribute('href', /^\/lecons\//);
  });
});
