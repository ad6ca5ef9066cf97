// From journals to readers: one write per reader and per flush, paced, byte-counted. A reader's outbox is not a queue but the
// part of the journal between its cursor and the head: nothing is copied for a slow reader, and catching up is reading on.
import type { Frame, JoinReply, VolatileValue } from '#contract/journal.ts';
import type { JournalReader } from '#server/journal/index.ts';
import type { Clock } from './clock.ts';
import { createLane, type Lane } from './lane.ts';
import type { LabDoor } from './types.ts';

type Source = Pick<LabDoor, 'journal' | 'paceMs'>;

/** One connected page, as the hub needs it. */
export type Link = {
  readonly id: string;
  /** Bytes handed to the transport and not yet taken by the network. */
  backlog(): number;
  /** Cuts at once, without waiting for what is still buffered; the page may come back. */
  cut(): void;
};

/** Writes one Socket.IO event to each of these links, serialised once. */
export type Send = (links: readonly Link[], frames: Frame[]) => void;

export const hubDefaults = {
  /** Transport backlog above which a reader gets nothing new. */
  softBytes: 256_000,
  /** Backlog and waiting records together above which its outbox is dropped. */
  hardBytes: 1_000_000,
  /** Records of one frame, and of the answer to a join. */
  pieceBytes: 256_000,
  /** A reader whose backlog is below this has drained. */
  drainedBytes: 16_000,
  /** Slow for longer than this: closed. */
  patienceMs: 15_000,
  /** How soon a reader that holds something back is looked at again. */
  retryMs: 50,
} as const;

export type HubLimits = { [Key in keyof typeof hubDefaults]: number };

type Reader = {
  lane: Lane;
  /** Next offset to send. */
  cursor: number;
  /** Volatile keys held back while the reader was slow; their last value is sent once. */
  held: Set<string>;
  /** The outbox was dropped: nothing more until it drains and joins again. */
  behind: boolean;
};
type Peer = { link: Link; readers: Map<string, Reader>; slowSince: number | null; dropped: Set<string> };
/** Readers that are owed exactly the same frames, whatever the number: one serialisation. */
type Batch = { links: Link[]; frames: Frame[]; records: number };

export type Hub = ReturnType<typeof createHub>;

