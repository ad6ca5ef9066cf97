// A journal a person, for a lab in which nobody sees what others do: made when first asked for, dropped when its person has gone.
// Their number is that of the people whom the edge lets in.
import type { Lab } from '#labs/lab.ts';
import { createJournal, type Journal, type JournalOptions, type JournalReader } from './journal.ts';

/** The readers' half. */
export type PersonalReaders = {
  readonly name: string;
  of(personId: string): JournalReader;
  all(): readonly JournalReader[];
};

export type PersonalJournals<Event> = Omit<PersonalReaders, 'of'> & {
  of(personId: string): Journal<Event>;
  has(personId: string): boolean;
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
  let made = 0;
  return {
    name: lab.name,
    of(personId) {
      let journal = journals.get(personId);
      if (!journal) {
        made += 1;
        journal = createJournal(lab, { ...defaults, ...limits, epoch: `${epoch}.${made}`, createdAt: now() });
        journals.set(personId, journal);
      }
      return journal;
    },
    all: () => [...journals.values()],
    has: (personId) => journals.has(personId),
    drop: (personId) => void journals.delete(personId),
  };
}
