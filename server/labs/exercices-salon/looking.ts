// Who looks at the chat's experiments, and what each of them is told: what happens in the public rooms in which they are, page or
// program. Listens to the chat only as long as somebody looks; bounded by person and second.
import type { ChatEvent } from '#contract/chat.ts';
import { checkUserId } from '#contract/chat-names.ts';
import type { SeenClient, SeenEvent } from '#contract/exercices-salon.ts';
import type { ChatWatch, Client, Watched } from '#server/chat-watch/index.ts';
import type { Clock } from '#server/realtime/index.ts';

const limits = {
  people: 400,
  /** Facts told to one person a second: a room of a class, not a flood. */
  perSecond: 120,
  /** Connections of one room that are told. */
  perRoom: 40,
} as const;

type Looker = {
  id: string;
  /** Rooms in which they are, with the connections they were told of. */
  rooms: Map<string, Set<number>>;
  second: number;
  told: number;
};

export type Looking = {
  begin(personId: string): 'begun' | 'already' | 'too many';
  end(personId: string): void;
  close(): void;
};

/** `slugOf`: of the pseudonym this person bears; `isTaken`: does somebody of a page bear a name with this slug? */
export function createLooking(options: {
  watch: ChatWatch;
  clock: Clock;
  slugOf: (personId: string) => string | null;
  isTaken: (slug: string) => boolean;
  tell: (personId: string, event: SeenEvent) => void;
}): Looking {
  const { watch, clock } = options;
  const lookers = new Map<string, Looker>();
  /** What each connection was told this turn, told on at its end. */
  let heard = new Map<Client, ChatEvent[]>();
  let stop: (() => void) | null = null;

  /** Their page, a program with their token, or one that is called by their pseudonym and a hyphen more: `ada-2`. */
  function isTheirs({ who }: Client, personId: string): boolean {
    if (who === null) return false;
    if (who.signed) return who.id === personId;
    const slug = options.slugOf(personId);
    const check = checkUserId(who.name);
    if (slug === null || !check.ok || !check.key.startsWith(`${slug}-`)) return false;
    // `ada-marie-2` is the program of Ada-Marie when she is here.
    const parts = check.key.split('-');
    for (let n = parts.length; n > 0; n -= 1) {
      const name = parts.slice(0, n).join('-');
      if (name === slug) return true;
      if (options.isTaken(name)) return false;
    }
    return false;
  }

  function tell(looker: Looker, event: SeenEvent): void {
    const second = Math.floor(clock.elapsed() / 1_000);
    if (second !== looker.second) {
      looker.second = second;
      looker.told = 0;
    }
    looker.told += 1;
    if (looker.told <= limits.perSecond) options.tell(looker.id, event);
    else if (looker.told === limits.perSecond + 1) options.tell(looker.id, { type: 'crowded' });
  }

  const seen = (client: Client, looker: Looker): SeenClient => ({
    client: client.id,
    name: client.who?.name ?? '',
    mine: isTheirs(client, looker.id),
    page: client.page,
  });

  /** They are in this room: told of everybody in it, and from now on of what happens there. */
  function enter(looker: Looker, room: string): void {
    const known = looker.rooms.get(room) ?? new Set<number>();
    looker.rooms.set(room, known);
    for (const client of watch.clients()) if (client.rooms.has(room)) show(looker, room, known, client);
  }

  function show(looker: Looker, room: string, known: Set<number>, client: Client): void {
    if (known.has(client.id) || known.size >= limits.perRoom) return;
    known.add(client.id);
    tell(looker, { type: 'came', room, ...seen(client, looker) });
  }

  function hear(watched: Watched): void {
    const { client } = watched;
    if (watched.type === 'told') {
      if (heard.size === 0) clock.after(0, flush);
      heard.set(client, [...(heard.get(client) ?? []), ...watched.items]);
      return;
    }
    for (const looker of lookers.values()) {
      const { room } = watched;
      if (watched.type === 'came' && isTheirs(client, looker.id)) enter(looker, room);
      const known = looker.rooms.get(room);
      if (!known) continue;
      if (watched.type === 'came') show(looker, room, known, client);
      if (!known.has(client.id)) continue;
      if (watched.type === 'went') {
        known.delete(client.id);
        tell(looker, { type: 'went', room, client: client.id, how: watched.how });
        leaveIfAlone(looker, room);
      } else if (watched.type === 'spoke') {
        const { sequence, text } = watched;
        tell(looker, { type: 'spoke', room, client: client.id, sequence, text });
      } else if (watched.type === 'past') {
        tell(looker, { type: 'past', room, client: client.id, from: watched.from, to: watched.to });
      }
    }
  }

  /** None of theirs is in it any more: what happens there is no longer theirs to see. */
  function leaveIfAlone(looker: Looker, room: string): void {
    for (const client of watch.clients()) if (client.rooms.has(room) && isTheirs(client, looker.id)) return;
    for (const id of looker.rooms.get(room) ?? []) tell(looker, { type: 'went', room, client: id, how: 'left' });
    looker.rooms.delete(room);
  }

  function flush(): void {
    const due = heard;
    heard = new Map();
    for (const looker of lookers.values()) {
      /** Connections that were told the same messages of the same room. */
      const same = new Map<string, { room: string; sequences: number[]; clients: number[] }>();
      for (const [client, items] of due) {
        for (const room of client.rooms) {
          if (!looker.rooms.get(room)?.has(client.id)) continue;
          const sequences = items.flatMap((item) =>
            item.type === 'message' && item.room === room ? item.sequence : [],
          );
          if (sequences.length > 0) {
            const key = `${room}\n${sequences}`;
            const group = same.get(key) ?? { room, sequences, clients: [] };
            group.clients.push(client.id);
            same.set(key, group);
          }
        }
        if (isTheirs(client, looker.id)) tellPresence(looker, client, items);
      }
      for (const group of same.values()) tell(looker, { type: 'reached', ...group });
    }
  }

  function tellPresence(looker: Looker, client: Client, items: readonly ChatEvent[]): void {
    for (const item of items) {
      if (item.type !== 'presence' || !looker.rooms.has(item.room)) continue;
      const { room, userId, action } = item;
      tell(looker, { type: 'presence', room, client: client.id, userId, action });
    }
  }

  function end(personId: string): void {
    lookers.delete(personId);
    if (lookers.size > 0) return;
    stop?.();
    stop = null;
    heard = new Map();
  }

  return {
    begin(personId) {
      if (lookers.has(personId)) return 'already';
      if (lookers.size >= limits.people) return 'too many';
      const looker: Looker = { id: personId, rooms: new Map(), second: 0, told: 0 };
      lookers.set(personId, looker);
      stop ??= watch.listen(hear);
      for (const client of watch.clients())
        if (isTheirs(client, personId)) for (const room of client.rooms) enter(looker, room);
      return 'begun';
    },
    end,
    close() {
      for (const id of [...lookers.keys()]) end(id);
    },
  };
}