export function createHub(options: { clock: Clock; send: Send; limits?: Partial<HubLimits> }) {
  const { clock, send } = options;
  const limits: HubLimits = { ...hubDefaults, ...options.limits };
  const labs = new Map<string, Source>();
  /** Those of labs with a journal a person are there as long as somebody reads them. */
  const lanes = new Map<JournalReader, Lane>();
  let lanesMade = 0;
  const peers = new Map<string, Peer>();
  const stats = { flushes: 0, records: 0, dropped: 0, slowClosed: 0 };
  let wakeAt = Number.POSITIVE_INFINITY;
  let cancelWake = () => {};

  function wake(at: number): void {
    if (at >= wakeAt) return;
    cancelWake();
    wakeAt = at;
    cancelWake = clock.after(Math.max(0, at - clock.elapsed()), flush);
  }

  function flush(): void {
    wakeAt = Number.POSITIVE_INFINITY;
    const now = clock.elapsed();
    const due = new Set([...lanes.values()].filter((lane) => lane.dueAt <= now));
    const batches = new Map<string, Batch>();
    for (const peer of peers.values()) serve(peer, due, now, batches);
    for (const lane of due) lane.flushed(now);
    for (const batch of batches.values()) {
      stats.flushes += batch.links.length;
      stats.records += batch.records * batch.links.length;
      send(batch.links, batch.frames);
    }
    for (const lane of lanes.values()) wake(lane.dueAt);
  }

  function serve(peer: Peer, due: ReadonlySet<Lane>, now: number, batches: Map<string, Batch>): void {
    const backlog = peer.link.backlog();
    if (backlog > limits.softBytes) {
      holdBack(peer, backlog, due, now);
      return;
    }
    const waits = [...peer.readers.values()].some((reader) => reader.behind);
    if (backlog <= limits.drainedBytes || !waits) peer.slowSince = null;
    else if (closeIfTooSlow(peer, now)) return;
    const batch: Batch = { links: [peer.link], frames: [], records: 0 };
    let signature = '';
    for (const [lab, reader] of peer.readers) {
      if (reader.behind) {
        if (backlog <= limits.drainedBytes) {
          remove(peer, lab);
          peer.dropped.add(lab);
          const { epoch, head } = reader.lane.journal;
          batch.frames.push({ kind: 'behind', lab, epoch, head });
          signature += `${reader.lane.id}!`;
        } else {
          reader.lane.retry(now + limits.retryMs);
        }
      } else if (due.has(reader.lane)) {
        signature += collect(peer, reader, now, batch);
      }
    }
    if (batch.frames.length === 0) return;
    const same = batches.get(signature);
    if (same) same.links.push(peer.link);
    else batches.set(signature, batch);
  }

  /** Adds what this reader is owed; returns a text that is equal for readers owed the same. */
  function collect(peer: Peer, reader: Reader, now: number, batch: Batch): string {
    const { lane } = reader;
    const lab = lane.journal.name;
    let signature = '';
    const piece = lane.piece(reader.cursor, limits.pieceBytes);
    if (piece === null) {
      // Its next record was evicted while it was slow: the page must join again.
      drop(reader);
      reader.lane.retry(now);
      return '';
    }
    if (piece.records.length > 0) {
      signature = `${lane.id}@${reader.cursor}`;
      reader.cursor += piece.records.length;
      batch.frames.push(piece);
      batch.records += piece.records.length;
      if (reader.cursor < lane.journal.head) lane.retry(now + limits.retryMs);
    }
    if (reader.held.size > 0) {
      const values = lane.valuesOf(new Set([...reader.held, ...lane.changed]));
      reader.held.clear();
      batch.frames.push({ kind: 'volatile', lab, values });
      return `${signature}~${peer.link.id}`;
    }
    const shared = lane.changedFrame();
    if (!shared) return signature;
    batch.frames.push(shared);
    return `${signature}~${lane.id}`;
  }

  /** The transport has enough: records wait in the journal, volatile values by key; past the hard limit, nothing waits. */
  function holdBack(peer: Peer, backlog: number, due: ReadonlySet<Lane>, now: number): void {
    if (closeIfTooSlow(peer, now)) return;
    for (const reader of peer.readers.values()) {
      reader.lane.retry(now + limits.retryMs);
      if (reader.behind) continue;
      if (due.has(reader.lane)) for (const key of reader.lane.changed) reader.held.add(key);
      if (backlog + reader.lane.journal.bytesFrom(reader.cursor) > limits.hardBytes) drop(reader);
    }
  }

  function drop(reader: Reader): void {
    reader.behind = true;
    reader.held.clear();
    stats.dropped += 1;
  }

  function closeIfTooSlow(peer: Peer, now: number): boolean {
    peer.slowSince ??= now;
    if (now - peer.slowSince < limits.patienceMs) return false;
    stats.slowClosed += 1;
    forget(peer);
    send([peer.link], [{ kind: 'closing', reason: 'slow' }]);
    peer.link.cut();
    return true;
  }

  function laneOf({ journal: source, paceMs }: Source, personId: string): Lane {
    const journal = 'of' in source ? source.of(personId) : source;
    let lane = lanes.get(journal);
    if (!lane) {
      lanesMade += 1;
      lane = createLane(journal, { id: `${journal.name}#${lanesMade}`, paceMs, wake, clock, replaced });
      lanes.set(journal, lane);
    }
    return lane;
  }

  /** Offsets mean something else from now on: its readers must join again. */
  function replaced(lane: Lane): void {
    for (const { readers } of peers.values()) {
      const reader = readers.get(lane.journal.name);
      if (reader?.lane !== lane) continue;
      reader.behind = true;
      reader.held.clear();
    }
  }

  function remove(peer: Peer, lab: string): void {
    const lane = peer.readers.get(lab)?.lane;
    peer.readers.delete(lab);
    if (!lane || labs.get(lab)?.journal === lane.journal) return;
    if ([...peers.values()].some(({ readers }) => readers.get(lab)?.lane === lane)) return;
    lane.close();
    lanes.delete(lane.journal);
  }

  function forget(peer: Peer): void {
    peers.delete(peer.link.id);
    for (const lab of [...peer.readers.keys()]) remove(peer, lab);
  }

  function peerOf(link: Link): Peer {
    let peer = peers.get(link.id);
    if (!peer) {
      peer = { link, readers: new Map(), slowSince: null, dropped: new Set() };
      peers.set(link.id, peer);
    }
    return peer;
  }

  return {
    stats: stats as Readonly<typeof stats>,
    /** Names must be unique. */
    open(journal: LabDoor['journal'], paceMs: number): void {
      if (labs.has(journal.name)) throw new Error(`two labs named ${journal.name}`);
      labs.set(journal.name, { journal, paceMs });
    },
    /**
     * Subscribes and answers in one synchronous step: no record falls between the answer and the first frame.
     * `personId`: whose journal, where each has their own. Null when there is no such lab.
     */
    join(
      link: Link,
      lab: string,
      epoch: string | undefined,
      offset: number | undefined,
      personId: string,
    ): JoinReply | null {
      const source = labs.get(lab);
      if (!source) return null;
      const peer = peerOf(link);
      const lane = laneOf(source, personId);
      if (peer.readers.get(lab)?.lane !== lane) remove(peer, lab);
      const { journal } = lane;
      const volatile: VolatileValue[] = journal.volatile();
      // A reader dropped for slowness and further away than a state weighs would only fall behind again.
      const tooFar = peer.dropped.delete(lab) && offset !== undefined && journal.bytesFrom(offset) > limits.hardBytes;
      const resumable = epoch !== undefined && offset !== undefined && !tooFar;
      const records = resumable ? journal.read(epoch, offset, limits.pieceBytes) : null;
      const cursor = records && offset !== undefined ? offset + records.length : journal.head;
      peer.readers.set(lab, { lane, cursor, held: new Set(), behind: false });
      if (cursor < journal.head) lane.retry(clock.elapsed());
      if (records) return { recovered: true, epoch: journal.epoch, head: journal.head, records, volatile };
      const { head, at, state } = journal.snapshot();
      return { recovered: false, epoch: journal.epoch, head, at, snapshot: state, volatile };
    },
    leave(link: Link, lab: string): void {
      const peer = peers.get(link.id);
      if (peer) remove(peer, lab);
    },
    /** The connection has gone. */
    forget(link: Link): void {
      const peer = peers.get(link.id);
      if (peer) forget(peer);
    },
    /** Readers of all labs, for tests and numbers. */
    readers: (): number => [...peers.values()].reduce((sum, peer) => sum + peer.readers.size, 0),
    close(): void {
      cancelWake();
      for (const lane of lanes.values()) lane.close();
      lanes.clear();
      labs.clear();
      peers.clear();
    },
  };
}
