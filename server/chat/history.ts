// The log of one room: numbers from 1 on without gap or repeat, and the last messages, bounded by count, age and size.
// A number is given by `append` and shown to nobody before `written`: a disk that refuses takes it back whole.
import type { ChatMessage } from '#contract/chat.ts';
import type { Stored } from './types.ts';

export type HistoryLimits = { size: number; ttlMs: number | null };

export type History = {
  /** The last number given. */
  readonly head: number;
  /** The last number that may be told: its message is written. */
  readonly written: number;
  readonly chars: number;
  /** The oldest number that can be read; `written` + 1 when there is none. */
  oldest(now: number): number;
  /** Messages that may be told, from this number on. */
  read(from: number, now: number): Stored[];
  append(stored: Stored): void;
  /** Everything up to `upTo` is written. What exceeds the bounds is forgotten. */
  settle(upTo: number, now: number): void;
  /** Takes back what is not written. */
  rollback(): Stored[];
  /** Forgets every message up to this number; the numbers go on. */
  clear(upTo: number): void;
  /** Forgets the oldest message. */
  shrink(): void;
};

export function createHistory(limits: HistoryLimits, start: { head: number }): History {
  let { head } = start;
  let written = head;
  let chars = 0;
  let kept: Stored[] = [];
  const sizeOf = (message: ChatMessage): number => message.content.length + message.sender.length + 100;

  function drop(count: number): void {
    for (const { event } of kept.splice(0, count)) chars -= sizeOf(event);
  }
  function expire(now: number): void {
    const { ttlMs } = limits;
    if (ttlMs === null) return;
    const young = kept.findIndex(({ event }) => event.timestamp + ttlMs > now || event.sequence > written);
    drop(young === -1 ? kept.length : young);
  }
  return {
    get head() {
      return head;
    },
    get written() {
      return written;
    },
    get chars() {
      return chars;
    },
    oldest(now) {
      expire(now);
      return Math.min(kept[0]?.event.sequence ?? written + 1, written + 1);
    },
    read(from, now) {
      expire(now);
      return kept.filter(({ event }) => event.sequence >= from && event.sequence <= written);
    },
    append(stored) {
      head = stored.event.sequence;
      kept.push(stored);
      chars += sizeOf(stored.event);
    },
    settle(upTo, now) {
      written = upTo;
      const waiting = head - written;
      if (kept.length - waiting > limits.size) drop(kept.length - waiting - limits.size);
      expire(now);
    },
    rollback() {
      const taken = kept.filter(({ event }) => event.sequence > written);
      kept = kept.filter(({ event }) => event.sequence <= written);
      for (const { event } of taken) chars -= sizeOf(event);
      head = written;
      return taken;
    },
    clear(upTo) {
      const next = kept.findIndex(({ event }) => event.sequence > upTo);
      drop(next === -1 ? kept.length : next);
    },
    shrink: () => drop(1),
  };
}
