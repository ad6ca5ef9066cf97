// One connection as the broker sees it.
import type { Person } from './people.ts';
import type { Room } from './room.ts';
import type { Batch, Peer } from './types.ts';

export type Session = {
  readonly peer: Peer;
  /** Null until it is known whose it is. */
  person: Person | null;
  readonly rooms: Set<Room>;
  /** What is to be delivered at the end of the turn. */
  outbox: Batch[];
  closed: boolean;
};

export const openSession = (peer: Peer): Session => ({
  peer,
  person: null,
  rooms: new Set(),
  outbox: [],
  closed: false,
});
