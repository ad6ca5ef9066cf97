// Acknowledgements: what each subscriber that acknowledges was sent, or would have been, and has not acknowledged. Kept while
// it is away, sent again when it comes back; bounded, and what the bound took is counted and said.
import type { Stored } from './types.ts';

export type Owed = {
  /** The person's id, and the name to show. */
  readonly by: string;
  readonly name: string;
  readonly messages: Map<number, Stored>;
  /** Messages kept for it. */
  readonly most: number;
  givenUp: number;
};

export function createPending(limits: { each: number; subscribers: number }) {
  const rooms = new Map<string, Map<string, Owed>>();
  let count = 0;

  function drop(key: string, by: string): boolean {
    const subscribers = rooms.get(key);
    if (!subscribers?.delete(by)) return false;
    count -= 1;
    if (subscribers.size === 0) rooms.delete(key);
    return true;
  }

  return {
    of: (key: string, by: string): Owed | null => rooms.get(key)?.get(by) ?? null,
    inRoom: (key: string): Iterable<Owed> => rooms.get(key)?.values() ?? [],
    /** From now on this person acknowledges in this room; `most`: fewer are kept. Null when there are too many who do. */
    open(key: string, by: string, name: string, most = limits.each): Owed | null {
      const known = rooms.get(key)?.get(by);
      if (known) return known;
      if (count >= limits.subscribers) return null;
      const owed: Owed = { by, name, messages: new Map(), most: Math.min(most, limits.each), givenUp: 0 };
      const subscribers = rooms.get(key) ?? new Map<string, Owed>();
      subscribers.set(by, owed);
      rooms.set(key, subscribers);
      count += 1;
      return owed;
    },
    add(key: string, stored: Stored): void {
      for (const owed of rooms.get(key)?.values() ?? []) this.owe(owed, stored);
    },
    owe(owed: Owed, stored: Stored): void {
      owed.messages.set(stored.event.sequence, stored);
      const [oldest] = owed.messages.keys();
      if (owed.messages.size <= owed.most || oldest === undefined) return;
      owed.messages.delete(oldest);
      owed.givenUp += 1;
    },
    /** True when something was waiting for it. */
    ack(key: string, by: string, sequence: number, upTo: boolean): boolean {
      const messages = rooms.get(key)?.get(by)?.messages;
      if (!messages) return false;
      if (!upTo) return messages.delete(sequence);
      const before = messages.size;
      for (const number of messages.keys()) if (number <= sequence) messages.delete(number);
      return messages.size < before;
    },
    /** These were never sent: the disk refused them. */
    takeBack(key: string, sequences: readonly number[]): void {
      for (const owed of rooms.get(key)?.values() ?? []) for (const number of sequences) owed.messages.delete(number);
    },
    clear(key: string, upTo: number): void {
      for (const { messages } of rooms.get(key)?.values() ?? [])
        for (const number of messages.keys()) if (number <= upTo) messages.delete(number);
    },
    drop,
    forget(key: string): void {
      for (const by of [...(rooms.get(key)?.keys() ?? [])]) drop(key, by);
    },
    *all(): Generator<[key: string, owed: Owed]> {
      for (const [key, subscribers] of rooms) for (const owed of subscribers.values()) yield [key, owed];
    },
  };
}
export type Pending = ReturnType<typeof createPending>;
