// One lesson done with the keyboard alone, as somebody without a mouse does it: no click, no focus given by the test.

import { choose, press, tabTo } from './support/keyboard.ts';
import { expect, experiment, members, recordsShown, test } from './support/page.ts';

test('a lesson is opened, read, predicted, run, observed and left with the keyboard alone', async ({
  page,
  product,
}) => {
  await page.goto(product.url);
  const { card, step, done } = experiment(page);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });

  await test.step('opened from the home page', async () => {
    await tabTo(page, page.getByRole('link', { name: /^3\.6\s/ }));
    await press(page, 'Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Deux groupes reçoivent tout' })).toBeVisible();
    await expect(button(/^Publier/)).toBeEnabled();
  });

  await test.step('read: past the header, and down the text', async () => {
    await tabTo(page, page.getByRole('link', { name: 'Aller au contenu' }));
    await press(page, 'Enter');
    const word = page.getByRole('article').getByRole('button', { name: 'groupe', exact: true }).first();
    await tabTo(page, word);
    const top = () => word.evaluate((node) => node.getBoundingClientRect().top);
    const before = await top();
    await press(page, 'ArrowDown');
    await expect.poll(top).toBeLessThan(before);
  });

  await test.step('run: a first group, then another', async () => {
    await tabTo(page, button('+ Consommateur'));
    await press(page, 'Enter');
    await done('premier');
    await tabTo(page, button('Réglages du prochain consommateur'));
    await press(page, 'Enter');
    await tabTo(page, page.getByRole('textbox', { name: 'groupe', exact: true }));
    await press(page, 'ControlOrMeta+a');
    await page.keyboard.type('audit');
    await press(page, 'Escape');
    await expect(button('Réglages du prochain consommateur')).toBeFocused();
    await tabTo(page, button('+ Consommateur'), 'back');
    await press(page, 'Enter');
    await done('deuxieme');
    await expect(members(page, 'audit')).toHaveCount(1);
  });

  await test.step('predicted', async () => {
    await tabTo(page, step('predire').getByRole('radio'), 'back');
    await choose(page, step('predire').getByRole('radio', { name: 'chaque groupe les reçoit tous' }));
  });

  await test.step('run and observed: the step is ticked, the prediction marked', async () => {
    await tabTo(page, button('Dix messages'));
    await press(page, 'Enter');
    await done('predire');
    await expect(step('predire')).toContainText('Prévu');
    await expect(card).toContainText('3 / 3');
    await expect.poll(() => recordsShown(page)).toBe(10);
  });

  await test.step('modified: one message of one’s own, and where it went', async () => {
    await tabTo(page, page.getByRole('textbox', { name: 'clé', exact: true }));
    await press(page, 'ControlOrMeta+a');
    await page.keyboard.type('capteur-3');
    await press(page, 'Enter');
    await expect(page.getByText(/confirmé · P1 · offset \d+ ·/)).toBeVisible();
  });

  await test.step('looked at again: the past event by event, the table, the list of keys', async () => {
    await tabTo(page, page.getByRole('slider', { name: 'Revenir à un événement' }));
    await press(page, 'Home');
    await expect(page.getByText('vue en pause')).toBeVisible();
    await tabTo(page, button(/^aller en direct/));
    await press(page, 'Enter');
    await expect(page.getByText('vue en pause')).toHaveCount(0);
    await press(page, 't');
    await expect(page.getByRole('table').first()).toBeVisible();
    await press(page, 't');
    await press(page, '?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await press(page, 'Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('left for the next page', async () => {
    await tabTo(page, page.getByRole('link', { name: /^Suivant/ }), 'back');
    await press(page, 'Enter');
    await expect(page).toHaveURL(/\/lecons\/kafka\/quand-le-groupe-se-reequilibre$/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Quand le groupe se rééquilibre');
  });
});
