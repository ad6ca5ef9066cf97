// The bridge against the real embedded broker, over TCP.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PageConsumerView } from '#contract/kafka-events.ts';
import { positionKey } from '#labs/kafka/position.ts';
import { partitionOf } from '#labs/partitioners/index.ts';
import { startBroker } from '#server/broker/index.ts';
import { systemClock } from '../clock.ts';
import { silentLog } from '../log.ts';
import { type Heard, type House, must, stableGroup, startHouse } from '../testing.ts';
import type { Bridge } from '../types.ts';
import { createBridge } from './index.ts';
import { bridgeLimits } from './refusals.ts';

const anna = { owner: 'anna' };
const bruno = { owner: 'bruno' };
const message = { topic: 't', key: null, value: 'v', headers: [] as [string, string][], acks: 1 as const };
const reader = { topic: 't', group: 'g', fromBeginning: true, autoCommit: true, delayMs: 0 };
const appendedTo = ({ all }: Heard) => all('records.appended').reduce((sum, { count }) => sum + count, 0);
const stateOf = (bridge: Bridge, consumer: string) =>
  bridge.consumers().find((each) => each.consumer === consumer)?.state;

/** Resolves when a consumer's view satisfies `is`. */
function consumerIs(bridge: Bridge, consumer: string, is: (view: PageConsumerView) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = bridge.onConsumer((change) => {
      if ('consumer' in change && change.consumer.consumer === consumer && is(change.consumer)) done();
    });
    const done = () => {
      stop();
      resolve();
    };
    if (bridge.consumers().some((each) => each.consumer === consumer && is(each))) done();
  });
}

