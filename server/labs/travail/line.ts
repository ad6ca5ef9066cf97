// The queue's side of a report: the task goes in, a worker takes it as soon as this machine has room for one, dies, is replaced.
import { randomBytes } from 'node:crypto';
import { type ReportSize, reportSizes } from '#contract/travail.ts';
import type { Delivery, WorkQueue } from '#server/queue/types.ts';
import { type Hand, hire, throwAway } from './hand.ts';
import type { Job, JobCare } from './job.ts';
import type { Slots } from './slots.ts';

/** Progress is told so many times. */
const parts = 20;

export type Line = {
  /** True once the broker has promised to keep the task. */
  put(job: Job): Promise<boolean>;
  /** Hires a worker. */
  work(job: Job): void;
  /** The worker dies in the middle of it, and another one is hired. */
  kill(job: Job, hand: Hand): Promise<void>;
  /** The task leaves the queue, undone. */
  giveUp(job: Job): Promise<void>;
  close(): Promise<void>;
};

export function openLine(queue: WorkQueue, slots: Slots, care: JobCare): Line {
  const { tell, trouble } = care;
  /** Before the number, in the name of a task: a queue that survived a restart holds others. */
  const run = randomBytes(4).toString('hex');
  let isOver = false;

  const watcher = queue.watchDead?.(({ id }) => {
    const job = care.current();
    if (job) care.failed(job, 'tries');
    // It was told, and nobody wants it.
    const clear = async (): Promise<void> => {
      if ((await queue.requeueDead(id)) && !isOver) await throwAway(queue);
    };
    void clear().catch(trouble);
  });

  async function work(job: Job): Promise<void> {
    const slot = slots.take();
    job.slot = slot;
    await slot.granted;
    if (isOver || care.current() !== job) {
      slot.free();
      return;
    }
    const hand = hire(queue, {
      onGiven: (delivery, thread) => given(job, delivery, thread),
      onBegan: (thread) => care.began(job, thread),
      onProgress: (done) => progress(job, done),
      onMade: (html, ms) => void finished(job, hand, html, ms).catch(trouble),
      onEnd(error) {
        trouble(error);
        void kill(job, hand).catch(trouble);
      },
    });
    job.hand = hand;
  }

  function given(job: Job, { body, attempt, redelivered }: Delivery, thread: number): ReportSize | null {
    const task = taskOf(body);
    if (task === null) return null;
    if (job.report === 0) {
      Object.assign(job, task);
      tell({ type: 'found', ...task });
    }
    job.told = 0;
    tell({ type: 'given', report: job.report, thread, attempt: attempt ?? 1, redelivered: redelivered ?? false });
    return job.size;
  }

  function progress(job: Job, done: number): void {
    const part = (pupils: number): number => Math.floor((pupils * parts) / job.size);
    if (part(done) === part(job.told)) return;
    job.told = done;
    tell({ type: 'progress', report: job.report, done });
  }

  async function finished(job: Job, hand: Hand, html: string, ms: number): Promise<void> {
    // Done is what the queue was told is done: a kill before this word would have it made again.
    await hand.acknowledge();
    await hand.leave();
    job.hand = null;
    await care.made(job, html, ms);
  }

  async function kill(job: Job, hand: Hand): Promise<void> {
    tell({ type: 'killed', report: job.report, thread: hand.thread, done: job.told });
    job.hand = null;
    await hand.kill();
    job.slot?.free();
    if (care.current() === job) void work(job);
  }

  return {
    async put({ report, size }) {
      const sent = await queue.send({ id: `${run}-${report}`, body: JSON.stringify({ report, size }) });
      return sent === 'kept';
    },
    work: (job) => void work(job).catch(trouble),
    kill,
    async giveUp({ hand }) {
      if (hand?.holds()) {
        await hand.acknowledge();
        await hand.leave();
        return;
      }
      await hand?.leave();
      if ((await queue.ready()) > 0) await throwAway(queue);
    },
    async close() {
      isOver = true;
      await watcher?.stop();
    },
  };
}

/** What is in a task; null when it is not one of ours. */
function taskOf(body: string): { report: number; size: ReportSize } | null {
  try {
    const { report, size } = JSON.parse(body) as { report?: unknown; size?: unknown };
    const known = reportSizes.find((each) => each === size);
    return Number.isInteger(report) && known ? { report: Number(report), size: known } : null;
  } catch {
    return null;
  }
}
