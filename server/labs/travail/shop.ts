// One person's demonstration server, their queue, and the report under way. What happens is told when it happens.
import type { Ack } from '#contract/errors.ts';
import type { ReportSize, TravailEvent, Way } from '#contract/travail.ts';
import type { WorkQueue } from '#server/queue/types.ts';
import { type Clock, refuse } from '#server/realtime/index.ts';
import { type Demo, startDemo } from './demo.ts';
import type { Job } from './job.ts';
import { openLine } from './line.ts';
import type { Reports } from './reports.ts';
import type { Slots } from './slots.ts';

export type Shop = {
  ping(): Promise<number | null>;
  make(way: Way, size: ReportSize): Promise<Ack<unknown>>;
  cancel(): Promise<Ack<unknown>>;
  kill(): Promise<Ack<unknown>>;
  isBusy(): boolean;
  /** All threads end. `gone`: so does the queue; otherwise a task under way goes back into it. */
  close(why: 'idle' | 'gone' | 'stop' | 'died'): Promise<void>;
};

type Options = {
  owner: string;
  /** The number of their last report: none is given twice in a journal. */
  last: number;
  queue: WorkQueue;
  clock: Clock;
  slots: Slots;
  reports: Reports;
  tell(event: TravailEvent): void;
  onError(error: unknown, message: string): void;
  /** The demonstration server died by itself. */
  onEnd(): void;
};

const done: Ack<unknown> = { ok: true, result: {} };

export async function openShop(options: Options): Promise<Shop> {
  const { owner, queue, clock, slots, reports, onError } = options;
  let isOver = false;
  let { last } = options;
  let job: Job | null = null;

  const tell = (event: TravailEvent): void => {
    if (event.type === 'found') last = Math.max(last, event.report);
    if (!isOver) options.tell(event);
  };
  const trouble = (error: unknown): void => onError(error, `the report of ${owner} could not be made`);

  async function openDemo(): Promise<Demo> {
    const opened = startDemo(clock.elapsed, {
      onBegan: () => job && began(job, opened.thread, opened),
      onMade: (html, ms) => job && void made(job, html, ms).catch(trouble),
      onKeep: () => job && void put(job).catch(trouble),
      onAnswer() {
        if (!job) return;
        const ms = Math.round((clock.elapsed() - job.askedAt) * 10) / 10;
        tell({ type: 'answered', report: job.report, ms });
        job.settle();
      },
      onEnd(error) {
        trouble(error);
        if (job?.way === 'inline') failed(job, 'broken');
        tell({ type: 'closed', why: 'died' });
        options.onEnd();
      },
    });
    // It has started once it has caught up; the ping after that says what is usual, whenever the first report is asked for.
    if ((await opened.caughtUp()) && (await opened.ping()) !== null) tell({ type: 'opened', thread: opened.thread });
    return opened;
  }

  function began({ report }: Job, thread: number, server = demo): void {
    server.pings.begin();
    tell({ type: 'began', report, thread });
  }

  function over(which: Job): void {
    which.slot?.free();
    which.settle();
    if (job === which) job = null;
  }

  function failed(which: Job, why: 'tries' | 'refused' | 'broken'): void {
    tell({ type: 'failed', report: which.report, why });
    over(which);
  }

  async function made(which: Job, html: string, ms: number): Promise<void> {
    const { report } = which;
    demo.pings.end();
    which.slot?.free();
    // The answers that waited are part of what is measured.
    await demo.caughtUp();
    if (isOver || job !== which) return;
    const kept = reports.add(owner, report, html);
    tell({ type: 'made', report, ms: Math.round(ms), ...kept, pings: demo.pings.measured() });
    over(which);
  }

  async function put(which: Job): Promise<void> {
    const isKept = await line.put(which);
    demo.kept(which.report);
    if (isOver || job !== which) return;
    if (!isKept) {
      failed(which, 'refused');
      return;
    }
    tell({ type: 'queued', report: which.report });
    line.work(which);
  }

  function begin(report: number, way: Way, size: ReportSize): { mine: Job; settled: Promise<void> } {
    let settle = (): void => {};
    const settled = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const mine: Job = { report, way, size, askedAt: clock.elapsed(), slot: null, hand: null, told: 0, settle };
    job = mine;
    return { mine, settled };
  }

  const line = openLine(queue, slots, { tell, current: () => job, began, made, failed, trouble });
  const waits = await queue.ready();
  let demo = await openDemo();
  if (waits > 0) line.work(begin(0, 'queue', 10).mine);

  return {
    ping: () => demo.ping(),
    isBusy: () => job !== null,
    async make(way, size) {
      if (job) return refuse('limit-reached', 'Un rapport était déjà en cours\u00a0: celui-ci n’a pas été demandé.');
      last += 1;
      const { mine, settled } = begin(last, way, size);
      tell({ type: 'asked', report: mine.report, way, size });
      if (way === 'queue') {
        demo.ask(mine.report, way, size);
        await settled;
        return done;
      }
      mine.slot = slots.take();
      void mine.slot.granted.then(() => {
        if (isOver || job !== mine) return;
        mine.askedAt = clock.elapsed();
        demo.ask(mine.report, way, size);
      });
      return done;
    },
    async kill() {
      const hand = job?.hand;
      if (!job || !hand?.holds()) return refuse('not-found', 'Aucun ouvrier n’a de rapport en main.');
      await line.kill(job, hand);
      return done;
    },
    async cancel() {
      const mine = job;
      if (!mine || mine.report === 0) return refuse('not-found', 'Aucun rapport n’est en cours.');
      tell({ type: 'cancelled', report: mine.report });
      over(mine);
      if (mine.way === 'queue') {
        await line.giveUp(mine);
        return done;
      }
      tell({ type: 'closed', why: 'killed' });
      await demo.kill();
      demo = await openDemo();
      return done;
    },
    async close(why) {
      if (why === 'idle') tell({ type: 'closed', why });
      isOver = true;
      const hand = job?.hand;
      if (job) over(job);
      await hand?.leave();
      await line.close();
      await demo.kill();
      await queue.close();
      if (why === 'gone') await queue.delete();
    },
  };
}
