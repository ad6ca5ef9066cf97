// One consumer started from a page: real kafkajs, real group join; slowed, paused, stopped cleanly or killed on demand.
// When its broker goes away it says so and tries again, a bounded number of times.
import type { PageConsumerView } from '#contract/kafka-events.ts';
import { type Clock, pause, within } from '../clock.ts';
import { causeOf, isPassing, toWireError } from '../errors.ts';
import type { Log } from '../log.ts';
import { type ConsumerRun, type PositionNow, startConsumerRun } from './consumer-run.ts';

export type PageConsumer = {
  readonly view: PageConsumerView;
  pause(): void;
  resume(): void;
  slow(delayMs: number): void;
  /** How many partitions were committed; rejects with what kafkajs throws. */
  commit(): Promise<number>;
  /** LeaveGroup, then close; after `patienceMs` its connections are cut, and the group will find out by itself. */
  stop(patienceMs: number): Promise<void>;
  /** Cuts its connections without a word and never comes back. */
  kill(): void;
};

export type PageConsumerOptions = {
  brokers: string[];
  sessionMs: number;
  view: PageConsumerView;
  clock: Clock;
  log: Log;
  changed(view: PageConsumerView): void;
  position(now: PositionNow): void;
};

/** About four minutes of patience: 0.5 s doubling to 5 s. */
const maxRestarts = 50;
const firstRestartMs = 500;
const longestRestartMs = 5_000;

const isOver = (view: PageConsumerView) =>
  view.state === 'stopping' || view.state === 'stopped' || view.state === 'killed';

export function createPageConsumer({
  brokers,
  sessionMs,
  view: first,
  clock,
  log,
  changed,
  position,
}: PageConsumerOptions): PageConsumer {
  let view = first;
  let paused = false;
  let restarts = 0;
  let run: ConsumerRun | null = null;
  const ended = new AbortController();

  function become(state: PageConsumerView['state'], reason?: string): void {
    const { reason: _, ...rest } = view;
    const next: PageConsumerView = reason === undefined ? { ...rest, state } : { ...rest, state, reason };
    if (next.state === view.state && next.reason === view.reason) return;
    view = next;
    changed(view);
  }

  function start(): void {
    run = startConsumerRun({
      brokers,
      sessionMs,
      clock,
      log,
      view,
      delayMs: () => view.delayMs,
      isPaused: () => paused,
      joined() {
        restarts = 0;
        if (!isOver(view)) become(paused ? 'paused' : 'running');
      },
      failed: (error) => void failed(error),
      position,
    });
  }

  async function failed(error: unknown): Promise<void> {
    if (isOver(view)) return;
    const { message } = toWireError(error);
    log.warn({ consumer: view.consumer, group: view.group, ...causeOf(error) }, 'a page consumer failed');
    run?.cut();
    if (!isPassing(error) && restarts >= 2) return become('failed', message);
    if (restarts >= maxRestarts) {
      return become('failed', `${message} Ce consommateur a renoncé\u00a0: arrêtez-le, puis ajoutez-en un autre.`);
    }
    become('failed', `${message} Nouvelle tentative en cours.`);
    await pause(clock, Math.min(longestRestartMs, firstRestartMs * 2 ** Math.min(restarts, 8)), ended.signal);
    restarts += 1;
    if (!isOver(view)) start();
  }

  start();

  return {
    get view() {
      return view;
    },
    pause() {
      paused = true;
      run?.pause();
      if (view.state === 'running') become('paused');
    },
    resume() {
      paused = false;
      run?.resume();
      if (view.state === 'paused') become('running');
    },
    slow(delayMs) {
      if (view.delayMs === delayMs) return;
      view = { ...view, delayMs };
      changed(view);
    },
    commit: async () => (await run?.commit()) ?? 0,
    async stop(patienceMs) {
      if (isOver(view)) return;
      become('stopping');
      ended.abort();
      const current = run;
      if (current && !(await within(clock, patienceMs, current.leave()))) current.cut();
      become('stopped');
    },
    kill() {
      if (view.state === 'killed' || view.state === 'stopped') return;
      ended.abort();
      run?.cut();
      become('killed');
    },
  };
}
