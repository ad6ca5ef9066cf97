// An exercise of the chat on its page: the program appears by its name, points are ticked, a mistake is named, and nobody else sees it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { enterAs } from './support/door.ts';
import { expect, test } from './support/page.ts';

const python = process.env.RELAIS_PYTHON || '/usr/bin/python3';
const programs = join(import.meta.dirname, '..', 'server', 'labs', 'exercices-salon', 'programs');

const passed = (page: Page): Promise<number> => page.locator('[data-point][data-verdict="passed"]').count();

async function open(page: Page, url: string, path: string, name: string): Promise<string> {
  await page.goto(`${url}${path}`);
  await enterAs(page, name);
  await page.locator('[data-exercice], :text("L’expérience arrive")').first().scrollIntoViewIfNeeded();
  return page.locator('[data-salle-exercice]').innerText();
}

test('a program is judged on the page of its person alone, by what it sent and received', async ({
  browser,
  page,
  product,
}) => {
  const path = '/lecons/ordre/exercice-accuses';
  const chat = `${product.url.replace('http', 'ws')}/chat`;
  const run = (room: string, fault: string) =>
    spawn(python, ['-u', join(programs, 'accuses.py'), chat, room, 'Ada-py', fault]);
  const room = await open(page, product.url, path, 'Ada');
  expect(room).toMatch(/^exercice-accuses-[a-z0-9]{8}$/);
  await expect(page.getByText(/J’attends votre programme/)).toBeVisible();
  const context = await browser.newContext({ locale: 'fr-FR' });
  const other = await context.newPage();
  expect(await open(other, product.url, path, 'Bob')).not.toBe(room);

  const hasty = run(room, 'ack-before');
  const over = new Promise((resolve) => hasty.once('exit', resolve));
  await expect(page.locator('[data-programme="Ada-py"]')).toBeVisible();
  await expect(page.locator('[data-erreur="ack-before"]')).toContainText('Acquitte avant d’avoir traité');
  await expect(page.locator('[data-point="acquitte"]')).toHaveAttribute('data-verdict', 'not-yet');
  // It goes on to the last word, then ends by itself.
  await over;

  const right = run(room, '');
  await expect.poll(() => passed(page), { timeout: 30_000 }).toBe(6);
  await expect(page.locator('[data-erreur]')).toHaveCount(0);
  await expect(page.getByText('La partie est allée jusqu’au bout.')).toBeVisible();
  right.kill('SIGKILL');
  await page.getByRole('button', { name: 'Un indice' }).click();
  await page.locator('summary').filter({ hasText: 'Ce qui s’est dit' }).click();
  await expect(page.getByRole('region', { name: 'Échanges de la partie' })).toContainText('coupe la connexion');
  await expectAccessible(page, 'exercise');
  await expect(other.locator('[data-programme]')).toHaveCount(0);
});

test('the token of the page proves a program to be its person, in the exercise on private messages', async ({
  context,
  page,
  product,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const room = await open(page, product.url, '/lecons/ordre/exercice-messages-prives', 'Ada');
  await page.getByRole('button', { name: 'Demander mon jeton' }).click();
  const line = page.locator('p').filter({ has: page.locator('[data-jeton]') });
  await line.getByRole('button', { name: 'Copier' }).click();
  await expect(line.getByRole('button', { name: 'Copié' })).toBeVisible();
  const token = await page.evaluate(() => navigator.clipboard.readText());
  expect(await page.content()).not.toContain(token);
  const chat = `${product.url.replace('http', 'ws')}/chat`;
  const program = spawn(python, ['-u', join(programs, 'prive.py'), chat, room, 'Ada', token]);
  await expect.poll(() => passed(page), { timeout: 30_000 }).toBe(5);
  await expect(page.locator('[data-erreur]')).toHaveCount(0);
  program.kill('SIGKILL');
});

test('history is found again, or said to be gone, on its page too', async ({ page, product }) => {
  const room = await open(page, product.url, '/lecons/ordre/exercice-histoire', 'Ada');
  const chat = `${product.url.replace('http', 'ws')}/chat`;
  const wrong = spawn(python, ['-u', join(programs, 'histoire.py'), chat, room, 'Ada-py', 'numbers-unused']);
  await expect(page.locator('[data-erreur="numbers-unused"]')).toContainText('Les numéros ne servent pas');
  wrong.kill('SIGKILL');
  const right = spawn(python, ['-u', join(programs, 'histoire.py'), chat, room, 'Ada-bis']);
  await expect.poll(() => passed(page), { timeout: 30_000 }).toBe(7);
  right.kill('SIGKILL');
});
