// For tests: a coordinator on a clock that moves when told, and requests as a member would send them.

import { type Clock, manualClock } from '../clock.ts';
import type { BrokerEvent } from '../events.ts';
import { openGroupCoordinator } from './registry.ts';
import { memoryStateStore, type StateStore } from './store.ts';
import type { CommitRequest, ConsumerDecoder, GroupLimits, JoinRequest, JoinResult, SyncResult } from './types.ts';

export const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const parsed = (raw: Uint8Array) => JSON.parse(new TextDecoder().decode(raw));

/** Stands in for the consumer protocol: subscriptions (a list of topics, or `{topics, owned}`) and assignments are JSON here. */
const jsonDecoder: ConsumerDecoder = {
  assignment: parsed,
  subscription: (raw) => parsed(raw).topics ?? parsed(raw),
  owned: (raw) => parsed(raw).owned ?? [],
};

/** A manual clock that also knows how many timers are waiting. */
function countedClock() {
  const clock = manualClock();
  const live = new Set<object>();
  const counted: Clock & { advance(ms: number): void; waiting(): number } = {
    now: clock.now,
    advance: clock.advance,
    waiting: () => live.size,
    after(ms, run) {
      const token = {};
      live.add(token);
      const timer = clock.after(ms, () => {
        live.delete(token);
        run();
      });
      return {
        cancel() {
          live.delete(token);
          timer.cancel();
        },
      };
    },
  };
  return counted;
}

/** What a promise has come to, without waiting for it. */
export type Parked<T> = { result: T | undefined; promise: Promise<T> };
export function watch<T>(promise: Promise<T>): Parked<T> {
  const parked: Parked<T> = { result: undefined, promise };
  void promise.then((result) => {
    parked.result = result;
  });
  return parked;
}

/** Lets every promise that can resolve do so; time stands still. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export type Story = Awaited<ReturnType<typeof startStory>>;
type Setting = { limits?: Partial<GroupLimits>; store?: StateStore; clock?: ReturnType<typeof countedClock> };

export async function startStory(setting: Setting = {}) {
  const clock = setting.clock ?? countedClock();
  const store = setting.store ?? memoryStateStore();
  const events: BrokerEvent[] = [];
  let ids = 0;
  const groups = await openGroupCoordinator({
    clock,
    store,
    emit: (event) => void events.push(structuredClone(event)),
    decoder: jsonDecoder,
    limits: setting.limits ?? {},
    newId: () => `id${++ids}`,
  });
  return { clock, store, events, groups, ...requests(groups), ...tellings(events) };
}

type Groups = Awaited<ReturnType<typeof openGroupCoordinator>>;
type Seat = { memberId: string; generation: number; instanceId?: string | null; connection?: number };

function requests(groups: Groups) {
  const join = (memberId: string, changes: Partial<JoinRequest> = {}) =>
    watch<JoinResult>(
      groups.join({
        group: 'g',
        memberId,
        instanceId: null,
        clientId: 'c',
        clientHost: '127.0.0.1:1',
        connection: 1,
        sessionTimeoutMs: 10_000,
        rebalanceTimeoutMs: 60_000,
        protocolType: 'consumer',
        protocols: [{ name: 'range', metadata: bytes(['t']) }],
        requireMemberId: false,
        ...changes,
      }),
    );
  const sync = (seat: Seat, shares: Record<string, unknown> = {}) =>
    watch<SyncResult>(
      groups.sync({
        group: 'g',
        instanceId: null,
        connection: 1,
        ...seat,
        assignments: Object.entries(shares).map(([memberId, share]) => ({ memberId, assignment: bytes(share) })),
      }),
    );
  const beat = (seat: Seat) => groups.heartbeat({ group: 'g', instanceId: null, connection: 1, ...seat }).code;
  const leave = (memberId: string, instanceId: string | null = null, reason: string | null = null) =>
    groups.leave({ group: 'g', members: [{ memberId, instanceId, reason }] }).members[0]?.code;
  const commit = (seat: Seat | null, offset: number, changes: Partial<CommitRequest> = {}) =>
    groups.commit({
      group: 'g',
      memberId: seat?.memberId ?? '',
      generation: seat?.generation ?? -1,
      instanceId: seat?.instanceId ?? null,
      clientId: 'c',
      offsets: [{ topic: 't', partition: 0, offset, leaderEpoch: 3, metadata: 'note' }],
      ...changes,
    });
  const committed = (group = 'g', topic = 't', partition = 0) =>
    groups.fetch({ group, topics: [{ topic, partitions: [partition] }], requireStable: false }).topics[0]
      ?.partitions[0];
  /** A Stable group of `count` members: member n (from 1) is on connection n, owns partition n - 1, the first leads. */
  const stable = async (count: number, changes: (n: number) => Partial<JoinRequest> = () => ({})) => {
    let seats: JoinResult[] = [];
    for (let n = 1; n <= count; n += 1) {
      const newcomer = join('', { connection: n, clientId: `c${n}`, ...changes(n) });
      const others = seats.map(({ memberId }, i) => join(memberId, { connection: i + 1, ...changes(i + 1) }));
      seats = await Promise.all([...others, newcomer].map(({ promise }) => promise));
    }
    const shares = Object.fromEntries(seats.map(({ memberId }, i) => [memberId, [{ topic: 't', partitions: [i] }]]));
    const taken = seats.map(({ memberId, generation }, i): Required<Seat> => {
      return { memberId, generation, instanceId: changes(i + 1).instanceId ?? null, connection: i + 1 };
    });
    await Promise.all(taken.map((seat, i) => sync(seat, i === 0 ? shares : {}).promise));
    return taken;
  };
  return { join, sync, beat, leave, commit, committed, stable };
}

function tellings(events: BrokerEvent[]) {
  return {
    /** `phase@generation:reason` of each change of group g, oldest first. */
    steps: () =>
      events.flatMap((event) =>
        event.type === 'group-changed' && event.group.group === 'g'
          ? [`${event.group.phase}@${event.group.generation}:${event.reason}`]
          : [],
      ),
    departures: () =>
      events.flatMap((event) => (event.type === 'member-left' ? [`${event.memberId}:${event.reason}`] : [])),
    forget: () => void events.splice(0),
  };
}
