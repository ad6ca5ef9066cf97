// One client of a class over several servers: it comes back to another one with the number it wants next, repeats what was not
// answered under the same id, and writes down everything that should never happen.
import type { ChatEvent } from '#contract/chat.ts';
import { type Hears, pageWire, plainWire, type Wire } from './wires.ts';

type Seen = { epoch: string; next: number; contents: string[]; members: Set<string> };

export type Person = ReturnType<typeof createPerson>;

/** ms */
const againMs = 150;

export function createPerson(options: {
  name: string;
  /** Of a page; null: a program on `/chat`. */
  cookie: string | null;
  /** The servers that live. */
  urls: () => readonly string[];
  /** Which of them first. */
  at: number;
  rooms: readonly string[];
  /** In the first of them it acknowledges what it is told. */
  acks: boolean;
}) {
  const { name, cookie, urls, rooms } = options;
  const seen = new Map<string, Seen>();
  const wrong: string[] = [];
  const refusals = new Set<string>();
  const unanswered = new Map<string, { room: string; content: string }>();
  const own = `@${name}`;
  const isAcked = (room: string): boolean => options.acks && room === rooms[0];
  let { at } = options;
  let wire: Wire | null = null;
  let gone = false;
  let inside = new Set<string>();
  /** Rooms to be asked for again. */
  const denied = new Set<string>();
  let retrying = false;
  let online = 0;

  const later = (run: () => void): void => void setTimeout(() => !gone && run(), againMs);

  function enter(room: string): void {
    const known = seen.get(room);
    const acks = isAcked(room) ? { acks: true } : {};
    wire?.subscribe(room, known ? { epoch: known.epoch, from: known.next, ...acks } : { from: 1, ...acks });
  }

  function heard(event: ChatEvent): void {
    const room = seen.get(event.room);
    if (event.type === 'presence' && room) {
      if (event.action === 'join') room.members.add(event.userId);
      else room.members.delete(event.userId);
    }
    if (event.type !== 'message') return;
    // Told by invitation, and again in the answer that is on its way.
    if (!room || !inside.has(event.room)) return;
    // Its acknowledgement was lost with a server: recognised by its number.
    if (event.redelivered && event.sequence < room.next) return;
    if (event.sequence !== room.next)
      wrong.push(`${name}: ${event.room} ${event.sequence} instead of ${room.next} (${event.content})`);
    room.next = event.sequence + 1;
    room.contents.push(event.content);
  }

  const hears = (): Hears => {
    let mine: Wire | null = null;
    const current = (): boolean => wire === mine && !gone;
    return {
      opened() {
        mine = wire;
        inside = new Set();
        denied.clear();
        for (const room of [...rooms, own]) enter(room);
        for (const [id, { room, content }] of unanswered) wire?.publish(room, content, id);
      },
      lost() {
        if (mine !== null && !current()) return;
        wire = null;
        inside = new Set();
        at += 1;
        later(open);
      },
      subscribed({ subscribed: { room, epoch, members, recovered } }) {
        if (recovered === undefined) return;
        const known = seen.get(room);
        if (known && recovered === false) wrong.push(`${name}: ${room} told that it lost something`);
        const names = new Set(members.map(({ userId }) => userId));
        if (known) Object.assign(known, { epoch, members: names });
        else seen.set(room, { epoch, next: 1, contents: [], members: names });
        inside.add(room);
      },
      heard: (events) => events.forEach(heard),
      history(messages) {
        if (messages.length > 0) wrong.push(`${name}: a past that is not whole`);
      },
      published: (id) => void unanswered.delete(id),
      online(told) {
        online = told;
      },
      refused(message, room) {
        refusals.add(message);
        if (room !== undefined) denied.add(room);
        if (retrying) return;
        retrying = true;
        const by = wire;
        later(() => {
          retrying = false;
          if (wire !== by) return;
          for (const each of denied) enter(each);
          denied.clear();
          for (const [id, { room, content }] of unanswered) wire?.publish(room, content, id);
        });
      },
    };
  };

  function open(): void {
    const live = urls();
    const url = live[at % live.length] ?? '';
    wire = cookie === null ? plainWire(url, name, hears()) : pageWire(url, cookie, hears());
  }

  // Again and again: no answer says that an acknowledgement came.
  const acknowledging = setInterval(() => {
    const [room = ''] = rooms;
    const next = seen.get(room)?.next ?? 1;
    if (options.acks && inside.has(room) && next > 1) wire?.ack(room, next - 1);
  }, 300);
  open();
  return {
    name,
    wrong,
    isPage: cookie !== null,
    online: (): number => online,
    refusals: refusals as ReadonlySet<string>,
    inside: (): boolean => rooms.every((room) => inside.has(room)),
    waits: (): number => unanswered.size,
    say(room: string, content: string): void {
      unanswered.set(content, { room, content });
      wire?.publish(room, content, content);
    },
    contents: (room: string): readonly string[] => seen.get(room)?.contents ?? [],
    members: (room: string): ReadonlySet<string> => seen.get(room)?.members ?? new Set(),
    privately: (): readonly string[] => seen.get(own)?.contents ?? [],
    /** For the message of a test that failed. */
    told: (): string => {
      const rooms = [...seen].map(([room, { contents, next }]) => `${room} ${contents.length} next ${next}`);
      return [name, ...rooms, `unanswered ${unanswered.size}`, ...wrong, ...refusals].join(', ');
    },
    leave(): void {
      gone = true;
      clearInterval(acknowledging);
      wire?.close();
    },
  };
}