describe('bridge', () => {
  let house: House;
  beforeEach(async () => {
    house = await startHouse('embedded', { sessionMs: 1_500 });
    await house.broker.createTopic('t', 3);
  });
  afterEach(async () => {
    await house.close();
  });

  describe('publishing', () => {
    it('puts a key where murmur2 says, as Java does', async () => {
      for (const key of ['capteur-7', 'a', 'é', '', 'lot-7', 'x'.repeat(50)]) {
        const { partition } = must(await house.bridge.publish(anna, { ...message, key }));
        expect({ key, partition }).toEqual({ key, partition: partitionOf('murmur2', key, 3) });
      }
    });

    it('keeps null and empty apart, in keys and values, and every header', async () => {
      const headers: [string, string][] = [
        ['a', '1'],
        ['a', '2'],
        ['__proto__', '3'],
      ];
      const sent = must(await house.bridge.publish(anna, { ...message, key: '', value: null, headers, partition: 1 }));
      const bare = must(await house.bridge.publish(anna, { ...message, value: '', partition: 1 }));
      const [first, second] = await Promise.all(
        [sent, bare].map(({ offset }) => house.view.readRecord('t', 1, offset ?? -1)),
      );
      expect(first).toMatchObject({ key: { text: '', size: 0 }, value: null });
      expect(first?.headers.map(([name, value]) => [name, value?.text])).toEqual(headers);
      expect(second).toMatchObject({ key: null, value: { text: '', size: 0 } });
    });

    it('knows the partition but no offset when nobody confirms', async () => {
      const { partition, offset } = must(await house.bridge.publish(anna, { ...message, key: 'capteur-7', acks: 0 }));
      expect({ partition, offset }).toEqual({ partition: 2, offset: null });
      await house.heard.until((heard) => appendedTo(heard) === 1);
    });

    it('says in French that a partition is not there', async () => {
      const refused = await house.bridge.publish(anna, { ...message, partition: 9 });
      expect(refused).toMatchObject({
        ok: false,
        error: { code: 'not-found', message: expect.stringMatching(/n’existe pas/) },
      });
    });

    it('sends a burst whole, one series at a time for a person', async () => {
      const records = Array.from({ length: 1_000 }, (_, index) => ({ key: `k${index % 7}`, value: String(index) }));
      const burst = { topic: 't', acks: 1 as const, records, intervalMs: 0 };
      expect(must(await house.bridge.publishMany(anna, burst))).toEqual({ accepted: 1_000 });
      expect(await house.bridge.publishMany(anna, burst)).toMatchObject({
        ok: false,
        error: { code: 'limit-reached' },
      });
      expect(must(await house.bridge.publishMany(bruno, burst))).toEqual({ accepted: 1_000 });
      await house.heard.until((heard) => appendedTo(heard) === 2_000);
    });

    it('stops a series when its owner goes', async () => {
      const records = Array.from({ length: 100 }, () => ({ key: null, value: 'v' }));
      must(await house.bridge.publishMany(anna, { topic: 't', acks: 1, records, intervalMs: 2_000 }));
      await house.heard.until((heard) => appendedTo(heard) === 1);
      await house.bridge.closeOwner('anna');
      must(await house.bridge.publishMany(anna, { topic: 't', acks: 1, records: records.slice(0, 1), intervalMs: 0 }));
    });

    it('shows one producer by the name of its owner, and that it left in order', async () => {
      must(await house.bridge.publish(anna, message));
      const { client } = await house.heard.until(({ all }) => all('client.appeared')[0]);
      expect(client).toMatchObject({ clientId: 'page-anna', origin: 'page', owner: 'anna', roles: ['producer'] });
      const appended = await house.heard.until(({ all }) => all('records.appended')[0]);
      expect(appended).toMatchObject({ client: client.id, acks: 1 });
      await house.bridge.closeOwner('anna');
      const left = await house.heard.until(({ all }) => all('client.left')[0]);
      expect(left).toEqual({ type: 'client.left', id: client.id, cause: 'clean' });
    });
  });

  describe('consumers', () => {
    it('are limited per person and in all, and the refusal is a French sentence', async () => {
      for (let index = 0; index < bridgeLimits.consumersPerOwner; index += 1) {
        must(await house.bridge.addConsumer(anna, reader));
      }
      const refused = await house.bridge.addConsumer(anna, reader);
      expect(refused).toMatchObject({ ok: false, error: { code: 'limit-reached' } });
      expect(refused.ok ? '' : refused.error.message).toMatch(/^Vous avez déjà 8 consommateurs\./);
      must(await house.bridge.addConsumer(bruno, reader));
    });

    it('obey their owner only', async () => {
      const { consumer } = must(await house.bridge.addConsumer(anna, reader));
      expect(await house.bridge.stopConsumer(bruno, consumer)).toMatchObject({
        ok: false,
        error: { code: 'not-yours' },
      });
      expect(await house.bridge.killConsumer(anna, 'c-999')).toMatchObject({ ok: false, error: { code: 'not-found' } });
      must(await house.bridge.killConsumer(anna, consumer));
      expect(await house.bridge.pauseConsumer(anna, consumer)).toMatchObject({ ok: false, error: { code: 'invalid' } });
    });

    it('tell whose command each change was, and nobody’s when it came by itself', async () => {
      const told: [state: string, by: string | undefined][] = [];
      house.bridge.onConsumer((change) => {
        if ('consumer' in change) told.push([change.consumer.state, change.by]);
      });
      const { consumer } = must(await house.bridge.addConsumer(anna, reader));
      await consumerIs(house.bridge, consumer, ({ state }) => state === 'running');
      must(await house.bridge.pauseConsumer(anna, consumer));
      must(await house.bridge.killConsumer(anna, consumer));
      const second = must(await house.bridge.addConsumer(anna, { ...reader, group: 'other' })).consumer;
      await consumerIs(house.bridge, second, ({ state }) => state === 'running');
      await house.bridge.closeOwner('anna');
      expect(told).toEqual([
        ['starting', 'anna'],
        ['running', undefined],
        ['paused', 'anna'],
        ['killed', 'anna'],
        ['starting', 'anna'],
        ['running', undefined],
        ['stopping', undefined],
        ['stopped', undefined],
      ]);
    });

    it('pause without leaving, and resume where they were', async () => {
      const { consumer } = must(await house.bridge.addConsumer(anna, reader));
      const { members } = await house.heard.until(stableGroup('g', 1));
      must(await house.bridge.pauseConsumer(anna, consumer));
      expect(stateOf(house.bridge, consumer)).toBe('paused');
      must(await house.bridge.publish(anna, { ...message, partition: 0 }));
      must(await house.bridge.resumeConsumer(anna, consumer));
      const committed = await house.heard.until(({ all }) => all('offsets.committed')[0]);
      expect(committed).toMatchObject({ memberId: members[0]?.memberId, offsets: [{ partition: 0, offset: 1 }] });
    });

    it('stay in their group while a record takes longer than the session', async () => {
      for (let index = 0; index < 3; index += 1) must(await house.bridge.publish(anna, { ...message, partition: 0 }));
      must(await house.bridge.addConsumer(anna, { ...reader, delayMs: 2_500 }));
      const at = () => house.heard.volatile.get(positionKey('g', 't', 0)) as { position: number } | undefined;
      await house.heard.until(() => (at()?.position ?? 0) >= 2);
      expect(house.heard.all('group.member-left')).toEqual([]);
      expect(house.heard.all('group.changed').at(-1)?.group.generation).toBe(1);
    });

    it('never commit when told not to', async () => {
      must(await house.bridge.publish(anna, { ...message, partition: 0 }));
      const { consumer } = must(await house.bridge.addConsumer(anna, { ...reader, autoCommit: false }));
      const at = () => house.heard.volatile.get(positionKey('g', 't', 0)) as { position: number } | undefined;
      await house.heard.until(() => at()?.position === 1);
      must(await house.bridge.stopConsumer(anna, consumer));
      await house.heard.until(({ all }) => all('group.member-left')[0]);
      expect(house.heard.all('offsets.committed')).toEqual([]);
    });

    it('commit on demand what they have read, once, and only when they do not by themselves', async () => {
      must(await house.bridge.publish(anna, { ...message, partition: 0 }));
      const { consumer } = must(await house.bridge.addConsumer(anna, { ...reader, autoCommit: false }));
      const at = () => house.heard.volatile.get(positionKey('g', 't', 0)) as { position: number } | undefined;
      await house.heard.until(() => at()?.position === 1);
      expect(must(await house.bridge.commitConsumer(anna, consumer))).toEqual({ partitions: 1 });
      const told = await house.heard.until(({ all }) => all('offsets.committed')[0]);
      expect(told.offsets).toMatchObject([{ topic: 't', partition: 0, offset: 1 }]);
      expect(await house.bridge.commitConsumer(anna, consumer)).toMatchObject({ error: { code: 'invalid' } });
      const other = must(await house.bridge.addConsumer(anna, { ...reader, group: 'auto' }));
      expect(await house.bridge.commitConsumer(anna, other.consumer)).toMatchObject({ error: { code: 'invalid' } });
      expect(await house.bridge.commitConsumer(bruno, consumer)).toMatchObject({ error: { code: 'not-yours' } });
    });

    it('all end with their owner, and nobody else’s', async () => {
      must(await house.bridge.addConsumer(anna, reader));
      must(await house.bridge.addConsumer(anna, reader));
      must(await house.bridge.addConsumer(bruno, reader));
      must(await house.bridge.publish(anna, message));
      await house.heard.until(stableGroup('g', 3));
      await house.bridge.closeOwner('anna');
      expect(house.bridge.consumers().map(({ owner }) => owner)).toEqual(['bruno']);
      const group = await house.heard.until(stableGroup('g', 1));
      expect(group.members[0]?.owner).toBe('bruno');
      expect(house.heard.all('group.member-left').map(({ cause }) => cause)).toEqual(['clean', 'clean']);
      await house.heard.until(({ all }) => all('client.left').length === 3);
    });
  });

  it('refuses work after it was closed', async () => {
    await house.bridge.close();
    for (const refused of [house.bridge.publish(anna, message), house.bridge.addConsumer(anna, reader)]) {
      expect(await refused).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    }
  });
});

