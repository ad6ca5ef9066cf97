// What a journal looks like on the wire: reliable events by (epoch, offset), volatile values by key.

/** One reliable event. `offset` starts at 0 and grows by 1 within an epoch; `at` is in ms since 1970, server time. */
export type JournalRecord<E = unknown> = { offset: number; at: number; event: E };

/** One volatile value: last value wins, never stored, never resumed. `null` removes the key. */
export type VolatileValue = [key: string, value: unknown];

/** One item of a flush. The server sends at most one flush a turn per socket, as one Socket.IO event `f`. */
export type Frame =
  /** Contiguous records: the first one's offset is exactly the reader's next offset. */
  | { kind: 'events'; lab: string; epoch: string; records: JournalRecord[] }
  | { kind: 'volatile'; lab: string; values: VolatileValue[] }
  /** The reader was too slow and its outbox was dropped: join again with the last processed offset. */
  | { kind: 'behind'; lab: string; epoch: string; head: number }
  /** The server is stopping (`restart`) or closes this socket because it stayed too slow (`slow`): come back later. */
  | { kind: 'closing'; reason: 'restart' | 'slow' };

/**
 * Join a lab's journal; with `epoch` and `offset` (the next offset wanted) the reader asks to resume. A long absence is
 * caught up in pieces: `records` starts exactly at the wanted offset and may stop before `head`; the rest follows as frames.
 */
export type JoinReply =
  | { recovered: true; epoch: string; head: number; records: JournalRecord[]; volatile: VolatileValue[] }
  /** A plain "cannot": throw away what you had. `snapshot` is the state after every record below `head`. */
  | { recovered: false; epoch: string; head: number; at: number; snapshot: unknown; volatile: VolatileValue[] };
