// One consumer of the workshop, one life of it: it takes a record in hand, works, commits, in the order one asked for; it dies where
// it is told to, without a word, as `kill -9` does.
import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { AtelierEvent, CrashPoint, InHand, WorkshopSettings } from '#contract/atelier.ts';
import { pageAssigners } from '../bridge/assigners.ts';
import { createCutSockets } from '../bridge/cut-sockets.ts';
import { type Clock, pause, within } from '../clock.ts';
import { newKafka } from '../kafka-client.ts';
import type { Log } from '../log.ts';
import { orderIn } from './sender.ts';
import { wordsOf } from './words.ts';

export type Worker = {
  readonly name: string;
  readonly alive: boolean;
  /** Null before it has joined. */
  readonly partitions: readonly number[] | null;
  /** What it holds; null between two records. */
  readonly hand: InHand | null;
  /** Says LeaveGroup, closes. */
  leave(): Promise<void>;
};

export type WorkerOptions = {
  brokers: string[];
  clientId: string;
  log: Log;
  clock: Clock;
  name: string;
  topic: string;
  group: string;
  sessionMs: number;
  settings: WorkshopSettings;
  workMs(hand: InHand): number;
  /** Must it die here? Asked once at each point. */
  dies(point: CrashPoint, hand: InHand): boolean;
  tell(event: AtelierEvent): void;
  /** Its partitions have changed, or it has put down what it held. */
  moved(): void;
};

const sliceMs = 250;
const rebalanceMs = 15_000;
const leaveMs = 2_500;

export function startWorker(options: WorkerOptions): Worker {
  const { clock, settings, topic, name, tell } = options;
  const { autoCommit, commitAfter, oneByOne } = settings;
  const sockets = createCutSockets();
  const over = new AbortController();
  let partitions: readonly number[] | null = null;
  let hand: InHand | null = null;
  const kafka = newKafka({ ...options, socketFactory: sockets.factory });
  const consumer: Consumer = kafka.consumer({
    groupId: options.group,
    partitionAssigners: pageAssigners,
    sessionTimeout: options.sessionMs,
    heartbeatInterval: Math.min(1_000, Math.floor(options.sessionMs / 3)),
    rebalanceTimeout: rebalanceMs,
    maxWaitTimeInMs: 300,
    retry: { retries: 4, initialRetryTime: 150, maxRetryTime: 1_000, restartOnFailure: async () => false },
  });

  function die(point: CrashPoint): boolean {
    if (over.signal.aborted) return true;
    if (!hand || !options.dies(point, hand)) return false;
    over.abort();
    sockets.cut();
    // Ends kafkajs's loops; it cannot reach the broker any more, so this says nothing to it.
    consumer.disconnect().catch(ignore);
    tell({ type: 'crashed', point, ...hand });
    hand = null;
    options.moved();
    return true;
  }

  function fail(error: unknown): void {
    if (over.signal.aborted) return;
    over.abort();
    sockets.cut();
    hand = null;
    tell({ type: 'worker.failed', worker: name, reason: wordsOf(error) });
    options.moved();
  }

  /** The group may be about to share its partitions again: what is in hand is finished first. */
  const beat = (heartbeat: () => Promise<void>): Promise<void> => heartbeat().catch(ignore);

  async function work(ms: number, heartbeat: () => Promise<void>): Promise<void> {
    const until = clock.now() + ms;
    for (let left = ms; left > 0 && !over.signal.aborted; left = until - clock.now()) {
      await pause(clock, Math.min(sliceMs, left), over.signal);
      if (!over.signal.aborted) await beat(heartbeat);
    }
  }

  async function commit(partition: number, next: number): Promise<void> {
    try {
      await consumer.commitOffsets([{ topic, partition, offset: String(next) }]);
    } catch (error) {
      if (!over.signal.aborted) tell({ type: 'commit.refused', worker: name, partition, next, reason: wordsOf(error) });
      throw error;
    }
  }

  /** One record, to its end; false when it died on the way. */
  async function pass(it: InHand, payload: EachBatchPayload): Promise<boolean> {
    const { heartbeat, commitOffsetsIfNecessary } = payload;
    const next = it.offset + 1;
    tell({ type: 'read', ...it });
    if (die('before')) return false;
    // As clients that note an offset when they hand the record over (librdkafka: enable.auto.offset.store).
    if (autoCommit) payload.resolveOffset(String(it.offset));
    if (!autoCommit && !commitAfter) {
      await commit(it.partition, next);
      if (die('between')) return false;
    }
    tell({ type: 'began', ...it });
    const ms = options.workMs(it);
    await work(ms / 2, heartbeat);
    if (die('during')) return false;
    if (autoCommit) {
      await commitOffsetsIfNecessary();
      if (die('between')) return false;
    }
    await work(ms / 2, heartbeat);
    if (over.signal.aborted) return false;
    tell({ type: 'finished', ...it });
    if (!autoCommit && commitAfter) {
      if (die('between')) return false;
      if (oneByOne) await commit(it.partition, next);
    }
    if (die('after')) return false;
    if (!autoCommit) payload.resolveOffset(String(it.offset));
    await beat(heartbeat);
    return true;
  }

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch, isRunning, isStale } = payload;
    let reached: number | null = null;
    try {
      for (const message of batch.messages) {
        if (over.signal.aborted || !isRunning() || isStale()) return;
        const order = orderIn(message.value);
        if (!order) {
          payload.resolveOffset(message.offset);
          continue;
        }
        hand = { worker: name, partition: batch.partition, offset: Number(message.offset), ...order };
        if (!(await pass(hand, payload))) return;
        reached = hand.offset + 1;
        if (oneByOne) return;
      }
      if (reached !== null && !autoCommit && commitAfter) await commit(batch.partition, reached);
    } finally {
      hand = null;
      options.moved();
    }
  }

  async function live(): Promise<void> {
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({
        autoCommit,
        // Its timer has rung by the middle of the work.
        autoCommitInterval: Math.floor(settings.workMs / 4),
        eachBatchAutoResolve: false,
        eachBatch,
      });
    } catch (error) {
      fail(error);
      await consumer.disconnect().catch(ignore);
    }
  }

  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    if (over.signal.aborted) return;
    partitions = (payload.memberAssignment[topic] ?? []).toSorted((a, b) => a - b);
    options.moved();
  });
  // What the broker has accepted, whoever decided it: this program or the timer of its client.
  consumer.on(consumer.events.COMMIT_OFFSETS, ({ payload }) => {
    if (over.signal.aborted) return;
    for (const { partitions: all } of payload.topics)
      for (const { partition, offset } of all)
        tell({ type: 'committed', worker: name, partition: Number(partition), next: Number(offset) });
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => fail(payload.error));
  const living = live();

  return {
    name,
    get alive() {
      return !over.signal.aborted;
    },
    get partitions() {
      return partitions;
    },
    get hand() {
      return hand;
    },
    async leave() {
      const wasAlive = !over.signal.aborted;
      over.abort();
      await within(clock, leaveMs, living);
      if (wasAlive && !(await within(clock, leaveMs, consumer.disconnect()))) sockets.cut();
    },
  };
}

/** Ending a client that is ending anyway: there is nobody left to tell. */
const ignore = (): void => undefined;
