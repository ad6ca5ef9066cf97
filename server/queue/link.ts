// Connections to brokers that come and go: one opened when it is asked for, one that is opened again as long as it is wanted.
import type { QueueClock } from './types.ts';

/** One connection: `lost` resolves when it is over, whatever ended it. */
export type Link = { lost: Promise<void>; close(): Promise<void>; cut(): void };

export type OnDemand<L> = {
  /** The connection there is, or another one. Rejects when the broker does not answer. */
  get(): Promise<L>;
  close(): Promise<void>;
};

export function onDemand<L extends Link>(open: () => Promise<L>): OnDemand<L> {
  let current: Promise<L> | null = null;
  return {
    get() {
      if (current === null) {
        const opening = open();
        current = opening;
        const forget = (): void => {
          if (current === opening) current = null;
        };
        opening.then((link) => link.lost).then(forget, forget);
      }
      return current;
    },
    async close() {
      const link = await current?.catch(() => null);
      current = null;
      await link?.close();
    },
  };
}

const firstPauseMs = 100;
const longestPauseMs = 2_000;

/** Opened now, and again after a growing pause, until it is stopped or killed. */
export function keepLink(
  open: () => Promise<Link>,
  { clock, onState = () => {} }: { clock: QueueClock; onState?: ((state: 'ready' | 'waiting') => void) | undefined },
): { stop(): Promise<void>; kill(): void } {
  let isOver = false;
  let link: Link | null = null;
  let wake = (): void => {};

  async function live(): Promise<void> {
    let pauseMs = firstPauseMs;
    while (!isOver) {
      try {
        link = await open();
        if (isOver) break;
        pauseMs = firstPauseMs;
        onState('ready');
        await link.lost;
        link = null;
      } catch {
        // The broker does not answer: told by `waiting`, and tried again.
      }
      if (isOver) break;
      onState('waiting');
      await new Promise<void>((resolve) => {
        const cancel = clock.after(pauseMs, resolve);
        wake = () => {
          cancel();
          resolve();
        };
      });
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    }
  }
  const living = live();

  return {
    async stop() {
      isOver = true;
      wake();
      if (link === null) await living;
      await link?.close().catch(() => {});
      await living;
    },
    kill() {
      isOver = true;
      wake();
      if (link) link.cut();
      else void living.then(() => link?.cut());
    },
  };
}
