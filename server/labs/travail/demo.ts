// One demonstration server as the main thread sees it: pings pass through, requests too, what it says is told to its shop.
import type { ReportSize, Way } from '#contract/travail.ts';
import type { FromDemo, ToDemo } from './messages.ts';
import { createPings, type Pings } from './pings.ts';
import { startThread } from './threads.ts';

export type Demo = {
  readonly thread: number;
  readonly pings: Pings;
  /** The round trip in ms; null when too many wait, or when it died before it answered. */
  ping(): Promise<number | null>;
  ask(report: number, way: Way, size: ReportSize): void;
  kept(report: number): void;
  /** True once everything that it was told until now is read; false once it is dead. */
  caughtUp(): Promise<boolean>;
  kill(): Promise<void>;
};

export type DemoEvents = {
  onBegan(): void;
  onMade(html: string, ms: number): void;
  onKeep(): void;
  onAnswer(): void;
  onEnd(error: unknown): void;
};

export function startDemo(elapsed: () => number, events: DemoEvents): Demo {
  const pings = createPings(elapsed);
  const waiting = new Map<number, (ms: number | null) => void>();
  /** Pings of our own, with numbers below zero: nobody's page waits for them. */
  const catchingUp = new Map<number, (isAlive: boolean) => void>();
  let ours = 0;
  let isDead = false;

  function dead(): void {
    isDead = true;
    for (const answer of waiting.values()) answer(null);
    for (const resolve of catchingUp.values()) resolve(false);
    waiting.clear();
    catchingUp.clear();
  }

  function heard(message: FromDemo): void {
    if ('pong' in message) {
      catchingUp.get(message.pong)?.(true);
      catchingUp.delete(message.pong);
      const ms = pings.came(message.pong);
      waiting.get(message.pong)?.(ms);
      waiting.delete(message.pong);
    } else if ('began' in message) events.onBegan();
    else if ('made' in message) events.onMade(message.html, message.ms);
    else if ('keep' in message) events.onKeep();
    else events.onAnswer();
  }

  const thread = startThread<ToDemo, FromDemo>('demo', {
    onMessage: heard,
    onEnd(error) {
      dead();
      events.onEnd(error);
    },
  });

  return {
    thread: thread.number,
    pings,
    ping() {
      const number = isDead ? null : pings.sent();
      if (number === null) return Promise.resolve(null);
      const answer = new Promise<number | null>((resolve) => waiting.set(number, resolve));
      thread.post({ ping: number });
      return answer;
    },
    ask: (report, way, size) => thread.post({ ask: report, way, size }),
    kept: (report) => thread.post({ kept: report }),
    caughtUp() {
      if (isDead) return Promise.resolve(false);
      ours -= 1;
      const number = ours;
      thread.post({ ping: number });
      return new Promise((resolve) => catchingUp.set(number, resolve));
    },
    async kill() {
      dead();
      await thread.kill();
    },
  };
}
