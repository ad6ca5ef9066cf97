// The cluster view of a real Kafka: one shared poller at 1 Hz and one tail reader, whatever the number of viewers.
// When no broker answers it says so once, tries again with growing pauses, and says when it sees the cluster again.
import { randomBytes } from 'node:crypto';
import type { LeaveCause } from '#contract/kafka-events.ts';
import { parsePositionKey, positionKey } from '#labs/kafka/position.ts';
import type { InnerBridge } from '../../bridge/index.ts';
import { type Clock, pause, within } from '../../clock.ts';
import { causeOf, isPassing, toWireError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { ClusterView } from '../../types.ts';
import { createPublisher } from '../publisher.ts';
import { diff, emptyPicture } from './diff.ts';
import { createMembers } from './members.ts';
import { look, type Picture } from './picture.ts';
import { shownRecord, wholeLimits } from './shown.ts';
import { createTail } from './tail.ts';
import { openWire, type Wire } from './wire.ts';
import { createWriters } from './writers.ts';

const lookEveryMs = 1_000;
const firstRetryMs = 1_000;
const longestRetryMs = 10_000;
const idleMs = 250;
const recordBytes = 1024 * 1024;
const closeMs = 2_000;
const confirmMs = 1_000;
const maxEnded = 500;
const maxBegun = 10_000;

export function createClusterView(options: {
  brokers: string[];
  bridge: InnerBridge;
  address: string;
  clock: Clock;
  log: Log;
}): ClusterView {
  const { brokers, bridge, address, clock, log } = options;
  const clientId = `relais-vue-${randomBytes(4).toString('hex')}`;
  const publisher = createPublisher({ clock, log });
  const stopping = new AbortController();
  const writers = createWriters(() => clock.now());
  const tail = createTail({
    writerOf: writers.of,
    // A record may be read before its sender has heard that it is there.
    settled: () => within(clock, confirmMs, bridge.writings.settled()),
  });
  const stopWritings = bridge.writings.on((news) => {
    publisher.tell('written' in news ? writers.wrote(news.written) : writers.closed(news.closed));
  });
  const members = createMembers(() => clock.now());
  const ended = new Map<string, LeaveCause>();
  let picture: Picture = emptyPicture;
  let wire: Wire | null = null;
  let isLost = false;

  const stopConsumers = bridge.onConsumer((change) => {
    if (!('consumer' in change)) return;
    const { consumer, state } = change.consumer;
    if (state !== 'stopped' && state !== 'killed') return;
    ended.set(consumer, state === 'stopped' ? 'clean' : 'silence');
    const oldest = ended.keys().next();
    if (ended.size > maxEnded && !oldest.done) ended.delete(oldest.value);
  });
  const begun = new Map<string, string>();
  const stopPositions = bridge.onPosition(({ group, topic, partition, position, memberId }) => {
    const key = positionKey(group, topic, partition);
    publisher.set(key, { position, memberId });
    if (begun.get(key) === memberId) return;
    const oldest = begun.keys().next();
    if (begun.size >= maxBegun && !oldest.done) begun.delete(oldest.value);
    begun.set(key, memberId);
    publisher.tell([{ type: 'reading.started', group, memberId, topic, partition, offset: position }]);
  });
  const howLeft = (consumer: string | null) => (consumer === null ? null : (ended.get(consumer) ?? null));

  publisher.tell([
    {
      type: 'cluster.described',
      source: 'cluster',
      address,
      capabilities: { clients: false, readings: false, frames: false, faults: false, deeds: false },
    },
  ]);

  async function lookOnce(current: Wire, turn: number): Promise<void> {
    const next = await look(current, turn, bridge.ownerOfClientId.bind(bridge));
    // Groups not asked this time keep the offsets they had.
    for (const [group, own] of picture.committed) {
      if (next.groups.has(group) && !next.committed.has(group)) next.committed.set(group, own);
    }
    const before = members.follow(next.groups, howLeft);
    const events = diff(picture, next, howLeft);
    publisher.forget((key) => {
      const at = parsePositionKey(key);
      return at !== null && picture.groups.has(at.group) && !isRead(next, at);
    });
    picture = next;
    if (isLost) publisher.tell([{ type: 'cluster.recovered' }]);
    isLost = false;
    publisher.tell([...before, ...events, ...tail.follow(next)]);
  }

  async function keepReading(current: Wire, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      try {
        const news = await tail.read(current);
        if (over.aborted) return;
        if (news === false) await pause(clock, idleMs, over);
        else publisher.tell(news);
      } catch (error) {
        if (over.aborted) return;
        log.debug(causeOf(error), 'the tail of the cluster could not be read');
        if (!isPassing(error)) tail.stumble();
        await pause(clock, lookEveryMs, over);
      }
    }
  }

  async function watch(current: Wire, seen: () => void): Promise<void> {
    const over = new AbortController();
    const reading = keepReading(current, over.signal);
    try {
      for (let turn = 0; !stopping.signal.aborted; turn += 1) {
        await lookOnce(current, turn);
        seen();
        await pause(clock, lookEveryMs, stopping.signal);
      }
    } finally {
      over.abort();
      await within(clock, closeMs, reading);
    }
  }

  async function live(): Promise<void> {
    let retryMs = firstRetryMs;
    while (!stopping.signal.aborted) {
      try {
        wire = await openWire({ brokers, clientId, log });
        await watch(wire, () => {
          retryMs = firstRetryMs;
        });
      } catch (error) {
        if (stopping.signal.aborted) break;
        log.warn(causeOf(error), 'the cluster cannot be seen');
        if (!isLost) publisher.tell([{ type: 'cluster.lost', reason: toWireError(error).message }]);
        isLost = true;
      }
      const old = wire;
      wire = null;
      if (old) await within(clock, closeMs, old.close());
      await pause(clock, retryMs, stopping.signal);
      retryMs = Math.min(longestRetryMs, retryMs * 2);
    }
  }
  const living = live();

  return {
    open: async (listener) => publisher.open(listener),
    watch: async () => null,

    async readRecord(topic, partition, offset) {
      const leader = picture.places.get(topic)?.find((each) => each.partition === partition)?.leader;
      if (wire === null || leader === undefined || leader < 0) return null;
      try {
        const [fetched] = await wire.fetch(leader, [{ topic, partition, offset }], 0, recordBytes);
        const found = fetched?.messages.find((message) => Number(message.offset) === offset);
        return found && found.isControlRecord !== true ? shownRecord(found, wholeLimits) : null;
      } catch (error) {
        log.debug(causeOf(error), 'a record could not be read');
        return null;
      }
    },

    async close() {
      stopping.abort();
      stopConsumers();
      stopPositions();
      stopWritings();
      publisher.close();
      await within(clock, closeMs, living);
      if (wire) await within(clock, closeMs, wire.close());
    },
  };
}

/** Whether somebody owns this partition in this group; while a group settles nobody does, and that says nothing. */
function isRead({ groups, places }: Picture, at: { group: string; topic: string; partition: number }): boolean {
  const group = groups.get(at.group);
  if (!group || !places.has(at.topic)) return false;
  if (group.phase !== 'Stable' && group.phase !== 'Empty') return true;
  return group.members.some(({ assignment }) =>
    assignment.some(({ topic, partitions }) => topic === at.topic && partitions.includes(at.partition)),
  );
}
