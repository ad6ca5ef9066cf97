// The quiz of module 2: what a wrong answer believes is shown failing, in the panel it speaks of.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/page.ts';

test.use({ shared: true });

async function goWrong(page: Page, quiz: Locator, option: RegExp): Promise<void> {
  await quiz.getByRole('radio', { name: option }).check();
  await quiz.getByRole('button', { name: 'Vérifier' }).click();
  await expect(quiz.getByText('Pas encore.')).toBeVisible();
  await quiz.getByRole('button', { name: 'Voir dans le panneau' }).click();
  await expect(quiz.getByRole('status').getByText('Fait, et montré dans le panneau.')).toBeVisible();
  await expect(page.locator('[data-lit]').first()).toBeVisible();
}

test('on a page, a question shows in the panel beside it, the past left behind', async ({ page, product }) => {
  await page.goto(`${product.url}/lecons/ordre/router-par-sujet`);
  await page.getByRole('button', { name: 'Publier', exact: true }).click();
  await expect(page.locator('[data-dernier]')).toContainText('La publication 1 atteint');
  await page.keyboard.press('Home');
  await page.getByRole('heading', { name: 'Vérifiez-vous' }).scrollIntoViewIfNeeded();
  const quiz = page.getByRole('region', { name: /^Quiz de la page/ });
  await goWrong(page, quiz, /Alice et Bob la reçoivent/);
  const alice = page.getByRole('article', { name: 'Abonné Alice' });
  await expect(alice.locator('[data-cible="raison"]')).toHaveText('le sujet est sport, et non sports.');
  await expect(page.getByRole('button', { name: 'Revenir au panneau de la page' })).toHaveCount(0);
});

test('the quiz of the module brings the panel of the question, and gives the page its own back', async ({
  page,
  product,
}) => {
  await page.goto(`${product.url}/lecons/ordre/synthese-et-quiz`);
  const own = page.getByRole('region', { name: 'FIFO, causal, total', exact: true });
  await expect(own).toBeVisible();
  const quiz = page.getByRole('region', { name: /^Quiz · / });
  const toQuestion = async (text: RegExp) => {
    const heading = quiz.getByRole('heading', { name: text });
    while (!(await heading.isVisible())) await quiz.getByRole('button', { name: 'Suivante' }).click();
  };
  await goWrong(page, quiz, /Publier chaque mesure une fois de plus/);
  const routing = page.getByRole('region', { name: 'Routage', exact: true });
  await expect(routing.locator('[data-dernier]')).toContainText('atteint 2\u00a0abonnés sur 5');
  await expect(own).toHaveCount(0);
  await expectAccessible(page, 'another panel');
  await toQuestion(/Que devient ce message/);
  await goWrong(page, quiz, /Le broker le renvoie au redémarrage/);
  const david = page.getByRole('article', { name: 'Abonné David' });
  await expect(david).toHaveAttribute('data-lien', 'crashed');
  await page.getByRole('button', { name: 'Relancer David' }).click();
  await expect(david.locator('[data-bilan="lost"]')).toHaveText('1\u00a0perdu\u00a0: 1');
  await page.getByRole('button', { name: 'Revenir au panneau de la page' }).click();
  await expect(own).toBeVisible();
  await page.getByRole('link', { name: /10\. Cinq systèmes/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('cinq systèmes');
  await expect(own).toBeVisible();
});
