// Reload, a lost network, a killed server: nothing acknowledged is lost, and the panel is true again without a click.
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { startProxy } from '../server/testing/proxy.ts';
import { expect, logEnd, openPanel, publish, test } from './support/page.ts';

const kafkaOf = (address: string) =>
  new Kafka({ brokers: [address], clientId: 'temoin', logLevel: logLevel.NOTHING, retry: { retries: 0 } });

test('a reload shows the same state', async ({ page, product }) => {
  await openPanel(page, product);
  await publish(page, 'capteur-7', 'avant');
  await expect(logEnd(page, 2)).toHaveText('1');
  await page.reload();
  await expect(logEnd(page, 2)).toHaveText('1');
});

test('after ten seconds without network the page is true again, and says meanwhile that its picture is old', async ({
  page,
  product,
}) => {
  const proxy = await startProxy(Number(new URL(product.url).port));
  try {
    await openPanel(page, { ...product, url: `http://localhost:${proxy.port}` });
    await publish(page, 'capteur-7', 'avant la coupure');
    await expect(logEnd(page, 2)).toHaveText('1');
    proxy.down();
    await expect(page.getByText(/Lien perdu depuis/)).toBeVisible();
    await expect(page.getByRole('button', { name: /^Publier/ })).toBeDisabled();
    const producer = kafkaOf(product.kafka).producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    for (let sent = 0; sent < 50; sent += 1) {
      await producer.send({ topic: 'demo-topic', messages: [{ key: 'capteur-7', value: String(sent) }] });
    }
    await producer.disconnect();
    await expect(page.getByText(/Lien perdu depuis 1\d/)).toBeVisible();
    proxy.mend();
    await expect(logEnd(page, 2)).toHaveText('51');
    await expect(page.getByText(/Lien perdu/)).toHaveCount(0);
  } finally {
    await proxy.close();
  }
});

test('kill -9 while a producer with acks=all writes: every acknowledged record is there, and the open page is true', async ({
  page,
  product,
}) => {
  await openPanel(page, product);
  const producer = kafkaOf(product.kafka).producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const acknowledged = new Set<string>();
  let number = 0;
  let running = true;
  const writing = (async () => {
    while (running) {
      number += 1;
      const value = `essai-${number}`;
      try {
        await producer.send({ topic: 'demo-topic', acks: -1, messages: [{ key: `k-${number % 9}`, value }] });
        acknowledged.add(value);
      } catch {
        return;
      }
    }
  })();
  await expect.poll(() => acknowledged.size).toBeGreaterThan(200);
  await product.kill();
  running = false;
  await writing;
  await producer.disconnect().catch(() => undefined);
  await expect(page.getByText(/Lien perdu depuis/)).toBeVisible();
  await product.restart();

  const seen = new Set<string>();
  const consumer = kafkaOf(product.kafka).consumer({ groupId: 'verification' });
  await consumer.connect();
  await consumer.subscribe({ topic: 'demo-topic', fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      if (message.value) seen.add(message.value.toString());
    },
  });
  await expect.poll(() => [...acknowledged].filter((value) => !seen.has(value)).length).toBe(0);
  await consumer.disconnect();

  const admin = kafkaOf(product.kafka).admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets('demo-topic');
  await admin.disconnect();
  await expect(page.getByText(/Lien perdu/)).toHaveCount(0);
  for (const { partition, high } of ends) {
    const shown = await logEnd(page, partition).textContent();
    await expect
      .poll(async () => (await logEnd(page, partition).textContent())?.replace(/\s/g, ''), { message: `${shown}` })
      .toBe(high);
  }
});
