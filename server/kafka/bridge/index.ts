// The bridge: what pages may do to Kafka, carried out by real kafkajs clients over TCP. Never a function call into a broker.
import type { Message } from 'kafkajs';
import { type Clock, pause, within } from '../clock.ts';
import { causeOf, toWireError } from '../errors.ts';
import { newKafka } from '../kafka-client.ts';
import type { Log } from '../log.ts';
import type { Bridge, BridgeResult, PublishInput } from '../types.ts';
import { createClientIds, producerClientId } from './client-ids.ts';
import { defaultSessionMs, type PositionNow } from './consumer-run.ts';
import { createConsumers } from './consumers.ts';
import { createProducers } from './producers.ts';
import {
  bridgeLimits,
  closing,
  commitsByItself,
  noAnswerInTime,
  nothingToCommit,
  ok,
  seriesRunning,
  seriesTooLong,
  tooManyProducers,
  topicExists,
} from './refusals.ts';
import { createSeries } from './series.ts';
import { createTopic } from './topics.ts';
import { createWritings, type Writings } from './writings.ts';

/** The bridge as the rest of this room sees it: positions of page consumers are exact, record by record. */
export type InnerBridge = Bridge & {
  onPosition(listener: (now: PositionNow) => void): () => void;
  writings: Pick<Writings, 'on' | 'settled'>;
};

/** Nobody waits longer than this for one message, ms. */
const publishMs = 10_000;
const closeMs = 3_500;

