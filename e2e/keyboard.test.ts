// The keys of the course: the list that freezes the view, pages, the sandbox.
import { enterAs } from './support/door.ts';
import { expect, logEnd, openPanel, publish, test } from './support/page.ts';

const second = '/lecons/kafka/un-topic-est-un-journal-decoupe';

test('the list of keys freezes the view, says so, and gives it back', async ({ page, product }) => {
  await openPanel(page, product);
  await publish(page, 'capteur-7', 'un');
  await expect(logEnd(page, 2)).toHaveText('1');
  await page.getByRole('heading', { name: 'Kafka en direct', level: 2 }).click();
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Raccourcis clavier' });
  await expect(list).toContainText('La vue est en pause');
  for (const label of ['événement précédent', 'repère suivant', 'tableau ou dessin', 'mode projecteur', 'bac à sable'])
    await expect(list).toContainText(label);
  await expect(page.getByText('vue en pause', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('vue en pause', { exact: true })).toBeHidden();
  // What was frozen on purpose stays frozen.
  await page.keyboard.press(' ');
  await page.keyboard.press('?');
  await expect(list).toContainText('La vue était en pause');
  await page.keyboard.press('Escape');
  await expect(page.getByText('vue en pause', { exact: true })).toBeVisible();
});

test('N and B turn the pages of the course, F goes to the sandbox and back', async ({ page, product }) => {
  await openPanel(page, product, second);
  await enterAs(page, 'Zoé');
  const title = page.getByRole('heading', { level: 1 });
  const here = await title.innerText();
  await page.getByText('Au bout de cette page').click();
  await page.keyboard.press('n');
  await expect(title).not.toHaveText(here);
  await page.keyboard.press('b');
  await expect(title).toHaveText(here);
  await page.keyboard.press('f');
  await expect(page.getByRole('region', { name: 'Bac à sable' })).toContainText('zoe.demo-topic');
  const frame = page.getByRole('region', { name: 'Kafka en direct', exact: true });
  await expect(frame).toContainText('bac à sable');
  await expect(frame).toHaveAttribute('data-bac', 'true');
  await page.keyboard.press('f');
  await expect(page.getByRole('region', { name: 'Bac à sable' })).toBeHidden();
  await expect(frame).not.toHaveAttribute('data-bac');
});
