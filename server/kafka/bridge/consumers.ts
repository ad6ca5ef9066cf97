// All consumers started from pages: ids, limits, who owns which, and what happens to those that end.
import type { PageConsumerView } from '#contract/kafka-events.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Bridge, BridgeResult } from '../types.ts';
import { type ClientIds, consumerClientId } from './client-ids.ts';
import type { PositionNow } from './consumer-run.ts';
import { createPageConsumer, type PageConsumer } from './page-consumer.ts';
import { bridgeLimits, noSuchConsumer, notRunning, notYours, ok, tooManyInAll, tooManyOwn } from './refusals.ts';

/** A killed consumer stays in sight while the group still waits for it, then goes. */
const killedShownMs = 30_000;
/** On top of a session timeout: a rebalance that waits for a dead member takes that long, and LeaveGroup comes after. */
const stopPatienceMs = 2_000;
/** Nobody is there to wait any more. */
const closePatienceMs = 3_000;

type Change = Parameters<Parameters<Bridge['onConsumer']>[0]>[0];
type AddInput = Parameters<Bridge['addConsumer']>[1];

export type Consumers = {
  add(owner: string, input: AddInput): BridgeResult<{ consumer: string }>;
  /** Runs `act` on a consumer of this owner that is still alive, or says why not. */
  with(owner: string, consumer: string, act: (one: PageConsumer) => void | Promise<void>): Promise<BridgeResult<null>>;
  /** Starts to stop it; it goes out of sight when it has stopped. */
  stop(one: PageConsumer): void;
  removeLater(consumer: string): void;
  views(): PageConsumerView[];
  closeOwner(owner: string): Promise<void>;
  close(): Promise<void>;
};

export function createConsumers(options: {
  brokers: string[];
  sessionMs: number;
  clock: Clock;
  log: Log;
  ids: ClientIds;
  changed(change: Change): void;
  position(now: PositionNow): void;
}): Consumers {
  const { clock, ids } = options;
  const all = new Map<string, PageConsumer>();
  let last = 0;
  /** Whose command is being carried out: what changes meanwhile is their doing. */
  let acting: string | null = null;

  const isAlive = ({ view }: PageConsumer) => view.state !== 'stopped' && view.state !== 'killed';
  const alive = () => [...all.values()].filter(isAlive);
  const ofOwner = (owner: string) => [...all.values()].filter(({ view }) => view.owner === owner);

  function changed(change: Change): void {
    options.changed(acting === null || 'removed' in change ? change : { ...change, by: acting });
  }

  /** Only what `act` changes before it waits for anything. */
  function actingAs<T>(owner: string, act: () => T): T {
    acting = owner;
    try {
      return act();
    } finally {
      acting = null;
    }
  }

  function remove(consumer: string): void {
    if (all.delete(consumer)) changed({ removed: consumer });
  }

  async function end(ones: PageConsumer[]): Promise<void> {
    await Promise.all(
      ones.map(async (one) => {
        if (isAlive(one)) await one.stop(closePatienceMs);
        remove(one.view.consumer);
      }),
    );
  }

  return {
    add(owner, input) {
      const living = alive();
      if (living.filter(({ view }) => view.owner === owner).length >= bridgeLimits.consumersPerOwner)
        return tooManyOwn();
      if (living.length >= bridgeLimits.consumers) return tooManyInAll();
      last += 1;
      const consumer = `c-${last}`;
      const clientId = consumerClientId(owner, consumer);
      ids.remember(clientId, { owner, consumer });
      const view: PageConsumerView = { ...input, consumer, owner, clientId, state: 'starting' };
      actingAs(owner, () => changed({ consumer: view }));
      const { brokers, sessionMs, log, position } = options;
      all.set(
        consumer,
        createPageConsumer({
          brokers,
          sessionMs,
          view,
          clock,
          log,
          changed: (next) => changed({ consumer: next }),
          position,
        }),
      );
      return ok({ consumer });
    },
    async with(owner, consumer, act) {
      const one = all.get(consumer);
      if (!one) return noSuchConsumer();
      if (one.view.owner !== owner) return notYours();
      if (!isAlive(one)) return notRunning();
      await actingAs(owner, () => act(one));
      return ok(null);
    },
    stop(one) {
      void one.stop(options.sessionMs + stopPatienceMs).then(() => remove(one.view.consumer));
    },
    removeLater(consumer) {
      clock.after(killedShownMs, () => remove(consumer));
    },
    views: () => [...all.values()].map(({ view }) => view),
    closeOwner: (owner) => end(ofOwner(owner)),
    close: () => end([...all.values()]),
  };
}
