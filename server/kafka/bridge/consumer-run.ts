// One life of a page consumer: from join to leave, crash or cut. A restart is a new life with new connections.
import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { PageConsumerView } from '#contract/kafka-events.ts';
import { type Clock, pause, within } from '../clock.ts';
import { newKafka } from '../kafka-client.ts';
import type { Log } from '../log.ts';
import { pageAssigners } from './assigners.ts';
import { createCutSockets } from './cut-sockets.ts';
import { hearingFetches } from './first-fetch.ts';

/** Where a page consumer is: `position` is the next offset it will process. */
export type PositionNow = {
  consumer: string;
  group: string;
  memberId: string;
  topic: string;
  partition: number;
  position: number;
};

export type ConsumerRun = {
  pause(): void;
  resume(): void;
  /** Commits what was processed since it joined; answers of how many partitions. Rejects with what kafkajs throws. */
  commit(): Promise<number>;
  /** Finishes the record at hand, commits, says LeaveGroup, closes. May take as long as the broker does. */
  leave(): Promise<void>;
  /** Cuts the connections; nothing is said and nothing will be. */
  cut(): void;
};

export type ConsumerRunOptions = {
  brokers: string[];
  sessionMs: number;
  view: PageConsumerView;
  clock: Clock;
  log: Log;
  delayMs(): number;
  isPaused(): boolean;
  joined(memberId: string): void;
  /** Called at most once: this life is over. */
  failed(error: unknown): void;
  position(now: PositionNow): void;
};

/** A silent member is expelled after this long, unless told otherwise. All in ms. */
export const defaultSessionMs = 10_000;
const heartbeatMs = 1_000;
const rebalanceMs = 15_000;
const fetchWaitMs = 500;
const commitEveryMs = 1_000;
/** A slow record is waited for in slices, with a chance for a heartbeat between them. */
const sliceMs = 250;
const joinPatienceMs = 2_000;

export function startConsumerRun(options: ConsumerRunOptions): ConsumerRun {
  const { view, clock, log } = options;
  const sockets = createCutSockets();
  const over = new AbortController();
  let memberId = '';
  /** Next offset by `topic` and partition, of what was processed and not committed by itself. */
  const processed = new Map<string, { topic: string; partition: number; offset: string }>();
  /** Places of which it is known where it began, since it joined. */
  const begun = new Set<string>();
  const kafka = newKafka({ brokers: options.brokers, clientId: view.clientId, log, socketFactory: sockets.factory });
  const consumer: Consumer = kafka.consumer({
    groupId: view.group,
    partitionAssigners: hearingFetches(pageAssigners, began),
    sessionTimeout: options.sessionMs,
    heartbeatInterval: Math.min(heartbeatMs, Math.floor(options.sessionMs / 3)),
    rebalanceTimeout: rebalanceMs,
    maxWaitTimeInMs: fetchWaitMs,
    // A topic that got more partitions is noticed within this time.
    metadataMaxAge: 10_000,
    // Restarting is our own business: kafkajs would try for ever and tell nobody.
    retry: { retries: 4, initialRetryTime: 150, maxRetryTime: 1_000, restartOnFailure: async () => false },
  });

  /** Only the first answer since it joined tells something new: from then on it counts its records itself. */
  function began(topic: string, partition: number, position: number): void {
    const place = `${topic} ${partition}`;
    if (over.signal.aborted || memberId === '' || begun.has(place)) return;
    begun.add(place);
    options.position({ consumer: view.consumer, group: view.group, memberId, topic, partition, position });
  }

  function fail(error: unknown): void {
    if (over.signal.aborted) return;
    over.abort();
    options.failed(error);
  }

  async function work(heartbeat: () => Promise<void>): Promise<boolean> {
    const until = clock.now() + options.delayMs();
    for (let left = until - clock.now(); left > 0; left = until - clock.now()) {
      await pause(clock, Math.min(sliceMs, left), over.signal);
      if (over.signal.aborted) return false;
      await heartbeat();
    }
    return true;
  }

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch, resolveOffset, heartbeat, isRunning, isStale, commitOffsetsIfNecessary } = payload;
    const { topic, partition } = batch;
    const tell = (position: number) => {
      begun.add(`${topic} ${partition}`);
      options.position({ consumer: view.consumer, group: view.group, memberId, topic, partition, position });
    };
    for (const { offset } of batch.messages) {
      if (over.signal.aborted || options.isPaused() || !isRunning() || isStale()) return;
      tell(Number(offset));
      if (!(await work(heartbeat))) return;
      resolveOffset(offset);
      const next = Number(offset) + 1;
      if (!view.autoCommit) processed.set(`${topic} ${partition}`, { topic, partition, offset: String(next) });
      tell(next);
      await heartbeat();
      if (view.autoCommit) await commitOffsetsIfNecessary();
    }
  }

  async function live(): Promise<void> {
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [view.topic], fromBeginning: view.fromBeginning });
      await consumer.run({
        autoCommit: view.autoCommit,
        autoCommitInterval: commitEveryMs,
        eachBatchAutoResolve: false,
        eachBatch,
      });
    } catch (error) {
      fail(error);
      await consumer.disconnect().catch(ignore);
    }
  }

  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    memberId = payload.memberId;
    // What it processed before belongs to whoever owns those partitions now.
    processed.clear();
    begun.clear();
    if (options.isPaused()) consumer.pause([{ topic: view.topic }]);
    if (!over.signal.aborted) options.joined(memberId);
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => fail(payload.error));
  const living = live();

  return {
    pause() {
      if (memberId !== '') consumer.pause([{ topic: view.topic }]);
    },
    resume() {
      if (memberId !== '') consumer.resume([{ topic: view.topic }]);
    },
    async commit() {
      const told = [...processed];
      if (told.length > 0) await consumer.commitOffsets(told.map(([, offset]) => offset));
      for (const [key, offset] of told) if (processed.get(key) === offset) processed.delete(key);
      return told.length;
    },
    async leave() {
      over.abort();
      // Leaving in the middle of a join would leave a ghost in the group: let the join end first.
      await within(clock, joinPatienceMs, living);
      await consumer.disconnect().catch(ignore);
    },
    cut() {
      over.abort();
      sockets.cut();
      // Ends kafkajs's loops; it cannot reach the broker any more, so this says nothing to it.
      consumer.disconnect().catch(ignore);
    },
  };
}

/** Ending a client that is ending anyway: there is nobody left to tell. */
const ignore = (): void => undefined;
