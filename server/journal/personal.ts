// A journal a person, for a lab in which nobody sees what others do: made when first asked for, dropped when its person has gone.
// Their number is that of the people whom the edge lets in.
import type { Lab } from '#labs/lab.ts';
import { createJournal, type Journal, type JournalOptions, type JournalReader } from './journal.ts';

/** The readers' half. */
export type PersonalReaders = {
  readonly name: string;
  readonly lab: Lab<unknown, unknown>;
  of(personId: string): JournalReader;
  has(personId: string): boolean;
  /** Begins there instead of at the beginning, unless they have one already. */
  seed(personId: string, state: unknown): void;
  /** Told of each that is dropped. */
  onDropped(listener: (personId: string) => void): void;
  all(): readonly JournalReader[];
};

export type PersonalJournals<Event> = Omit<PersonalReaders, 'of'> & {
  of(personId: string): Journal<Event>;
  /** Whoever comes back begins another journal, with another epoch. */
  drop(personId: string): void;
};

/** What one person may hold of memory: a run that one walks along, and those before it. */
const defaults = { maxRecords: 2_000, maxBytes: 1_000_000 } as const;

/** `epoch` is that of the server's life; each journal adds a number to it. `now`: ms since 1970. */
export function createPersonalJournals<State, Event>(
  lab: Lab<State, Event>,
  options: Omit<JournalOptions, 'createdAt'> & { now: () => number },
): PersonalJournals<Event> {
  const { now, epoch, ...limits } = options;
  const journals = new Map<string, Journal<Event>>();
  const listeners = new Set<(personId: string) => void>();
  let made = 0;

  function make(personId: string, from?: JournalOptions['from']): Journal<Event> {
    made += 1;
    const own = { epoch: `${epoch}.${made}`, createdAt: now(), ...(from === undefined ? {} : { from }) };
    const journal = createJournal(lab, { ...defaults, ...limits, ...own });
    journals.set(personId, journal);
    return journal;
  }

  return {
    name: lab.name,
    lab: lab as Lab<unknown, unknown>,
    of: (personId) => journals.get(personId) ?? make(personId),
    seed(personId, state) {
      if (!journals.has(personId)) make(personId, { offset: 0, state, before: [] });
    },
    all: () => [...journals.values()],
    has: (personId) => journals.has(personId),
    onDropped: (listener) => void listeners.add(listener),
    drop(personId) {
      if (journals.delete(personId)) for (const listener of listeners) listener(personId);
    },
  };
}
