// Module 2's four experiments, done beside the panel with the course's own clients: this page, `npm run chat`, the Python client.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { enterAs } from './support/door.ts';
import { expect, test } from './support/page.ts';
import type { Product } from './support/server.ts';

const root = join(import.meta.dirname, '..');
const python = process.env.RELAIS_PYTHON || '/usr/bin/python3';

const card = (page: Page, title: string): Locator => page.getByRole('region', { name: `Expérience · ${title}` });
const ticked = (page: Page, step: string): Promise<void> =>
  expect(page.locator(`[data-etape="${step}"]`)).toHaveAttribute('data-fait', 'true');
const roomLog = (page: Page, room = 'general'): Locator =>
  page.getByRole('region', { name: `Messages de ${room}`, exact: true });

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill(text);
  await page.keyboard.press('Enter');
}

function terminal({ url }: Product, name: string) {
  const env = { ...process.env, SKIP_INSTALL: '1', SKIP_BUILD: '1' };
  return spawn(process.execPath, ['scripts/chat.mjs', new URL(url).host, name], { cwd: root, env });
}

/** The Python client as it is, on the port of this test. */
function pythonClient({ url }: Product, name: string) {
  const folder = join(root, 'lessons', '02-ordre', 'programmes');
  const code = `import sys, salon_client; salon_client.SERVEUR = sys.argv[2]; sys.exit(salon_client.main())`;
  const address = `${url.replace('http', 'ws')}/chat`;
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  return spawn(python, ['-u', '-c', code, name, address], { cwd: folder, env });
}

test('the four experiments are ticked by what the page, the terminal and the Python client did', async ({
  page,
  product,
}) => {
  await page.goto(`${product.url}/lecons/ordre/salon-presence-histoire`);
  await enterAs(page, 'Ada');
  const three = card(page, 'Trois clients, une salle');
  await three.scrollIntoViewIfNeeded();
  await expect(three).toContainText('0 / 3');
  const bob = terminal(product, 'bob');
  const carole = pythonClient(product, 'carole');
  try {
    await ticked(page, 'three');
    await expect(three).toContainText(/Ada, (bob et carole|carole et bob) dans/);
    for (const n of [1, 2, 3]) await say(page, `msg${n}`);
    for (const step of ['reached', 'burst', 'consecutive', 'order']) await ticked(page, step);
    await expect(card(page, 'Trois messages en rafale')).toContainText('numéros 1, 2 et 3 de «\u00a0general\u00a0»');

    await page.getByRole('textbox', { name: 'Salle à rejoindre' }).fill('td-2');
    await page.keyboard.press('Enter');
    await expect(roomLog(page, 'td-2')).toBeVisible();
    await say(page, 'du td');
    for (const step of ['both', 'apart', 'each']) await ticked(page, step);

    bob.stdin.write('/quit\n');
    for (const step of ['join', 'leave']) await ticked(page, step);
    carole.kill('SIGKILL');
    await ticked(page, 'lost');
    await expect(card(page, 'Arriver, partir, disparaître')).toContainText('la connexion de carole s’est perdue');

    const again = terminal(product, 'bob');
    let shown = '';
    again.stdout.on('data', (chunk) => {
      shown += chunk;
    });
    await expect.poll(() => shown).toContain('Vous êtes dans «\u00a0general\u00a0»');
    again.stdin.write('/history\n');
    await ticked(page, 'past');
    again.kill('SIGKILL');
    // What was done stays done, for this person and nobody else.
    await page.reload();
    await expect(three).toContainText('3 / 3');
  } finally {
    bob.kill('SIGKILL');
    carole.kill('SIGKILL');
  }
});
