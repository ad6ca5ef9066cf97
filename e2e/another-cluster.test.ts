// KAFKA_BROKERS: no embedded broker, the same page. The cluster is the one named when the tests are started, or an
// embedded broker in a process of its own, which the product knows only by its address.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { addConsumer, expect, group, logEnd, members, openPanel, publish } from './support/page.ts';
import { freePort, startProduct } from './support/server.ts';

const root = join(import.meta.dirname, '..');

async function startBroker(): Promise<{ address: string; stop(): void }> {
  const port = await freePort();
  const env = {
    ...process.env,
    SKIP_INSTALL: '1',
    SKIP_BUILD: '1',
    KAFKA_PORT: String(port),
    MQTT_PORT: '0',
    DATA_DIR: ':memory:',
  };
  const child: ChildProcess = spawn(process.execPath, ['scripts/broker.mjs'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes(String(port))) resolve();
    });
    child.once('exit', (code) => reject(new Error(`broker ended (${code})`)));
  });
  return { address: `localhost:${port}`, stop: () => void child.kill('SIGINT') };
}

test('the same page shows a cluster named by KAFKA_BROKERS, and marks what only the embedded Kafka can show', async ({
  page,
}) => {
  const given = process.env.KAFKA_BROKERS;
  const broker = given ? { address: given, stop: () => undefined } : await startBroker();
  const product = await startProduct({ KAFKA_BROKERS: broker.address });
  try {
    await openPanel(page, product);
    await publish(page, 'capteur-7', 'vers un autre Kafka');
    const confirmed = page.getByText(/confirmé · P2 · offset [\d\s]+ ·/);
    await expect(confirmed).toBeVisible();
    const offset = Number(/offset ([\d\s]+) ·/.exec((await confirmed.textContent()) ?? '')?.[1]?.replace(/\D/g, ''));
    const end = async () => Number((await logEnd(page, 2).textContent())?.replace(/\D/g, ''));
    await expect.poll(end).toBe(offset + 1);
    await expect(page.getByRole('region', { name: 'Producteurs' })).toContainText(/Vous.*1.message · acks=all/);
    await addConsumer(page);
    await expect(members(page, 'demo-group')).toHaveCount(1);
    await publish(page, 'capteur-7', 'encore');
    await expect.poll(end).toBe(offset + 2);
    await expect(group(page, 'demo-group').locator('[data-retard="0"]')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Producteurs' })).toContainText('seul le Kafka embarqué le montre');
  } finally {
    await product.stop();
    broker.stop();
  }
});
