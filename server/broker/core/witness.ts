// The witness: tells each request that touches a watched topic, in order, with what the broker answered. Looks at decoded
// requests and replies on their way through dispatch; decodes no record itself. While nobody watches, nothing is looked at.

import type { Deed, Doer, TopicWatch } from '../deeds.ts';
import type { BrokerEvent, CloseReason, ConnectionInfo } from '../events.ts';
import type { Connection } from '../net/connection.ts';
import type { Written } from './event-queue.ts';
import type { Partition, Topic } from './partition.ts';
import { askedMetadata, askedOffsets, fetched, produced } from './witness-data.ts';
import { askedCommitted, committed, joined } from './witness-groups.ts';

export type WitnessOptions = {
  now(): number;
  tell(deed: Deed, written: Written[]): void;
  partition(topic: string, index: number): Partition | undefined;
  topicById(id: string): Topic | undefined;
  about(connection: number): ConnectionInfo | undefined;
};

/** A request that is being handled; `end` once its reply is known, with undefined when it was not handled at all. */
export type Seen = { end(response: unknown, answered: boolean): void };
/** Null: nothing to tell. */
type Reader = (witness: Witness, request: never, connection: Connection) => Seen | null;

const readers: Readonly<Record<string, Reader>> = {
  Produce: produced,
  Fetch: fetched,
  ListOffsets: askedOffsets,
  Metadata: askedMetadata,
  OffsetCommit: committed,
  OffsetFetch: askedCommitted,
  JoinGroup: joined,
};

const maxWatches = 500;
const maxNames = 20;
/** Connections and groups followed at once: beyond, the oldest are forgotten. */
const maxFollowed = 5_000;

type Followed = { doer: Omit<Doer, 'id' | 'at'>; known: Set<string> };
type LastProduce = { id: number; connection: number; answered: boolean; arrivedThen: number };

export class Witness {
  readonly options: WitnessOptions;
  #watches = new Map<string, { topics: ReadonlySet<string>; prefixes: readonly string[] }>();
  #nextWatch = 1;
  #nextDeed = 1;
  #followed = new Map<number, Followed>();
  #groups = new Set<string>();
  /** The latest produce of each connection (`c 12`) and of each producer id (`p 4007`). */
  #last = new Map<string, LastProduce>();

  constructor(options: WitnessOptions) {
    this.options = options;
  }

  /** False on the hot path. */
  get any(): boolean {
    return this.#watches.size > 0;
  }

  /** @throws RangeError when too many watch, or one asks for too much. */
  watch({ topics = [], prefixes = [] }: TopicWatch): string {
    if (this.#watches.size >= maxWatches) throw new RangeError(`at most ${maxWatches} watches at a time`);
    if (topics.length + prefixes.length > maxNames) throw new RangeError(`at most ${maxNames} names a watch`);
    if (prefixes.includes('')) throw new RangeError('an empty prefix would watch every topic');
    const id = `t-${this.#nextWatch++}`;
    this.#watches.set(id, { topics: new Set(topics), prefixes: [...prefixes] });
    return id;
  }

  /** False when there is no such watch. With the last one, everything followed goes. */
  unwatch(id: string): boolean {
    const known = this.#watches.delete(id);
    if (!this.any) this.clear();
    return known;
  }

  clear(): void {
    this.#watches.clear();
    this.#followed.clear();
    this.#groups.clear();
    this.#last.clear();
  }

  isWatched(topic: string): boolean {
    for (const { topics, prefixes } of this.#watches.values()) {
      if (topics.has(topic) || prefixes.some((prefix) => topic.startsWith(prefix))) return true;
    }
    return false;
  }

  /** Call before the request is handled. */
  begin(api: string, request: unknown, connection: Connection): Seen | null {
    return readers[api]?.(this, request as never, connection) ?? null;
  }

  doer(connection: Connection): Doer {
    const info = this.options.about(connection.id);
    const id = this.#nextDeed++;
    return {
      id,
      at: this.options.now(),
      connection: connection.id,
      openedAt: connection.openedAt,
      address: connection.address,
      clientId: info?.clientId ?? null,
      software: info?.softwareName ? `${info.softwareName} ${info.softwareVersion ?? ''}`.trim() : null,
    };
  }

  tell(deed: Exclude<Deed, { kind: 'left' | 'closed' }>, written: Written[] = []): void {
    const { id: _id, at: _at, connection, openedAt, address, clientId, software } = deed;
    const before = this.#followed.get(connection);
    bounded(this.#followed, connection, {
      doer: { connection, openedAt, address, clientId, software },
      known: before?.known ?? new Set(),
    });
    this.options.tell(deed, written);
  }

  /** True the first time this connection is told to do `what`. */
  isNew(connection: number, what: string): boolean {
    const known = this.#followed.get(connection)?.known;
    if (!known) return true;
    if (known.has(what)) return false;
    if (known.size < 1_000) known.add(what);
    return true;
  }

  /** For what was told before the connection was followed: the next time is not the first. */
  noted(connection: number, what: string): void {
    const known = this.#followed.get(connection)?.known;
    if (known && known.size < 1_000) known.add(what);
  }

  followGroup(group: string): void {
    this.#groups.delete(group);
    this.#groups.add(group);
    const [oldest] = this.#groups;
    if (this.#groups.size > maxFollowed && oldest !== undefined) this.#groups.delete(oldest);
  }

  /** The produce that was not answered when the request at work began to arrive. */
  unanswered(connection: Connection, producers: readonly number[]): number | null {
    const own = this.#last.get(`c ${connection.id}`);
    if (own && (!own.answered || connection.requestBegan < own.arrivedThen)) return own.id;
    const elsewhere = producers.map((producer) => this.#last.get(`p ${producer}`));
    return elsewhere.find((one) => one && one.connection !== connection.id && !one.answered)?.id ?? null;
  }

  producing(id: number, connection: Connection, producers: readonly number[]): () => void {
    const last: LastProduce = { id, connection: connection.id, answered: false, arrivedThen: 0 };
    for (const key of [`c ${connection.id}`, ...producers.map((producer) => `p ${producer}`)]) {
      bounded(this.#last, key, last);
    }
    return () => {
      last.answered = true;
      last.arrivedThen = connection.arrived;
    };
  }

  /** The broker's own events, for what no single request tells. */
  hear(event: BrokerEvent): void {
    if (event.type !== 'member-left' || !this.#groups.has(event.group)) return;
    const { group, memberId, clientId, reason } = event;
    this.options.tell(
      { kind: 'left', id: this.#nextDeed++, at: this.options.now(), group, memberId, clientId, reason },
      [],
    );
  }

  /** Call before what is known of the connection is forgotten. */
  closed(connection: number, reason: CloseReason): void {
    const followed = this.#followed.get(connection);
    const last = this.#last.get(`c ${connection}`);
    // Nobody waits for its answer any more: sending again elsewhere is no second flight.
    if (last) last.answered = true;
    this.#last.delete(`c ${connection}`);
    if (!followed) return;
    this.#followed.delete(connection);
    const apis = [...(this.options.about(connection)?.apis ?? [])];
    const id = this.#nextDeed++;
    this.options.tell({ kind: 'closed', id, at: this.options.now(), ...followed.doer, reason, apis }, []);
  }
}

/** Latest last; the oldest goes when there are too many. */
function bounded<K, V>(map: Map<K, V>, key: K, value: V): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= maxFollowed) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
