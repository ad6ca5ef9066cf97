// What the tests of this room share: a real embedded broker on a free port, a view of it, and waiting on conditions.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import { type Broker, startBroker } from '#server/broker/index.ts';
import { createKafka, type KafkaSource } from './index.ts';
import { silentLog } from './log.ts';
import type { Bridge, ClusterView } from './types.ts';

type Of<T extends KafkaEvent['type']> = Extract<KafkaEvent, { type: T }>;

/** Everything one listener heard, the present first. */
export type Heard = {
  events: KafkaEvent[];
  volatile: Map<string, unknown>;
  all<T extends KafkaEvent['type']>(type: T): Of<T>[];
  /** Resolves with what `find` answers as soon as it is not null or false. The test's own time limit applies. */
  until<R>(find: (heard: Heard) => R | null | undefined | false): Promise<R>;
};

export async function listenTo(view: ClusterView): Promise<Heard> {
  const waiting = new Set<() => void>();
  const heard: Heard = {
    events: [],
    volatile: new Map(),
    all: <T extends KafkaEvent['type']>(type: T) => heard.events.filter((event): event is Of<T> => event.type === type),
    until: (find) =>
      new Promise((resolve) => {
        const look = () => {
          const found = find(heard);
          if (found === null || found === undefined || found === false) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
  const early: KafkaEvent[] = [];
  let isReady = false;
  const present = await view.open(({ events, volatile }) => {
    (isReady ? heard.events : early).push(...events);
    for (const [key, value] of volatile) value === null ? heard.volatile.delete(key) : heard.volatile.set(key, value);
    for (const look of [...waiting]) look();
  });
  heard.events.push(...present, ...early);
  isReady = true;
  return heard;
}

export type House = {
  broker: Broker;
  address: string;
  view: ClusterView;
  bridge: Bridge;
  heard: Heard;
  close(): Promise<void>;
};

export async function startHouse(
  mode: KafkaSource['mode'] = 'embedded',
  { sessionMs = 3_000, ...options }: { port?: number; dataDir?: string; sessionMs?: number } = {},
): Promise<House> {
  const broker = await startBroker({ port: 0, dataDir: ':memory:', advertisedHost: '127.0.0.1', ...options });
  const address = `127.0.0.1:${broker.address.port}`;
  const source: KafkaSource =
    mode === 'embedded'
      ? { mode, broker, faults: broker.faults, brokers: [address], address }
      : { mode, brokers: [address], address };
  const { view, bridge } = createKafka(source, { log: silentLog, sessionMs });
  const heard = await listenTo(view);
  return {
    broker,
    address,
    view,
    bridge,
    heard,
    async close() {
      await bridge.close();
      await view.close();
      await broker.close();
    },
  };
}

/** The latest picture of a group in which every member owns something and the phase is Stable. */
export const stableGroup = (group: string, members: number) => (heard: Heard) => {
  const last = heard.all('group.changed').findLast((event) => event.group.group === group)?.group;
  return last?.phase === 'Stable' && last.members.length === members ? last : null;
};

/** The value of a result that must be a success. */
export function must<T>(result: { ok: true; result: T } | { ok: false; error: { message: string } }): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.result;
}

/** Where an outside client is, or null on a machine without it. */
export function findProgram(names: string[], args: string[]): string | null {
  for (const name of names.filter((each) => !each.startsWith('/') || existsSync(each))) {
    try {
      execFileSync(name, args, { stdio: 'ignore' });
      return name;
    } catch {
      // Not this one.
    }
  }
  return null;
}
