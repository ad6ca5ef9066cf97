// What the edge asks of its neighbours: labs that run commands, people known by a cookie.
import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { Ack } from '#contract/errors.ts';
import type { JournalReader, PersonalReaders } from '#server/journal/index.ts';

/** A person as seen by everybody: the public id, never the cookie. */
export type Person = { id: string };

/** What a page may do in one lab. */
export type LabDoor<Command = unknown> = {
  readonly name: string;
  /** One that everybody reads, or one a person, read by them alone. */
  readonly journal: JournalReader | Pick<PersonalReaders, 'name' | 'of' | 'all'>;
  /** Least time between two pushes to one reader, ms; 0 is the end of the turn. */
  readonly paceMs: number;
  readonly command: z.ZodType<Command>;
  /** French rule of a field of a command, shown when that field is refused: « Le nom d’un topic… ». */
  readonly rules: Readonly<Record<string, string>>;
  /** Before somebody joins: their journal is there once this is answered. */
  ready?(person: Person): Promise<Ack<null>>;
  /**
   * `workspace`: the sandbox acted in, as the page says; nobody has checked that it is theirs. `id`: the same when a page
   * repeats it.
   */
  run(person: Person, command: Command, workspace?: string, id?: string): Promise<Ack<unknown>>;
  /** The person's last socket has been closed for a while: stop what they started. */
  personGone(person: Person): void;
};

/** A lab at work. */
export type LabRunner<Command = unknown> = Omit<LabDoor<Command>, 'journal'> & {
  readonly journal: JournalReader | PersonalReaders;
  /**
   * Another server ran this for them until it was lost: their journal begins with `state`, what the lab's `left` says remains of
   * it. What can be gone on with is opened again, and told.
   */
  resumed?(person: Person, state: unknown): void;
  /**
   * Another server runs this for them from now on: what they started here stops, and what that one may go on with is left as it is.
   * Where there is nothing of the kind, as if they had gone.
   */
  personMoved?(person: Person): void;
};

/** Who opens this connection; `name` is the pseudonym in their cookie, `setCookie` when they were nobody until now. */
export type Identify = (request: IncomingMessage) => {
  person: Person;
  name?: string | null;
  setCookie: string | null;
};

export type EdgeStats = {
  sockets: number;
  people: number;
  /** Socket writes of panels, and records in them. */
  flushes: number;
  records: number;
  /** Outboxes dropped because a reader was too slow, and readers closed for it. */
  dropped: number;
  slowClosed: number;
  /** Socket writes of the chat to pages, events in them, and pages cut because they did not read. */
  chatWrites: number;
  chatEvents: number;
  chatSlow: number;
  accepted: number;
  refused: number;
};
