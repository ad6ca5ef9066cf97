// What happened since the last flush, coalesced: appends per (partition, connection, acks), fetch positions last value
// wins. Kept bounded under any load: once full, appends of a partition melt into its latest entry, whoever made them.

import type { Deed, WitnessedBatch } from '../deeds.ts';
import type { BrokerEvent, ConnectionInfo } from '../events.ts';
import type { Partition } from './partition.ts';

export type AppendedEvent = Extract<BrokerEvent, { type: 'appended' }>;
type FramesEvent = Extract<BrokerEvent, { type: 'frames' }>;
type WitnessedEvent = Extract<BrokerEvent, { type: 'witnessed' }>;
type CommittedEvent = Extract<BrokerEvent, { type: 'committed' }>;
type Commit = { event: CommittedEvent; merged: Map<string, CommittedEvent['offsets'][number]> };
type ConnectionEvent = Extract<BrokerEvent, { type: 'connection-opened' | 'connection-changed' }>;
export type AppendNote = {
  baseOffset: number;
  count: number;
  bytes: number;
  connection: number;
  clientId: string | null;
  acks: number;
  at: number;
};
export type FetchNote = {
  connection: number;
  clientId: string | null;
  offset: number;
  /** The first offset asked for in this flush, when it is not `offset`: where a reader began. */
  first?: number;
};

/** Entries of one flush from which on coalescing gets coarser. */
const full = 2_000;
/** Notices of one level in one flush; the rest is counted. A flood of warnings hides no error. */
const maxNotices = 10;
/** Frames told in one flush; the rest is counted. */
const maxFrames = 200;

/** Deeds told in one flush; the rest is counted. */
const maxDeeds = 500;

export type Written = { batch: WitnessedBatch; partition: Partition };
export type Pending = { events: BrokerEvent[]; appended: Map<AppendedEvent, Partition>; written: Written[] };

export class EventQueue {
  #events: BrokerEvent[] = [];
  #owners = new Map<AppendedEvent, Partition>();
  /** Latest open entry of each partition. */
  #open = new Map<Partition, AppendedEvent>();
  #fetched = new Map<Partition, Map<number, FetchNote>>();
  #fetchedCount = 0;
  #connections = new Map<number, ConnectionEvent>();
  #commits = new Map<string, Commit>();
  #notices = { info: 0, warn: 0, error: 0 };
  #frames: FramesEvent | null = null;
  #deeds: WitnessedEvent | null = null;
  #written: Written[] = [];

  get isEmpty(): boolean {
    return this.#events.length === 0 && this.#fetchedCount === 0;
  }

