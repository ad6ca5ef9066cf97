// @platformatic/kafka against the broker: a client that only knows the flexible versions (KIP-482).

import { Admin, Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import { expect, it, onTestFinished } from 'vitest';
import { testBroker, until } from './testing.ts';

it('@platformatic/kafka produces, shares a topic in a group, commits and administers', async () => {
  const { bootstrap, events } = await testBroker();
  const base = { clientId: 'flexible', bootstrapBrokers: [bootstrap], retries: 3 };
  const admin = new Admin(base);
  onTestFinished(() => admin.close());
  const created = await admin.createTopics({ topics: ['orders'], partitions: 2, replicas: 1 });
  expect(created).toMatchObject([{ name: 'orders', partitions: 2, replicas: 1 }]);

  const producer = new Producer({ ...base, serializers: stringSerializers, idempotent: true, acks: -1 });
  const messages = Array.from({ length: 20 }, (_, n) => ({ topic: 'orders', key: `k${n % 4}`, value: `v${n}` }));
  await producer.send({ messages });
  await producer.close();

  const consumer = new Consumer({ ...base, groupId: 'team', deserializers: stringDeserializers, maxWaitTime: 100 });
  onTestFinished(() => consumer.close(true));
  const stream = await consumer.consume({ topics: ['orders'], mode: 'earliest', autocommit: true });
  const got: string[] = [];
  stream.on('data', (message) => void got.push(message.value ?? ''));
  await until('20 records', () => got.length === 20);
  expect(new Set(got).size).toBe(20);
  await until('the commits', () => events.some((event) => event.type === 'committed'));
  const groups = await admin.listGroups();
  expect([...groups.keys()]).toEqual(['team']);
  const described = await admin.describeGroups({ groups: ['team'] });
  expect(described.get('team')).toMatchObject({ state: 'STABLE' });
  await stream.close();
});
