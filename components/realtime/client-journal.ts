// The page's own copy of a journal: bounded records in chunks, each chunk opening with the state before it,
// so that any kept offset is one short fold away. Pure: knows no socket, no clock, no React.
import type { JournalRecord } from '#contract/journal.ts';
import { foldRecord, type Lab } from '#labs/lab.ts';

/** Records per chunk: how far a fold may have to run. Chunks: how much past is kept, a class of an hour (20 480 events). */
export const journalLimits = { chunk: 128, chunks: 160 } as const;

type Chunk<S, E> = { offset: number; base: S; records: JournalRecord<E>[] };

export type ClientJournal<S, E> = {
  /** Lowest offset one can go back to. */
  first(): number;
  /** Next offset to be read: also the number of events since the epoch began. */
  head(): number;
  state(): S;
  /** State after every record below `offset`; `offset` is clamped to what is kept. */
  stateAt(offset: number): S;
  /** Forgets everything: `state` is the state after every record below `offset`. */
  reset(offset: number, state: S): void;
  /** The record's offset must be `head()`. */
  append(record: JournalRecord<E>): void;
  /** Kept records with from <= offset < to. */
  slice(from: number, to: number): JournalRecord<E>[];
};

export function createClientJournal<S, E>(
  lab: Lab<S, E>,
  limits: { chunk: number; chunks: number } = journalLimits,
): ClientJournal<S, E> {
  let chunks: Chunk<S, E>[] = [{ offset: 0, base: lab.initial(), records: [] }];
  let state = chunks[0]?.base as S;
  let head = 0;

  const first = () => chunks[0]?.offset ?? head;
  const clamp = (offset: number) => Math.min(head, Math.max(first(), Math.trunc(offset)));

  return {
    first,
    head: () => head,
    state: () => state,
    stateAt(wanted) {
      const offset = clamp(wanted);
      if (offset === head) return state;
      const chunk = chunks[Math.floor((offset - first()) / limits.chunk)];
      if (!chunk) return state;
      let past = chunk.base;
      for (const record of chunk.records) {
        if (record.offset >= offset) break;
        past = foldRecord(lab, past, record);
      }
      return past;
    },
    reset(offset, given) {
      chunks = [{ offset, base: given, records: [] }];
      state = given;
      head = offset;
    },
    append(record) {
      let last = chunks[chunks.length - 1];
      if (!last || last.records.length >= limits.chunk) {
        last = { offset: head, base: state, records: [] };
        chunks.push(last);
        if (chunks.length > limits.chunks) chunks.shift();
      }
      last.records.push(record);
      state = foldRecord(lab, state, record);
      head = record.offset + 1;
    },
    slice(from, to) {
      const out: JournalRecord<E>[] = [];
      for (const chunk of chunks) {
        if (chunk.offset >= to) break;
        if (chunk.offset + chunk.records.length <= from) continue;
        out.push(...chunk.records.slice(Math.max(0, from - chunk.offset), Math.max(0, to - chunk.offset)));
      }
      return out;
    },
  };
}
