// kill -9: whatever was acknowledged is there after the restart, and offsets go on where they were.

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder, until } from './testing.ts';

const standalone = fileURLToPath(new URL('./standalone.ts', import.meta.url));

async function start(dataDir: string): Promise<{ child: ChildProcess; port: number; output: () => string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', standalone], {
    env: { ...process.env, KAFKA_PORT: '0', DATA_DIR: dataDir, KAFKA_ADVERTISED_HOST: '127.0.0.1' },
    stdio: 'pipe',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  const port = await until('the ready line', () => Number(/127\.0\.0\.1:(\d+)/.exec(output)?.[1]));
  return { child, port, output: () => output };
}

const clientOf = (port: number): Kafka =>
  new Kafka({ clientId: 'test', brokers: [`127.0.0.1:${port}`], logLevel: logLevel.NOTHING, retry: { retries: 0 } });

it('keeps every acknowledged record through kill -9, twice', async () => {
  const dataDir = await temporaryFolder();
  const acknowledged = new Map<string, string>();
  for (let round = 0; round < 2; round += 1) {
    const { child, port } = await start(dataDir);
    const producer = clientOf(port).producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    let sent = 0;
    let killed = false;
    const before = acknowledged.size;
    const sending = (async () => {
      while (!killed) {
        const values = Array.from({ length: 5 }, () => `r${round}-${sent++}`);
        const sends = values.map((value) =>
          producer.send({ topic: 'orders', acks: -1, messages: [{ key: value, value }] }),
        );
        const results = await Promise.allSettled(sends);
        for (const [place, result] of results.entries()) {
          if (result.status !== 'fulfilled') continue;
          const [{ partition, baseOffset } = { partition: -1, baseOffset: '?' }] = result.value;
          acknowledged.set(`${partition}:${baseOffset}`, values[place] as string);
        }
      }
    })();
    await until('some hundred records', () => acknowledged.size > before + 300);
    child.kill('SIGKILL');
    killed = true;
    await sending;
    await producer.disconnect().catch(() => {});
  }

  const { child, port, output } = await start(dataDir);
  const found = new Map<string, string>();
  const consumer = clientOf(port).consumer({ groupId: 'g', maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic: 'orders', fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message }) =>
      void found.set(`${partition}:${message.offset}`, String(message.value)),
  });
  await until('every acknowledged record', () => found.size >= acknowledged.size && !lost(acknowledged, found));
  expect(lost(acknowledged, found)).toBeUndefined();
  await consumer.disconnect();

  child.kill('SIGTERM');
  expect(await new Promise((resolve) => child.once('exit', (code) => resolve(code)))).toBe(0);
  expect(output()).toContain('Arrêt du broker');
});

const lost = (acknowledged: Map<string, string>, found: Map<string, string>): string | undefined =>
  [...acknowledged].find(([place, value]) => found.get(place) !== value)?.[1];

it('says in one French sentence that the port is taken', async () => {
  const { port } = await start(':memory:');
  const child = spawn(process.execPath, ['--import', 'tsx', standalone], {
    env: { ...process.env, KAFKA_PORT: String(port), DATA_DIR: ':memory:' },
    stdio: 'pipe',
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  expect(await new Promise((resolve) => child.once('close', (code) => resolve(code)))).toBe(1);
  expect(output.trim()).toBe(
    `Le port ${port} est déjà pris\u00a0: arrêtez l’autre programme, ou choisissez un autre port avec KAFKA_PORT.`,
  );
});
