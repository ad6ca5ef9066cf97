// Stored bytes stay bounded over all partitions, and what was dropped is told.

import { expect, it } from 'vitest';
import { produce } from '../apis/00-produce/messages.ts';
import { encodeBatch } from '../protocol/encode-batch.ts';
import { rawClient, testBroker, until } from '../testing.ts';

it('drops the oldest records of the largest partition once too much is stored', async () => {
  const broker = await testBroker({ limits: { maxStoredBytes: 1_000_000 } });
  const client = await rawClient(broker);
  const write = (topic: string, bytes: number) =>
    client.ask(produce, 7, {
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: topic, partitionData: [{ index: 0, records: encodeBatch([{ value: 'x'.repeat(bytes) }]) }] }],
    });
  await write('small', 100);
  for (let count = 0; count < 30; count += 1) await write('large', 100_000);
  await until('room', () => broker.events.some((event) => event.type === 'log-start-moved'));
  const { topics } = await broker.snapshot();
  const startOf = (name: string) => topics.find(({ topic }) => topic === name)?.partitions[0]?.logStart;
  expect(startOf('small')).toBe(0);
  expect(startOf('large')).toBeGreaterThan(0);
  await until('the notice', () => broker.events.some((event) => event.type === 'notice'));
});