  push(event: BrokerEvent): void {
    // What came before a deletion must not melt into what a new topic or group of that name does after it.
    if (event.type === 'topic-deleted' || event.type === 'log-start-moved' || event.type === 'leader-changed') {
      this.#open.clear();
    }
    if (event.type === 'topic-deleted' || event.type === 'group-deleted') this.#commits.clear();
    if (event.type === 'frames') {
      this.#seen(event);
      return;
    }
    if (event.type === 'connection-changed' && this.#merged(event.connection)) return;
    if (event.type === 'committed') {
      this.#committed(event);
      return;
    }
    if (event.type === 'notice') {
      this.#notices[event.level] += 1;
      if (this.#notices[event.level] > maxNotices) return;
    }
    if (event.type === 'connection-closed') this.#tellPositions(event.connection);
    this.#events.push(event);
    if (event.type === 'connection-opened' || event.type === 'connection-changed') {
      this.#connections.set(event.connection.connection, event);
    }
  }

  /** Frames are told once a flush, all together. */
  #seen({ frames, dropped }: FramesEvent): void {
    if (!this.#frames) {
      this.#frames = { type: 'frames', frames: [], dropped: 0 };
      this.#events.push(this.#frames);
    }
    const told = frames.slice(0, Math.max(0, maxFrames - this.#frames.frames.length));
    this.#frames.frames.push(...told);
    this.#frames.dropped += dropped + frames.length - told.length;
  }

  /** Deeds are told once a flush, all together; `written` are the batches whose records are to be shown. */
  witnessed(deed: Deed, written: Written[]): void {
    if (!this.#deeds) {
      this.#deeds = { type: 'witnessed', deeds: [], dropped: 0 };
      this.#events.push(this.#deeds);
    }
    if (this.#deeds.deeds.length >= maxDeeds) {
      this.#deeds.dropped += 1;
      return;
    }
    this.#deeds.deeds.push(deed);
    this.#written.push(...written);
  }

  /** A connection says who it is in several requests: one event a flush tells it. */
  #merged(info: ConnectionInfo): boolean {
    const earlier = this.#connections.get(info.connection);
    if (earlier) earlier.connection = info;
    return earlier !== undefined;
  }

  /** A member that commits often is told once a flush, with its last offset of each partition. */
  #committed(event: CommittedEvent): void {
    const key = JSON.stringify([event.group, event.memberId, event.clientId]);
    let commit = this.#commits.get(key);
    if (!commit) {
      commit = { event: { ...event, offsets: [] }, merged: new Map() };
      this.#commits.set(key, commit);
      this.#events.push(commit.event);
    }
    for (const offset of event.offsets) commit.merged.set(`${offset.topic}-${offset.partition}`, offset);
    commit.event.offsets = [...commit.merged.values()];
  }

  appended(partition: Partition, note: AppendNote): void {
    const open = this.#open.get(partition);
    if (open && this.#melts(open, note)) {
      open.count = note.baseOffset + note.count - open.baseOffset;
      open.bytes += note.bytes;
      open.at = note.at;
      return;
    }
    const event: AppendedEvent = {
      type: 'appended',
      topic: partition.topic.name,
      partition: partition.index,
      ...note,
      records: [],
    };
    this.#events.push(event);
    this.#open.set(partition, event);
    this.#owners.set(event, partition);
  }

  #melts(open: AppendedEvent, note: AppendNote): boolean {
    if (this.#events.length >= full) return true;
    return (
      open.baseOffset + open.count === note.baseOffset && open.connection === note.connection && open.acks === note.acks
    );
  }

  fetched(partition: Partition, note: FetchNote): void {
    let byConnection = this.#fetched.get(partition);
    if (!byConnection) {
      byConnection = new Map();
      this.#fetched.set(partition, byConnection);
    }
    const before = byConnection.get(note.connection);
    if (before === undefined) this.#fetchedCount += 1;
    const first = before?.first ?? before?.offset ?? note.offset;
    byConnection.set(note.connection, first === note.offset ? note : { ...note, first });
  }

  /** Last positions of a connection that ends: they must not be told after its end. */
  #tellPositions(connection: number): void {
    for (const [partition, notes] of this.#fetched) {
      const note = notes.get(connection);
      if (!note) continue;
      notes.delete(connection);
      this.#fetchedCount -= 1;
      this.#events.push({ type: 'fetched', topic: partition.topic.name, partition: partition.index, ...note });
    }
  }

  /** Everything so far, oldest first, and an empty queue. Positions come last: they follow from the rest. */
  take(): Pending {
    const events = this.#events;
    for (const [partition, notes] of this.#fetched) {
      for (const note of notes.values()) {
        events.push({ type: 'fetched', topic: partition.topic.name, partition: partition.index, ...note });
      }
    }
    const untold = Object.values(this.#notices).reduce((sum, count) => sum + Math.max(0, count - maxNotices), 0);
    if (untold > 0) {
      events.push({ type: 'notice', level: 'warn', message: `${untold} more notices in the same moment` });
    }
    const pending = { events, appended: this.#owners, written: this.#written };
    this.#events = [];
    this.#owners = new Map();
    this.#open = new Map();
    this.#fetched = new Map();
    this.#fetchedCount = 0;
    this.#connections = new Map();
    this.#commits = new Map();
    this.#notices = { info: 0, warn: 0, error: 0 };
    this.#frames = null;
    this.#deeds = null;
    this.#written = [];
    return pending;
  }
}
