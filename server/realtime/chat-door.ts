// The chat's door for pages: a session of the broker per connection, named by the directory; what rooms say goes out in one
// Socket.IO event a socket and turn, serialised once for all who are told the same.
import type { ChatEvent } from '#contract/chat.ts';
import type { Ack } from '#contract/errors.ts';
import type { Answered, Batch, DoorChat, DoorSession } from '#server/chat/index.ts';
import type { Clock } from './clock.ts';
import { hubDefaults, type Link } from './hub.ts';
import { refuse } from './refusal.ts';
import type { Person } from './types.ts';

export const chatDoorDefaults = {
  /** A page that reloads or loses its link has not left the room: its person is shown as coming back for so long, ms. */
  graceMs: 5_000,
  /** Bytes owed above which a page is cut: it comes back and resumes. */
  hardBytes: hubDefaults.hardBytes,
  /** Bytes owed above which a page is slow, and for how long it may be, ms. */
  softBytes: hubDefaults.softBytes,
  patienceMs: hubDefaults.patienceMs,
} as const;

/** The chat of one connection. */
export type ChatEntry = {
  /** Their session under their present name; refused to whoever has none. */
  session(): Answered<DoorSession>;
  /** They are answered with so many bytes of a room's past: what they asked for at once is not held against them. */
  answered(bytes: number): void;
  /** They were renamed. */
  renamed(): void;
  close(): void;
};

export type ChatDoor = {
  open(link: Link, person: Person): ChatEntry;
  renamed(personId: string): void;
  stats: Readonly<{ chatWrites: number; chatEvents: number; chatSlow: number }>;
};

export function createChatDoor(options: {
  chat: DoorChat;
  clock: Clock;
  nameOf: (personId: string) => string | null;
  /** Writes one event to each of these links, serialised once. */
  send: (links: readonly Link[], events: ChatEvent[]) => void;
  /** Tells this link that it is too slow; it is cut just after. */
  tellSlow: (link: Link) => void;
  limits?: Partial<{ [Key in keyof typeof chatDoorDefaults]: number }>;
}): ChatDoor {
  const { chat, clock, nameOf } = options;
  const limits = { ...chatDoorDefaults, ...options.limits };
  const stats = { chatWrites: 0, chatEvents: 0, chatSlow: 0 };
  const entries = new Map<string, Set<ChatEntry>>();
  let owed = new Map<Link, Batch[]>();
  /** Since when a link has been slow, and what it owed then. */
  const slow = new Map<Link, { since: number; backlog: number }>();
  /** Bytes of answers that it has not taken yet. */
  const answers = new Map<Link, number>();
  const ids = new WeakMap<Batch, number>();
  let lastId = 0;

  /** Equal for two lists of the very same batches. */
  function signatureOf(batches: readonly Batch[]): string {
    return batches
      .map((batch) => {
        let id = ids.get(batch);
        if (id === undefined) {
          lastId += 1;
          id = lastId;
          ids.set(batch, id);
        }
        return id;
      })
      .join(' ');
  }

  function deliver(link: Link, batches: readonly Batch[]): void {
    if (owed.size === 0) clock.after(0, flush);
    owed.set(link, [...(owed.get(link) ?? []), ...batches]);
  }

  /** Owes too much, or has owed much for too long without taking any of it. */
  function isStalled(link: Link): boolean {
    const backlog = link.backlog();
    if (backlog <= limits.softBytes) {
      slow.delete(link);
      answers.delete(link);
      return false;
    }
    const now = clock.elapsed();
    let { since, backlog: before } = slow.get(link) ?? { since: now, backlog };
    if (backlog + limits.softBytes <= before) [since, before] = [now, backlog];
    slow.set(link, { since, backlog: before });
    return backlog > limits.hardBytes + (answers.get(link) ?? 0) || now - since >= limits.patienceMs;
  }

  function flush(): void {
    const due = owed;
    owed = new Map();
    const groups = new Map<string, { links: Link[]; batches: Batch[] }>();
    for (const [link, batches] of due) {
      if (isStalled(link)) {
        stats.chatSlow += 1;
        options.tellSlow(link);
        link.cut();
        continue;
      }
      const signature = signatureOf(batches);
      const group = groups.get(signature);
      if (group) group.links.push(link);
      else groups.set(signature, { links: [link], batches });
    }
    for (const { links, batches } of groups.values()) {
      const events = batches.flatMap(({ items }) => items);
      stats.chatWrites += links.length;
      stats.chatEvents += links.length * events.length;
      options.send(links, events);
    }
  }

  return {
    stats,
    open(link, person) {
      let session: DoorSession | null = null;
      /** Another server is being told whose this is: what is asked meanwhile waits, in order. */
      let telling: Promise<Ack<DoorSession>> | null = null;
      /** Made when first asked for: most pages never chat. */
      const connected = (): DoorSession => {
        session ??= chat.connect({
          deliver: (batches) => deliver(link, batches),
          // Who is signed in is never made to give way.
          evicted: () => {},
          restart: () => link.cut(),
          graceMs: limits.graceMs,
          more: true,
        });
        return session;
      };
      const entry: ChatEntry = {
        session(): Answered<DoorSession> {
          const name = nameOf(person.id);
          if (name === null) return refuse('forbidden', 'Choisissez d’abord un pseudonyme, en haut de la page.');
          if (telling !== null) return telling;
          const known = connected();
          const answer = (who: Ack<string>): Ack<DoorSession> => (who.ok ? { ok: true, result: known } : who);
          const told = known.identify({ id: person.id, name, signed: true });
          if (!(told instanceof Promise)) return answer(told);
          telling = told.then((who) => {
            telling = null;
            return answer(who);
          });
          return telling;
        },
        answered(bytes) {
          if (bytes > limits.softBytes) answers.set(link, (answers.get(link) ?? 0) + bytes);
        },
        renamed() {
          if (session !== null && session.name !== null) void entry.session();
        },
        close() {
          owed.delete(link);
          slow.delete(link);
          answers.delete(link);
          session?.close(true);
          const own = entries.get(person.id);
          own?.delete(entry);
          if (own?.size === 0) entries.delete(person.id);
        },
      };
      entries.set(person.id, (entries.get(person.id) ?? new Set()).add(entry));
      return entry;
    },
    renamed(personId) {
      for (const entry of entries.get(personId) ?? []) entry.renamed();
    },
  };
}
