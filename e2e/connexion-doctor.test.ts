// The doctor while real programs try: each stage as a student would meet it, and the commands that the page itself gives.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { enterAs } from './support/door.ts';
import { expect, test } from './support/page.ts';
import { kcatMissing, pythonMissing } from './support/programs.ts';

const python = process.env.RELAIS_PYTHON || '/usr/bin/python3';
const doctor = '/labo/connexion';
const card = (page: Page, cause: string) => page.locator(`[data-cause="${cause}"]`).first();
const rung = (page: Page, cause: string, name: string) => card(page, cause).locator(`[data-marche="${name}"]`);

test('nothing, HTTP, TLS and silence are told apart', async ({ page, product }) => {
  await page.goto(product.url + doctor);
  await expect(page.locator('[data-rien]')).toContainText('Rien n’est arrivé sur le port');
  const port = Number(product.kafka.split(':')[1]);
  await fetch(`http://localhost:${port}/`).catch(() => {});
  await expect(card(page, 'not-kafka')).toContainText('requête HTTP');
  await expect(rung(page, 'not-kafka', 'kafka')).toHaveAttribute('data-verdict', 'no');
  await fetch(`https://localhost:${port}/`).catch(() => {});
  await expect(card(page, 'not-kafka')).toContainText('TLS');
  const mute = connect({ port, host: '127.0.0.1' });
  await expect(card(page, 'mute')).toContainText('muet');
  mute.destroy();
  await expect(card(page, 'probe')).toBeVisible();
});

test('the program that the page gives, copied as it is, goes to the end', async ({ page, product }) => {
  test.skip(pythonMissing !== null, pythonMissing ?? '');
  await page.goto(product.url + doctor);
  await enterAs(page, 'Zoé');
  const code = (await page.locator('pre code').allInnerTexts()).find((text) => text.includes('KafkaProducer')) ?? '';
  const file = join(mkdtempSync(join(tmpdir(), 'relais-essai-')), 'essai.py');
  writeFileSync(file, code);
  const { status, stdout } = spawnSync(python, [file], { encoding: 'utf8', timeout: 60_000 });
  expect([status, stdout]).toEqual([0, expect.stringContaining('offset')]);
  await expect(card(page, 'works')).toContainText('écrit dans demo-topic');
  await expect(card(page, 'works')).toContainText('essai.py');
  for (const name of ['reached', 'kafka', 'metadata', 'back', 'work'])
    await expect(rung(page, 'works', name)).toHaveAttribute('data-verdict', 'yes');
});

test('the kcat command that the page gives works too', async ({ page, product }) => {
  test.skip(kcatMissing !== null, kcatMissing ?? '');
  await page.goto(product.url + doctor);
  await page.getByText('kcat', { exact: true }).click();
  const command = (await page.locator('pre code').allInnerTexts()).find((text) => text.includes('kcat -P')) ?? '';
  expect(spawnSync('sh', ['-c', command], { timeout: 60_000 }).status).toBe(0);
  await expect(card(page, 'works')).toContainText('kcat');
});

test.describe('with an advertised address that nobody reaches', () => {
  test.use({ settings: { KAFKA_ADVERTISED_HOST: 'injoignable.localdomain.invalid' } });

  test('it is named before, and while a program tries', async ({ page, product }) => {
    test.skip(pythonMissing !== null, pythonMissing ?? '');
    await page.goto(product.url + doctor);
    await expect(page.getByRole('note')).toContainText('ne répond pas au serveur lui-même');
    const bootstrap = `localhost:${product.kafka.split(':')[1]}`;
    const source = `from kafka import KafkaProducer\np = KafkaProducer(bootstrap_servers="${bootstrap}", client_id="perdu.py")\np.send("t", b"x")\np.flush(25)`;
    const child = spawn(python, ['-c', source], { stdio: 'ignore' });
    await expect(card(page, 'advertised-dead')).toContainText('perdu.py');
    await expect(rung(page, 'advertised-dead', 'metadata')).toHaveAttribute('data-verdict', 'yes');
    child.kill('SIGKILL');
  });
});
