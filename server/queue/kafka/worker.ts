// One worker of a Kafka group. A partition is read in order: its next task comes once the one at hand is done and committed, so a
// worker has one task a partition in hand. There is no word for « not done », and a delivery does not say that it is not the first.
import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import { createCutSockets, type Log, newKafka } from '#server/kafka/index.ts';
import type { Link } from '../link.ts';
import type { ConsumeOptions, Delivery, QueueClock } from '../types.ts';

export type Place = { brokers: string[]; topic: string; group: string; log: Log; clock: QueueClock; sessionMs: number };

/** A long task is waited for in slices, with a heartbeat between them. */
const sliceMs = 200;
const patienceMs = 3_000;

export async function openWorker(place: Place, me: string, { prefetch, onTask }: ConsumeOptions): Promise<Link> {
  const { brokers, topic, group, log, clock, sessionMs } = place;
  const sockets = createCutSockets();
  const kafka = newKafka({ brokers, clientId: me, log, socketFactory: sockets.factory });
  const consumer: Consumer = kafka.consumer({
    groupId: group,
    sessionTimeout: sessionMs,
    heartbeatInterval: Math.floor(sessionMs / 4),
    rebalanceTimeout: sessionMs,
    maxWaitTimeInMs: 200,
    retry: { retries: 2, initialRetryTime: 100, maxRetryTime: 500, restartOnFailure: async () => false },
  });
  let end = (): void => {};
  const lost = new Promise<void>((resolve) => {
    end = resolve;
  });
  let isOver = false;
  const over = (): void => {
    isOver = true;
    end();
  };
  consumer.on(consumer.events.CRASH, over);
  const joined = new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.GROUP_JOIN, () => resolve());
    void lost.then(() => reject(new Error('the group cannot be joined')));
  });
  // Looked at below, if it comes to that.
  joined.catch(() => {});

  const pause = (): Promise<void> => new Promise((resolve) => void clock.after(sliceMs, resolve));

  /** True once it is done: the next one may come. */
  async function give(message: KafkaMessage, payload: EachBatchPayload): Promise<boolean> {
    const { batch, heartbeat, isStale, isRunning } = payload;
    let isDone = false;
    let tell = (): void => {};
    const done = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const delivery: Delivery = {
      id: message.headers?.id?.toString() ?? '',
      body: message.value?.toString() ?? '',
      redelivered: null,
      attempt: null,
      async ack() {
        if (isOver || isDone || isStale()) return false;
        const offset = String(Number(message.offset) + 1);
        // Refused when the partition is somebody else's by now.
        isDone = await consumer.commitOffsets([{ topic, partition: batch.partition, offset }]).then(
          () => true,
          () => false,
        );
        tell();
        return isDone;
      },
      nack: null,
    };
    onTask(delivery);
    while (!isDone && !isOver && isRunning() && !isStale()) {
      await Promise.race([done, pause()]);
      if (!isDone) await heartbeat();
    }
    if (isDone) payload.resolveOffset(message.offset);
    return isDone;
  }

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    for (const message of payload.batch.messages) {
      if (isOver || !payload.isRunning() || payload.isStale()) return;
      if (!(await give(message, payload))) return;
      await payload.heartbeat();
    }
  }

  const cut = (): void => {
    over();
    sockets.cut();
    // Ends kafkajs's loops; it cannot reach the broker any more, so this says nothing to it.
    consumer.disconnect().catch(() => {});
  };
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: prefetch,
      eachBatch,
    });
    await joined;
  } catch (error) {
    cut();
    throw error;
  }
  return {
    lost,
    cut,
    async close() {
      over();
      await Promise.race([
        consumer.disconnect().catch(() => {}),
        new Promise<void>((resolve) => void clock.after(patienceMs, resolve)),
      ]);
      sockets.cut();
    },
  };
}