describe('bridge without its broker', () => {
  it('says in French that nobody answers, keeps consumers trying, and closes in time', async () => {
    const bridge = createBridge({ brokers: ['127.0.0.1:1'], log: silentLog, clock: systemClock });
    const refused = await bridge.publish(anna, message);
    expect(refused).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    const { consumer } = must(await bridge.addConsumer(anna, reader));
    await consumerIs(
      bridge,
      consumer,
      ({ state, reason }) => state === 'failed' && /Nouvelle tentative/.test(reason ?? ''),
    );
    await bridge.close();
    expect(bridge.consumers()).toEqual([]);
  });

  it('finds it again when it comes back on the same port', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'relais-bridge-'));
    const house = await startHouse('embedded', { dataDir, sessionMs: 1_500 });
    const port = house.broker.address.port;
    must(await house.bridge.publish(anna, { ...message, partition: 0 }));
    const { consumer } = must(await house.bridge.addConsumer(anna, reader));
    await house.heard.until(({ all }) => all('offsets.committed')[0]);

    await house.broker.close();
    await consumerIs(house.bridge, consumer, ({ state }) => state === 'failed');
    const again = await startBroker({ port, dataDir, advertisedHost: '127.0.0.1' });
    await consumerIs(house.bridge, consumer, ({ state }) => state === 'running');
    const sent = must(await house.bridge.publish(anna, { ...message, partition: 0 }));
    expect(sent.offset).toBe(1);

    await house.bridge.close();
    await house.view.close();
    await again.close();
    await rm(dataDir, { recursive: true, force: true });
  });
});