export function createBridge(options: {
  brokers: string[];
  log: Log;
  clock: Clock;
  sessionMs?: number | undefined;
}): InnerBridge {
  const { brokers, log, clock, sessionMs = defaultSessionMs } = options;
  const ids = createClientIds();
  const consumerListeners = new Set<Parameters<Bridge['onConsumer']>[0]>();
  const positionListeners = new Set<(now: PositionNow) => void>();
  let closed = false;

  function kafkaOf(owner: string) {
    const clientId = producerClientId(owner);
    ids.remember(clientId, { owner, consumer: null });
    return newKafka({ brokers, clientId, log });
  }
  const writings = createWritings();
  const producers = createProducers({
    kafkaOf,
    clock,
    max: bridgeLimits.producers,
    idleMs: bridgeLimits.producerIdleMs,
    closed: writings.closed,
  });
  const series = createSeries(clock);
  const consumers = createConsumers({
    brokers,
    sessionMs,
    clock,
    log,
    ids,
    changed: (change) => {
      for (const listener of consumerListeners) listener(change);
    },
    position: (now) => {
      for (const listener of positionListeners) listener(now);
    },
  });

  function told<T>(error: unknown, what: string, owner: string): BridgeResult<T> {
    log.warn({ owner, ...causeOf(error) }, what);
    return { ok: false, error: toWireError(error) };
  }

  /** Null when the house is full. */
  function send(owner: string, topic: string, messages: Message[], acks: 0 | 1 | -1) {
    const sent = producers.use(owner, (producer) => producer.send(topic, messages, acks));
    return sent && writings.follow(sent, { owner, clientId: producerClientId(owner), topic, acks });
  }

  async function publishOne(owner: string, input: PublishInput) {
    const started = performance.now();
    const sent = send(owner, input.topic, [messageOf(input)], input.acks);
    if (sent === null) return tooManyProducers();
    const { partitions, baseOffsets } = await sent;
    const ms = performance.now() - started;
    const partition = partitions[0] ?? null;
    if (partition === null) throw new Error('kafkajs answered without asking for a partition');
    const offset = input.acks === 0 ? null : (baseOffsets.get(partition) ?? null);
    return ok({ partition, offset, ms: Math.round(ms * 10) / 10 });
  }

  return {
    async publish({ owner }, input) {
      if (closed) return closing();
      const answer = publishOne(owner, input).catch((error: unknown) =>
        told<never>(error, 'a message could not be published', owner),
      );
      const stop = new AbortController();
      const reply = await Promise.race([answer, pause(clock, publishMs, stop.signal).then(() => noAnswerInTime())]);
      stop.abort();
      return reply;
    },

    async publishMany({ owner }, { topic, acks, records, intervalMs }) {
      if (closed) return closing();
      if (records.length > bridgeLimits.seriesRecords) return seriesTooLong();
      if (series.running(owner)) return seriesRunning();
      const messages = records.map(({ key, value }): Message => ({ key, value }));
      const sendPart = async (part: Message[]) => {
        const sent = send(owner, topic, part, acks);
        if (sent === null) throw new Error('no room for another producer');
        await sent;
      };
      series.start(owner, { messages, intervalMs, send: sendPart }, (error) => {
        log.warn({ owner, topic, ...causeOf(error) }, 'a series stopped before its end');
      });
      return ok({ accepted: records.length });
    },

    async createTopic({ owner }, topic, partitions) {
      if (closed) return closing();
      try {
        return (await createTopic(kafkaOf(owner), topic, partitions)) ? ok(null) : topicExists(topic);
      } catch (error) {
        return told(error, 'a topic could not be created', owner);
      }
    },

    addConsumer: async ({ owner }, input) => (closed ? closing() : consumers.add(owner, input)),
    pauseConsumer: ({ owner }, consumer) => consumers.with(owner, consumer, (one) => one.pause()),
    resumeConsumer: ({ owner }, consumer) => consumers.with(owner, consumer, (one) => one.resume()),
    slowConsumer: ({ owner }, consumer, delayMs) => consumers.with(owner, consumer, (one) => one.slow(delayMs)),
    async commitConsumer({ owner }, consumer) {
      let partitions = 0;
      let byItself = false;
      try {
        const done = await consumers.with(owner, consumer, async (one) => {
          byItself = one.view.autoCommit;
          if (!byItself) partitions = await one.commit();
        });
        if (!done.ok) return done;
      } catch (error) {
        return told(error, 'a page consumer could not commit', owner);
      }
      if (byItself) return commitsByItself();
      return partitions === 0 ? nothingToCommit() : ok({ partitions });
    },
    stopConsumer: ({ owner }, consumer) => consumers.with(owner, consumer, (one) => consumers.stop(one)),
    killConsumer: ({ owner }, consumer) =>
      consumers.with(owner, consumer, (one) => {
        one.kill();
        consumers.removeLater(consumer);
      }),

    consumers: () => consumers.views(),
    onConsumer(listener) {
      consumerListeners.add(listener);
      return () => consumerListeners.delete(listener);
    },
    onPosition(listener) {
      positionListeners.add(listener);
      return () => positionListeners.delete(listener);
    },
    writings,
    ownerOfClientId: (clientId) => ids.find(clientId),
    clientIdFor(owner, client) {
      const clientId = `${producerClientId(owner)}-${client}`;
      ids.remember(clientId, { owner, consumer: null });
      return clientId;
    },

    async closeOwner(owner) {
      // A record on its way to a silent broker must not keep the others from being closed.
      await within(clock, closeMs / 2, series.stop(owner));
      await Promise.all([producers.closeOwner(owner), consumers.closeOwner(owner)]);
    },
    async close() {
      closed = true;
      const all = Promise.all([series.stopAll().then(() => producers.close()), consumers.close()]);
      if (!(await within(clock, closeMs, all))) log.warn({}, 'some page clients did not close in time');
    },
  };
}

function messageOf({ key, value, headers, partition }: PublishInput): Message {
  // Without a prototype: a header may be called `__proto__`.
  const byName: { [name: string]: string[] } = Object.create(null);
  for (const [name, text] of headers) byName[name] = [...(byName[name] ?? []), text];
  return { key, value, headers: byName, ...(partition === undefined ? {} : { partition }) };
}
