// The workshop's programs: for each run a real kafkajs producer and real consumers of one group, on a topic of their own, over TCP
// like everybody's. Whoever starts a run gets something that stops it; the topic goes with it.
import { performance } from 'node:perf_hooks';
import type { Broker } from '#server/broker/index.ts';
import { type Clock, within } from '../clock.ts';
import type { Log } from '../log.ts';
import { type Shop, type ShopPlan, startShop } from './shop.ts';

export type { Shop, ShopPlan } from './shop.ts';

export type Workshop = {
  /** Can the broker be told to lose an acknowledgement? Not a real cluster. */
  readonly faults: boolean;
  /** Null when too many runs are open on this server. */
  start(plan: ShopPlan): Shop | null;
  /** Runs whose programs are not all closed yet. */
  open(): number;
  close(): Promise<void>;
};

export type WorkshopOptions = {
  brokers: string[];
  faults: Broker['faults'] | null;
  log: Log;
  clock: Clock;
  /** How long the group waits for a dead consumer, ms. */
  sessionMs?: number | undefined;
  clientIdFor(owner: string, client: string): string;
};

/** Runs at once: a class, each of four clients. */
const maxShops = 60;
/** A class wants to see a dead consumer replaced; Apache Kafka accepts no less than 6 s. */
const sessions = { embedded: 4_500, cluster: 6_000 } as const;
const closeMs = 3_000;

export function createWorkshop(options: WorkshopOptions): Workshop {
  const { faults } = options;
  const shops = new Set<Shop>();
  const sessionMs = options.sessionMs ?? (faults ? sessions.embedded : sessions.cluster);
  /** Names of topics must not come back: a real cluster deletes late. */
  const life = Math.round(performance.timeOrigin % 1e8).toString(36);
  let made = 0;
  return {
    faults: faults !== null,
    start(plan) {
      if (shops.size >= maxShops) return null;
      made += 1;
      const shop = startShop({ ...options, plan, sessionMs, name: `${life}${made}` });
      shops.add(shop);
      void shop.closed.then(() => shops.delete(shop));
      return shop;
    },
    open: () => shops.size,
    async close() {
      const all = Promise.all([...shops].map((shop) => shop.stop('stopped')));
      if (!(await within(options.clock, closeMs, all)))
        options.log.warn({}, 'some clients of the workshop did not close in time');
    },
  };
}
