// A lesson of module 2 done with the keyboard alone, from the home page to its questions.
import { choose, press, tabTo } from './support/keyboard.ts';
import { expect, test } from './support/page.ts';

test.use({ shared: true });

test('a lesson on order is opened, run, looked at from its words, and its questions answered, with the keyboard alone', async ({
  page,
  product,
}) => {
  await page.goto(product.url);
  const last = page.locator('[data-dernier]');

  await test.step('opened from the home page', async () => {
    await tabTo(page, page.getByRole('link', { name: /^2\.\d+\s+FIFO, causal, total/ }));
    await press(page, 'Enter');
    await expect(page.getByRole('heading', { level: 1, name: /^FIFO, causal, total/ })).toBeVisible();
    await expect(last).toContainText('Rien n’est encore parti');
  });

  await test.step('a word of the text lights what it names', async () => {
    await tabTo(page, page.getByRole('article').getByRole('button', { name: 'horloge', exact: true }));
    await press(page, 'Enter');
    await expect(page.locator('[data-lit]').first()).toBeVisible();
  });

  await test.step('run under causal order, up to a message that waits', async () => {
    await tabTo(page, page.getByRole('radio', { name: 'aucun ordre' }));
    await choose(page, page.getByRole('radio', { name: 'causal', exact: true }));
    await tabTo(page, page.getByRole('button', { name: 'Repère suivant' }));
    for (let presses = 0; !(await last.textContent())?.includes('B1 arrive trop tôt'); presses += 1) {
      expect(presses).toBeLessThan(12);
      await press(page, 'Enter');
    }
    await expect(last).toContainText('chez Chloé');
    await expect(last).toContainText('il attend A1 d’Alice');
  });

  await test.step('its questions', async () => {
    const quiz = page.getByRole('region', { name: /^Quiz de la page/ });
    await tabTo(page, page.getByRole('article').getByRole('link').last(), 'back');
    await expect(quiz).toBeVisible();
    await expect(quiz.getByRole('radio').first()).toBeVisible();
    await tabTo(page, quiz.getByRole('radio'), 'back');
    await choose(page, quiz.getByRole('radio', { name: /^Oui/ }));
    await tabTo(page, quiz.getByRole('button', { name: 'Vérifier' }));
    await press(page, 'Enter');
    await expect(quiz).toContainText('FIFO ne compare que les messages d’un même émetteur');
  });
});
