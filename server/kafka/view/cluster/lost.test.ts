// A cluster that goes away is said to be lost once, in French, and found again when it comes back.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBroker } from '#server/broker/index.ts';
import { must, startHouse } from '../../testing.ts';

it('says that the cluster is lost, and sees it again', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'relais-cluster-'));
  const house = await startHouse('cluster', { dataDir });
  const { port } = house.broker.address;
  const anna = { owner: 'anna' };
  const message = { topic: 't', key: null, value: 'v', headers: [], acks: 1 as const, partition: 0 };
  must(await house.bridge.publish(anna, message));
  await house.heard.until(({ all }) => all('records.appended').some(({ kept }) => kept.length === 1));

  await house.broker.close();
  const lost = await house.heard.until(({ all }) => all('cluster.lost')[0]);
  expect(lost.reason).toMatch(/^Le broker Kafka ne répond pas/);
  expect(await house.view.readRecord('t', 0, 0)).toBeNull();

  const again = await startBroker({ port, dataDir, advertisedHost: '127.0.0.1' });
  await house.heard.until(({ all }) => all('cluster.recovered')[0]);
  must(await house.bridge.publish(anna, message));
  const next = await house.heard.until(({ all }) => all('records.appended').find(({ baseOffset }) => baseOffset === 1));
  expect(next).toMatchObject({ topic: 't', partition: 0, count: 1 });
  expect(house.heard.all('cluster.lost')).toHaveLength(1);
  expect(house.heard.all('topic.created')).toHaveLength(1);

  await house.bridge.close();
  await house.view.close();
  await again.close();
  await rm(dataDir, { recursive: true, force: true });
});
