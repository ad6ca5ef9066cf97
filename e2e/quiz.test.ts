// The quiz of module 3, by keyboard, on the real broker; and the pages of the module stand still in their frame.
import { expect, openPanel, test } from './support/page.ts';

const quizPage = '/lecons/kafka/synthese-et-quiz';

test('a quiz is answered by keyboard, shown in the panel, left and found again', async ({ page, product }) => {
  await openPanel(page, product, quizPage);
  const quiz = page.getByRole('region', { name: /^Quiz · / });
  await quiz.getByRole('radio').first().focus();

  await test.step('a wrong answer says why, and gives nothing away', async () => {
    const wrong = quiz.getByRole('radio', { name: 'Un consommateur a lu le message.' });
    while (!(await wrong.isChecked())) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(quiz.getByText('Pas encore.')).toBeVisible();
    await expect(quiz.getByText('acks parle d’écriture')).toHaveCount(0);
  });

  await test.step('trying again shuffles, and a right answer is explained', async () => {
    await quiz.getByRole('button', { name: 'Réessayer' }).press('Enter');
    await expect(quiz.getByRole('heading', { name: /Que garantit/ })).toBeFocused();
    await quiz.getByRole('radio', { name: /écrit dans une partition/ }).press('Space');
    await page.keyboard.press('Enter');
    await expect(quiz.getByText('Réussi.')).toBeVisible();
    await expect(quiz.getByRole('button', { name: 'Question 1, réussie' })).toBeVisible();
  });

  await test.step('what it shows really happens on the broker', async () => {
    await quiz.getByRole('button', { name: 'Voir dans le panneau' }).press('Enter');
    await expect(quiz.getByText('Fait, et montré dans le panneau.')).toBeVisible();
    await expect(page.getByRole('button', { name: /clé quiz, partition/ })).toBeVisible();
  });

  await test.step('it is found again after a reload, at the next question', async () => {
    await page.reload();
    await expect(quiz.getByText('Question 2 sur')).toBeVisible();
    await expect(quiz.getByRole('button', { name: 'Question 1, réussie' })).toBeVisible();
  });
});

test('a page ends with its own questions, which come when one reaches them', async ({ page, product }) => {
  await openPanel(page, product, '/lecons/kafka/un-topic-est-un-journal-decoupe');
  const own = page.getByRole('region', { name: /^Quiz de la page/ });
  await expect(own).toHaveCount(0);
  await page.getByRole('heading', { name: 'Vérifiez-vous' }).scrollIntoViewIfNeeded();
  await own.getByRole('radio', { name: /deux partitions, que rien n’ordonne/ }).check();
  await own.getByRole('button', { name: 'Vérifier' }).click();
  await expect(own.getByText('Réussi.')).toBeVisible();
  await page.goto(product.url);
  await expect(page.getByText(/questions de fin de page\s: 1\sréussie sur 2/)).toBeVisible();
});

test('a page beside a panel never scrolls as a whole: only its columns do', async ({ page, product }) => {
  for (const path of [quizPage, '/lecons/kafka/un-groupe-se-partage-les-partitions']) {
    await openPanel(page, product, path);
    const beyond = () => page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
    await expect.poll(beyond).toBeLessThanOrEqual(0);
  }
});
