// One lesson done by somebody who refuses movement: nothing moves while records arrive and the group rebalances, and the list
// of events and the timeline tell it step by step.
import type { Page } from '@playwright/test';
import {
  addConsumer,
  expect,
  experiment,
  group,
  members,
  openPanel,
  publish,
  tenMessages,
  test,
} from './support/page.ts';

/** A movement shorter than a frame is a step. */
const stepMs = 1000 / 60;

/** From here on, looks at every frame at what is being animated; call the result for what moved for longer than a step. */
async function watchMovement(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript((shortest) => {
    const moved = new Set<string>();
    Object.assign(window, { moved });
    const look = () => {
      for (const { effect, playState } of document.getAnimations()) {
        if (playState !== 'running' || !(effect instanceof KeyframeEffect)) continue;
        const { endTime = 0 } = effect.getComputedTiming();
        if (Number(endTime) > shortest) moved.add(`${effect.target?.className}: ${endTime} ms`);
      }
      requestAnimationFrame(look);
    };
    look();
  }, stepMs);
  return () => page.evaluate(() => [...(window as unknown as { moved: Set<string> }).moved]);
}

test.describe('with movement refused', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('a lesson is done without anything moving, step by step', async ({ page, product }) => {
    const moved = await watchMovement(page);
    await page.goto(product.url);
    await page.getByRole('link', { name: /^3\.8\s/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Un consommateur arrêté ne perd rien');
    await expect(page.getByRole('button', { name: /^Publier/ })).toBeEnabled();
    const { card, step, done, predict } = experiment(page);

    await test.step('records arrive, and a group reads them', async () => {
      await tenMessages(page);
      await addConsumer(page);
      await done('lire');
    });
    await test.step('the group rebalances, twice', async () => {
      await addConsumer(page);
      await expect(members(page, 'demo-group')).toHaveCount(2);
      await expect(group(page, 'demo-group')).toHaveAttribute('data-phase', 'Stable');
      for (const label of ['C2', 'C1']) {
        await page.getByRole('button', { name: `arrêter ${label}` }).click();
        await expect(members(page, 'demo-group').and(page.locator(`[data-membre="${label}"]`))).toHaveCount(0);
      }
      await done('arreter');
    });
    await test.step('it resumes where it was', async () => {
      await tenMessages(page);
      await done('produire');
      await predict('predire', 'là où il s’était arrêté');
      await addConsumer(page);
      await done('predire');
      await expect(step('predire')).toContainText('Prévu');
      await expect(card).toContainText('4 / 4');
    });

    await test.step('the list of events told each step, newest first', async () => {
      const journal = page.getByRole('region', { name: 'Journal des événements' });
      await journal.getByRole('button', { name: /derniers événements/ }).click();
      const told = await journal.getByRole('listitem').allInnerTexts();
      for (const sentence of [
        /C1.*est parti proprement/,
        /C2.*est parti proprement/,
        /demo-group C3 valide P\d → \d/,
        /rééquilibrage, C2 arrive/,
      ])
        expect(
          told.some((each) => sentence.test(each)),
          `${sentence} in\n${told.join('\n')}`,
        ).toBe(true);
    });
    await test.step('the timeline goes back to any of them, and to the present', async () => {
      const timeline = page.getByRole('region', { name: 'Ligne de temps' });
      const where = timeline.getByText(/^événement\s\d/);
      const now = await where.innerText();
      await timeline.getByRole('button', { name: 'Repère précédent' }).click();
      await expect(page.getByText('vue en pause')).toBeVisible();
      await expect(where).not.toHaveText(now);
      await timeline.getByRole('button', { name: 'Événement suivant' }).click();
      await timeline.getByRole('button', { name: 'Reprendre en direct' }).click();
      await expect(page.getByText('vue en pause')).toHaveCount(0);
      await expect(timeline.getByText('en direct', { exact: true })).toBeVisible();
    });

    expect(await moved()).toEqual([]);
    await page.getByRole('link', { name: /^Suivant/ }).click();
    await expect(page).toHaveURL(/depuis-le-debut-ou-la-fin$/);
  });
});

test('where movement is not refused, the same watch sees some', async ({ page, product }) => {
  const moved = await watchMovement(page);
  await openPanel(page, product);
  await publish(page, 'capteur-7', 'un message qui arrive');
  await expect.poll(moved).not.toEqual([]);
});
