// The contract of a cluster view, whatever its source. What only one source can show is a capability, and a flag here.
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Capabilities, KafkaEvent } from '#contract/kafka-events.ts';
import { positionKey } from '#labs/kafka/position.ts';
import type { KafkaSource } from './index.ts';
import { type House, listenTo, must, stableGroup, startHouse } from './testing.ts';

const anna = { owner: 'anna' };
const record = (key: string | null, value: string) => ({
  topic: 'mesures',
  key,
  value,
  headers: [],
  acks: -1 as const,
});
const reader = { topic: 'mesures', group: 'lecture', fromBeginning: true, autoCommit: true, delayMs: 0 };

export function describeView(mode: KafkaSource['mode'], capabilities: Capabilities): void {
  describe(`view of ${mode === 'embedded' ? 'the embedded broker' : 'a cluster'}`, () => {
    let house: House;
    const outside = (clientId: string) =>
      new Kafka({ brokers: [house.address], clientId, logLevel: logLevel.NOTHING, retry: { retries: 2 } });

    beforeEach(async () => {
      house = await startHouse(mode);
    });
    afterEach(async () => {
      await house.close();
    });

    it('says what it is and what it can show', () => {
      const source = mode;
      expect(house.heard.events[0]).toEqual({
        type: 'cluster.described',
        source,
        address: house.address,
        capabilities,
      });
    });

    it('tells of topics created, extended and deleted', async () => {
      must(await house.bridge.createTopic(anna, 'mesures', 2));
      await house.heard.until(({ all }) => all('topic.created').find(({ topic }) => topic === 'mesures'));
      const admin = outside('admin').admin();
      await admin.connect();
      await admin.createPartitions({ topicPartitions: [{ topic: 'mesures', count: 5 }] });
      const extended = await house.heard.until(({ all }) => all('topic.extended')[0]);
      expect(extended).toEqual({ type: 'topic.extended', topic: 'mesures', partitions: 5 });
      await admin.deleteTopics({ topics: ['mesures'] });
      await house.heard.until(({ all }) => all('topic.deleted').find(({ topic }) => topic === 'mesures'));
      await admin.disconnect();
    });

    it('shows records as they were written, where they were written', async () => {
      await house.broker.createTopic('mesures', 3);
      const { partition, offset } = must(
        await house.bridge.publish(anna, { ...record('capteur-7', '{"t":21}'), headers: [['unité', 'degré']] }),
      );
      const { kept, ...range } = await house.heard.until(({ all }) =>
        all('records.appended').find(({ count, kept }) => count > 0 && kept.length > 0),
      );
      // murmur2("capteur-7") mod 3 = 2, as in the picture and in Java.
      expect({ partition, offset }).toEqual({ partition: 2, offset: 0 });
      expect(range).toMatchObject({ topic: 'mesures', partition: 2, baseOffset: 0, count: 1 });
      expect(kept[0]).toMatchObject({
        offset: 0,
        key: { text: 'capteur-7', encoding: 'utf8', size: 9 },
        value: { text: '{"t":21}', encoding: 'utf8', size: 8 },
        headers: [['unité', { text: 'degré', encoding: 'utf8', size: 6 }]],
      });
    });

    it('says which page wrote a record, and claims nobody else’s', async () => {
      await house.broker.createTopic('mesures', 1);
      must(await house.bridge.publish(anna, record(null, 'un')));
      const stranger = outside('inconnu').producer({ createPartitioner: Partitioners.DefaultPartitioner });
      await stranger.connect();
      await stranger.send({ topic: 'mesures', messages: [{ value: 'deux' }] });
      must(await house.bridge.publish({ owner: 'bruno' }, record(null, 'trois')));
      const ends = ({ all }: House['heard']) => Math.max(...all('records.appended').map((e) => e.baseOffset + e.count));
      await house.heard.until((heard) => ends(heard) === 3);
      const owners = new Map(house.heard.all('client.appeared').map(({ client }) => [client.id, client.owner]));
      const told = house.heard
        .all('records.appended')
        .map(({ baseOffset, client }) => [baseOffset, owners.get(client ?? '')]);
      expect(new Map(told as [number, string | null | undefined][])).toEqual(
        new Map([
          [0, 'anna'],
          [1, capabilities.clients ? null : undefined],
          [2, 'bruno'],
        ]),
      );
      await house.bridge.closeOwner('anna');
      await house.heard.until(({ all }) => all('client.left').some(({ id }) => owners.get(id) === 'anna'));
      await stranger.disconnect();
    });

    it('gives a newcomer the present, then only what follows', async () => {
      await house.broker.createTopic('mesures', 1);
      for (const value of ['un', 'deux']) must(await house.bridge.publish(anna, record(null, value)));
      const ends = ({ all }: House['heard']) => Math.max(...all('records.appended').map((e) => e.baseOffset + e.count));
      await house.heard.until((heard) => ends(heard) === 2);

      const late = await listenTo(house.view);
      const present = [...late.events];
      expect(present[0]?.type).toBe('cluster.described');
      expect(late.all('topic.created')).toEqual([{ type: 'topic.created', topic: 'mesures', partitions: 1 }]);
      expect(late.all('records.appended').flatMap(({ kept }) => kept.map(({ value }) => value?.text))).toEqual([
        'un',
        'deux',
      ]);
      must(await house.bridge.publish(anna, record(null, 'trois')));
      await late.until((heard) => ends(heard) === 3);
      const after = late.events.slice(present.length).filter(({ type }) => type === 'records.appended');
      expect(after).toMatchObject([{ baseOffset: 2, count: 1 }]);
    });

    it('shows how two page consumers share three partitions, where they are and what they committed', async () => {
      await house.broker.createTopic('mesures', 3);
      for (const key of ['a', 'b', 'c', 'capteur-7']) must(await house.bridge.publish(anna, record(key, key)));
      const one = must(await house.bridge.addConsumer(anna, reader)).consumer;
      await house.heard.until(stableGroup('lecture', 1));
      const two = must(await house.bridge.addConsumer({ owner: 'bruno' }, reader)).consumer;
      const group = await house.heard.until(stableGroup('lecture', 2));
      const members = Object.fromEntries(group.members.map((member) => [member.consumer, member]));
      expect(members[one]).toMatchObject({ origin: 'page', owner: 'anna', clientId: `page-anna-${one}` });
      expect(members[two]).toMatchObject({ origin: 'page', owner: 'bruno' });
      const owned = group.members.map(({ assignment }) => assignment.flatMap(({ partitions }) => partitions));
      expect(owned.map(({ length }) => length).sort()).toEqual([1, 2]);
      expect(owned.flat().sort()).toEqual([0, 1, 2]);

      await house.heard.until(({ all }) => {
        const offsets = all('offsets.committed').flatMap((event) => event.offsets);
        return offsets.some(({ partition, offset }) => partition === 2 && offset > 0);
      });
      const at = await house.heard.until(({ volatile }) => {
        const value = volatile.get(positionKey('lecture', 'mesures', 2));
        return (value as { position: number; memberId: string } | undefined) ?? null;
      });
      expect(at.position).toBeGreaterThan(0);
    });

    it('tells where a page consumer began to read, once, and where it resumes', async () => {
      await house.broker.createTopic('mesures', 1);
      for (const key of ['a', 'b']) must(await house.bridge.publish(anna, record(key, key)));
      const started = (group: string) => house.heard.all('reading.started').filter((event) => event.group === group);
      const first = must(await house.bridge.addConsumer(anna, reader)).consumer;
      const committed = (offset: number) =>
        house.heard.until(({ all }) =>
          all('offsets.committed').some((event) => event.offsets.some((each) => each.offset === offset)),
        );
      await committed(2);
      expect(started('lecture').map(({ offset }) => offset)).toEqual([0]);
      if (capabilities.readings) {
        const { memberId } = started('lecture')[0] as { memberId: string };
        const arrived = house.heard.events.findIndex(
          (event) => event.type === 'group.changed' && event.group.members.some((each) => each.memberId === memberId),
        );
        const began = house.heard.events.findIndex(({ type }) => type === 'reading.started');
        expect(arrived).toBeLessThan(began);
      }
      must(await house.bridge.stopConsumer(anna, first));
      await house.heard.until(({ all }) => all('group.changed').at(-1)?.group.phase === 'Empty');
      must(await house.bridge.publish(anna, record('c', 'c')));
      must(await house.bridge.addConsumer(anna, reader));
      await committed(3);
      expect(started('lecture').map(({ offset }) => offset)).toEqual([0, 2]);
    });

    it('tells where a page consumer begins even when nothing is left for it to read', async () => {
      await house.broker.createTopic('mesures', 1);
      for (const key of ['a', 'b']) must(await house.bridge.publish(anna, record(key, key)));
      must(await house.bridge.addConsumer(anna, { ...reader, fromBeginning: false }));
      const started = await house.heard.until(({ all }) => all('reading.started')[0]);
      expect(started).toMatchObject({ group: 'lecture', topic: 'mesures', partition: 0, offset: 2 });
    });

    it('tells a stop from a kill', async () => {
      await house.broker.createTopic('mesures', 2);
      const polite = must(await house.bridge.addConsumer(anna, reader)).consumer;
      const doomed = must(await house.bridge.addConsumer(anna, reader)).consumer;
      const both = await house.heard.until(stableGroup('lecture', 2));
      const idOf = (consumer: string) => both.members.find((member) => member.consumer === consumer)?.memberId;

      must(await house.bridge.killConsumer(anna, doomed));
      const silent = await house.heard.until(({ all }) => all('group.member-left')[0]);
      expect(silent).toMatchObject({ group: 'lecture', memberId: idOf(doomed), cause: 'silence' });
      if (capabilities.clients) {
        const left = house.heard.all('client.left').find(({ cause }) => cause === 'closed');
        const when = (event: unknown) => house.heard.events.indexOf(event as KafkaEvent);
        expect(left).toBeDefined();
        expect(when(left)).toBeLessThan(when(silent));
      }
      await house.heard.until(stableGroup('lecture', 1));

      must(await house.bridge.stopConsumer(anna, polite));
      const clean = await house.heard.until(({ all }) => all('group.member-left')[1]);
      expect(clean).toMatchObject({ group: 'lecture', memberId: idOf(polite), cause: 'clean' });
      await house.heard.until(({ all }) => all('group.changed').at(-1)?.group.phase === 'Empty');
    });

    it('shows an outside program by name and address, and that it left', async () => {
      await house.broker.createTopic('mesures', 1);
      const consumer = outside('mon-programme').consumer({
        groupId: 'dehors',
        heartbeatInterval: 500,
        maxWaitTimeInMs: 300,
      });
      await consumer.connect();
      await consumer.subscribe({ topics: ['mesures'], fromBeginning: true });
      must(await house.bridge.publish(anna, record('a', 'a')));
      must(await house.bridge.publish(anna, record('b', 'b')));
      await consumer.run({ eachMessage: async () => undefined });
      const group = await house.heard.until(stableGroup('dehors', 1));
      if (capabilities.readings) {
        const started = await house.heard.until(({ all }) => all('reading.started')[0]);
        const memberId = group.members[0]?.memberId;
        expect(started).toMatchObject({ group: 'dehors', memberId, topic: 'mesures', partition: 0, offset: 0 });
      }
      expect(group.members[0]).toMatchObject({
        clientId: 'mon-programme',
        origin: 'outside',
        owner: null,
        consumer: null,
        assignment: [{ topic: 'mesures', partitions: [0] }],
      });
      expect(group.members[0]?.address).toContain('127.0.0.1');
      const shown = house.heard.all('client.appeared').find(({ client }) => client.clientId === 'mon-programme');
      expect(shown !== undefined).toBe(capabilities.clients);
      if (shown) {
        expect(shown.client).toMatchObject({ origin: 'outside', library: null, roles: ['consumer'] });
        expect(group.members[0]?.client).toBe(shown.client.id);
      }
      await consumer.disconnect();
      await house.heard.until(({ all }) => {
        const last = all('group.changed').findLast((event) => event.group.group === 'dehors');
        return last?.group.members.length === 0;
      });
      if (shown) {
        const left = await house.heard.until(({ all }) => all('client.left').find(({ id }) => id === shown.client.id));
        expect(left.cause).toBe('clean');
      }
    });

    it('reads one record whole, and says when it is not there', async () => {
      await house.broker.createTopic('mesures', 1);
      const value = 'é'.repeat(5_000);
      must(await house.bridge.publish(anna, record(null, 'un')));
      must(await house.bridge.publish(anna, record('k', value)));
      await house.heard.until(({ all }) => all('records.appended').some((each) => each.baseOffset + each.count === 2));
      expect(await house.view.readRecord('mesures', 0, 1)).toMatchObject({
        offset: 1,
        key: { text: 'k' },
        value: { text: value, encoding: 'utf8', size: 10_000 },
      });
      expect(await house.view.readRecord('mesures', 0, 2)).toBeNull();
      expect(await house.view.readRecord('mesures', 7, 0)).toBeNull();
      expect(await house.view.readRecord('inconnu', 0, 0)).toBeNull();
    });
  });
}
