// A worker hired for one queue: a thread that makes the report, and the consumer that holds its task. They live and die together.
import type { ReportSize } from '#contract/travail.ts';
import type { Delivery, WorkQueue } from '#server/queue/types.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { startThread } from './threads.ts';

export type HandEvents = {
  /** The size of the report; null: this task is none of ours, and is thrown away. */
  onGiven(delivery: Delivery, thread: number): ReportSize | null;
  onBegan(thread: number): void;
  onProgress(done: number): void;
  onMade(html: string, ms: number): void;
  /** The thread died by itself. */
  onEnd(error: unknown): void;
};

export type Hand = {
  readonly thread: number;
  /** Has the task, and has not said that it is done. */
  holds(): boolean;
  /** The task is done, or is to be done by nobody: it leaves the queue. False when it was too late to say so. */
  acknowledge(): Promise<boolean>;
  /** In the middle of its work, without a word: the queue gives the task out again. */
  kill(): Promise<void>;
  leave(): Promise<void>;
};

export function hire(queue: WorkQueue, events: HandEvents): Hand {
  let held: Delivery | null = null;
  const thread = startThread<ToWorker, FromWorker>('report', {
    onMessage(message) {
      if ('began' in message) events.onBegan(thread.number);
      else if ('progress' in message) events.onProgress(message.progress);
      else events.onMade(message.html, message.ms);
    },
    onEnd: events.onEnd,
  });
  const { number } = thread;
  const consumer = queue.consume({
    prefetch: 1,
    onTask(delivery) {
      held = delivery;
      const make = events.onGiven(delivery, number);
      if (make === null) void delivery.ack();
      else thread.post({ make });
    },
  });
  return {
    thread: number,
    holds: () => held !== null,
    async acknowledge() {
      const delivery = held;
      held = null;
      return (await delivery?.ack()) ?? false;
    },
    async kill() {
      await thread.kill();
      consumer.kill();
    },
    async leave() {
      await thread.kill();
      await consumer.stop();
    },
  };
}

/** Takes the one task that waits out of the queue, undone. */
export function throwAway(queue: WorkQueue): Promise<void> {
  return new Promise((resolve) => {
    const consumer = queue.consume({
      prefetch: 1,
      onTask: (delivery) => void delivery.ack().then(() => consumer.stop().then(resolve)),
    });
  });
}
