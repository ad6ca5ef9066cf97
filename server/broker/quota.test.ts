// Quotas (KIP-219): answered at once with a throttle time, then not listened to for that long. kafkajs waits by itself.

import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { expect, it, onTestFinished } from 'vitest';
import { produce } from './apis/00-produce/messages.ts';
import { fetch } from './apis/01-fetch/messages.ts';
import { metadata } from './apis/03-metadata/messages.ts';
import { encodeBatch } from './protocol/encode-batch.ts';
import { rawClient, testBroker } from './testing.ts';

const bytes = 20_000;
const batch = () => ({
  acks: 1,
  timeoutMs: 1000,
  topicData: [{ name: 't', partitionData: [{ index: 0, records: encodeBatch([{ value: 'x'.repeat(bytes) }]) }] }],
});

it('tells a producer above its rate how long it is throttled, and serves its next request only then', async () => {
  const broker = await testBroker({ quotas: { clients: { greedy: { produce: 100_000 } } } });
  const greedy = await rawClient(broker, 'greedy');
  const modest = await rawClient(broker, 'modest');
  const throttles: number[] = [];
  for (let count = 0; count < 6; count += 1) throttles.push((await greedy.ask(produce, 7, batch())).throttleTimeMs);
  expect(throttles.slice(0, 4)).toEqual([0, 0, 0, 0]);
  const told = throttles.find((ms) => ms > 0) ?? 0;
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThanOrEqual(210);

  // The throttled connection is deaf, others are not.
  let last = 0;
  while (last === 0) last = (await greedy.ask(produce, 7, batch())).throttleTimeMs;
  const order: string[] = [];
  const waiting = greedy.ask(metadata, 4, { topics: [] }).then(() => order.push('greedy'));
  await modest.ask(produce, 7, batch()).then(({ throttleTimeMs }) => order.push(`modest ${throttleTimeMs}`));
  await waiting;
  expect(order).toEqual(['modest 0', 'greedy']);
});

it('throttles what a client fetches', async () => {
  const broker = await testBroker({ quotas: { default: { fetch: 50_000 } } });
  const client = await rawClient(broker);
  for (let count = 0; count < 5; count += 1) await client.ask(produce, 7, batch());
  const topics = [{ topic: 't', partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 20 }] }];
  const reply = await client.ask(fetch, 11, { maxWaitMs: 0, minBytes: 1, topics });
  expect(reply.throttleTimeMs).toBeGreaterThan(900);
});

it('is honoured by kafkajs, which loses nothing', async () => {
  const broker = await testBroker({ quotas: { clients: { greedy: { produce: 40_000 } } } });
  const kafka = new Kafka({ clientId: 'greedy', brokers: [broker.bootstrap], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  const throttled: number[] = [];
  producer.on(producer.events.REQUEST, ({ payload }) => {
    if (payload.apiName === 'Produce') throttled.push(payload.pendingDuration);
  });
  await producer.connect();
  onTestFinished(() => producer.disconnect());
  const hasWaited = (): boolean => throttled.some((ms) => ms > 50);
  let sent = 0;
  // A machine that needs ten seconds for them would never be above the rate.
  for (; sent < 20 && !hasWaited(); sent += 1)
    await producer.send({ topic: 't', messages: [{ partition: 0, value: 'x'.repeat(bytes) }] });
  const { topics } = await broker.snapshot();
  expect(topics[0]?.partitions[0]?.end).toBe(sent);
  expect(hasWaited()).toBe(true);
});
