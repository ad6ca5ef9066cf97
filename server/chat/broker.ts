// The chat broker: rooms with their numbers and their past, people and private topics, acknowledgements. It knows no socket: a
// door opens a session per connection, asks in its name, and is told once a turn what to deliver. Clock and ids come in.

import { type History, houseName, type PendingView, type Published, type SubscribeReply } from '#contract/chat.ts';
import { checkUserId, privateName } from '#contract/chat-names.ts';
import type { Ack } from '#contract/errors.ts';
import type { Answered } from './answered.ts';
import { createFinder } from './finding.ts';
import { createIdentifier } from './identifying.ts';
import { type ChatLimits, chatDefaults } from './limits.ts';
import { createMembership } from './membership.ts';
import { createPending } from './pending.ts';
import { createPeople, type Person } from './people.ts';
import { createPublishing } from './publishing.ts';
import { refusals } from './refusals.ts';
import { createRepeats } from './repeats.ts';
import { restore, snapshot } from './restore.ts';
import type { Room } from './room.ts';
import { createRooms, ownSign } from './rooms.ts';
import { openSession, type Session } from './session.ts';
import type { ChatStore } from './store.ts';
import { answer, historyOf, type Resume, subscribedOf } from './subscribing.ts';
import { isCode } from './teacher.ts';
import { createTurn } from './turn.ts';
import type { ChatClock, Limiter, Peer, Who } from './types.ts';

/** `most`: of what is not acknowledged, fewer messages are kept than the broker would. */
type How = Resume & { acks?: boolean | undefined; most?: number };

export type ChatSession = {
  /** Whose name this connection has; null before it has one. */
  readonly name: string | null;
  /** Says whose this connection is; again with another name, that person was renamed. */
  identify(who: Who): Ack<string>;
  subscribe(room: string, how: How): Ack<SubscribeReply>;
  unsubscribe(room: string): Ack<null>;
  /** Resolves when the message is written and told; with a client message id, when it is on disk. */
  publish(room: string, content: string, clientMessageId?: string): Promise<Ack<Published>>;
  history(room: string, from?: number): Ack<History>;
  ack(room: string, sequence: number, upTo: boolean): Ack<null>;
  /** Told of states too from now on, not only of joins and leaves. */
  wantsMore(): void;
  /** A sign of the person, or that they are away. */
  active(): void;
  away(): void;
  /** The teacher's alone; said in the room. Resolves when it is on disk. */
  clearHistory(room: string, code: string): Promise<Ack<{ room: string; sequence: number }>>;
  /** Who acknowledges in this room, and what each of them has not. */
  pending(room: string): Ack<PendingView[]>;
  /** The connection has gone. `lost`: without a word, so that its person may come back. */
  close(lost: boolean): void;
};

type Anywhere<Asked> = Asked extends (...given: infer Given) => Ack<infer Result>
  ? (...given: Given) => Answered<Result>
  : Asked;
/** A connection as the doors see it, wherever the broker is. */
export type DoorSession = { [Name in keyof ChatSession]: Anywhere<ChatSession[Name]> };
export type DoorChat = { connect(peer: Peer): DoorSession };

export type ChatStats = { rooms: number; people: number; delivered: number; batches: number; published: number };

export type Chat = {
  connect(peer: Peer): ChatSession;
  /** A room of the server's own, that nobody finds who is not told its name; whoever opens it ends it. Null: too many. */
  openOwn(): string | null;
  /** Everybody is out of it, and nothing of it is left. */
  endOwn(name: string): void;
  /** Does somebody bear this name, or one that looks like it? */
  isTaken(name: string): boolean;
  stats(): ChatStats;
  /** Resolves when what happened so far is written and told; false when it could not be. */
  written(): Promise<boolean>;
  close(): Promise<void>;
};

export function createChat(options: {
  clock: ChatClock;
  newId: () => string;
  /** For each person: what they say, and the rooms they make; for all together: guesses of the code. */
  limiter: (kind: 'person' | 'rooms' | 'code') => Limiter;
  store: ChatStore;
  teacherCode: string;
  onError: (error: unknown) => void;
  limits?: Partial<ChatLimits>;
  /** Another server may go on where this one ends: who is in which room is kept too, and waited for so long, ms. */
  shared?: { graceMs: number };
}): Chat {
  const { clock, newId, store, teacherCode, shared } = options;
  const limits: ChatLimits = { ...chatDefaults, ...options.limits };
  const pending = createPending({ each: limits.pendingEach, subscribers: limits.subscribers });
  const repeats = createRepeats({ each: limits.recentIdsEach, all: limits.recentIds });
  const onForget = (key: string): void => {
    pending.forget(key);
    repeats.forget(key);
  };
  const rooms = createRooms({ limits, now: clock.now, newId, store, onForget });
  const people = createPeople({
    clock,
    limiters: () => ({ limiter: options.limiter('person'), roomLimiter: options.limiter('rooms') }),
    idleMs: limits.idleMs,
    onState: (person) => membership.status(person),
  });
  const state = { rooms, pending, people, repeats };
  const turn = createTurn({
    clock,
    store,
    onRefused: (refused) => publishing.takeBack(refused),
    onError: options.onError,
    snapshot: () => snapshot(state, { now: clock.now(), presence: shared !== undefined }),
  });
  function keepPresence(room: Room, { id, name, signed }: Person, here: boolean): void {
    if (here) {
      rooms.tellStore(room);
      store.append({ t: 'in', key: room.key, by: id, name, signed });
    } else store.append({ t: 'out', key: room.key, by: id });
    void turn.written();
  }
  const onPresence = shared === undefined ? {} : { onPresence: keepPresence };
  const membership = createMembership({ clock, people, rooms, turn, ...onPresence });
  const publishing = createPublishing({ clock, newId, store, rooms, pending, repeats, turn });
  const find = createFinder(rooms, people);
  const identify = createIdentifier(people, membership);
  const guesses = options.limiter('code');
  let published = 0;
  restore(store, state, { now: clock.now(), newId });
  if (shared !== undefined) membership.expect(shared.graceMs);
  void turn.written();

  /** A first private message finds its reader: each of their connections that did not ask for it is subscribed now. */
  function invite(topic: Room): void {
    const person = people.byId(topic.key.slice(1));
    for (const session of person?.sessions ?? []) {
      if (!person || topic.members.has(session)) continue;
      turn.tell(session, [{ ...subscribedOf(topic, person, membership, clock.now()), members: [] }]);
      membership.join(session, person, topic, true);
    }
  }

  function subscribe(session: Session, typed: string, how: How): Ack<SubscribeReply> {
    const { person } = session;
    if (!person) return refusals.nobody();
    if (!person.limiter.take(1)) return refusals.tooFast();
    const quiet = privateName(typed) !== null;
    const found = find(typed, person, quiet ? 'read' : 'write');
    if (!found.ok) return found;
    const room = found.result;
    if (!room) return refusals.notThere(typed);
    if (!quiet && !person.rooms.has(room) && person.rooms.size >= limits.roomsPerPerson) {
      rooms.tidy(room);
      return refusals.tooManyRooms(limits.roomsPerPerson);
    }
    let owed = pending.of(room.key, person.id);
    if (how.acks && !owed) {
      rooms.keep(room);
      owed = pending.open(room.key, person.id, person.name, how.most);
      if (!owed) return refusals.tooManySubscribers();
      // What is numbered but not told yet will be told to this subscriber too.
      for (const event of room.queue)
        if (event.type === 'message') pending.owe(owed, { event, by: '', cid: undefined });
      store.append({ t: 'sub', key: room.key, by: person.id, name: person.name });
    }
    if (!how.goesOn) people.active(person);
    const surroundings = { membership, now: clock.now(), quiet };
    return { ok: true, result: answer(room, session, person, how, how.acks ? owed : null, surroundings) };
  }

  async function publish(session: Session, typed: string, content: string, cid?: string): Promise<Ack<Published>> {
    const { person } = session;
    if (!person) return refusals.nobody();
    if (!person.limiter.take(1 + content.length / 1_000)) return refusals.tooFast();
    const found = find(typed, person, 'write');
    if (!found.ok) return found;
    const room = found.result;
    if (!room) return refusals.notThere(typed);
    people.active(person);
    if (privateName(typed) !== null) invite(room);
    const told = await publishing.publish(room, person, { content, cid });
    if (told.ok && !told.result.duplicate) published += 1;
    return told;
  }

  async function clearHistory(
    session: Session,
    typed: string,
    code: string,
  ): Promise<Ack<{ room: string; sequence: number }>> {
    // Before the comparison: an answer that the limit does not hold back would tell the right code among the wrong ones.
    if (!guesses.take(1)) return refusals.tooManyTries();
    if (!isCode(code, teacherCode)) return refusals.notTheTeacher();
    const found = find(typed, session.person, 'read');
    if (!found.ok) return found;
    const room = found.result;
    if (!room) return refusals.notThere(typed);
    const upTo = room.log.head;
    store.append({ t: 'clear', key: room.key, upTo });
    room.log.clear(upTo);
    pending.clear(room.key, upTo);
    const content = 'L’enseignant a effacé l’historique de cette salle.';
    const { event } = publishing.append(room, { by: '', sender: houseName, content, cid: undefined });
    if (!(await turn.written()) || !(await store.synced())) return refusals.diskRefused();
    return { ok: true, result: { room: room.name, sequence: event.sequence } };
  }

  return {
    connect(peer) {
      const session = openSession(peer);
      const readable = (typed: string): Ack<Room | null> => find(typed, session.person, 'read');
      return {
        get name() {
          return session.person?.name ?? null;
        },
        identify: (who) => identify(session, who),
        subscribe: (room, how) => subscribe(session, room, how),
        unsubscribe(typed) {
          const found = readable(typed);
          if (!found.ok || !found.result) return found.ok ? { ok: true, result: null } : found;
          const room = found.result;
          if (session.person && pending.drop(room.key, session.person.id))
            store.append({ t: 'unsub', key: room.key, by: session.person.id });
          membership.leave(session, room, 0);
          return { ok: true, result: null };
        },
        publish: (room, content, cid) => publish(session, room, content, cid),
        history(typed, from = 0) {
          const found = readable(typed);
          if (!found.ok) return found;
          const room = found.result;
          if (room) return { ok: true, result: historyOf(room, from, clock.now()) };
          return { ok: true, result: { type: 'history', room: typed, messages: [], epoch: '', oldest: 1 } };
        },
        ack(typed, sequence, upTo) {
          const { person } = session;
          if (!person) return refusals.nobody();
          const found = readable(typed);
          if (!found.ok) return found;
          const { key } = found.result ?? { key: '' };
          if (pending.ack(key, person.id, sequence, upTo)) {
            store.append({ t: 'ack', key, by: person.id, sequence, ...(upTo ? { upTo } : {}) });
            void turn.written();
          }
          return { ok: true, result: null };
        },
        wantsMore() {
          peer.more = true;
        },
        active() {
          if (session.person) people.active(session.person);
        },
        away() {
          if (session.person) people.away(session.person);
        },
        clearHistory: (room, code) => clearHistory(session, room, code),
        pending(typed) {
          const found = readable(typed);
          if (!found.ok) return found;
          const owed = [...pending.inRoom(found.result?.key ?? '')];
          const views = owed.map(({ by, name, messages, givenUp }) => {
            const online = (people.byId(by)?.sessions.size ?? 0) > 0;
            return { userId: name, online, pending: [...messages.keys()], givenUp };
          });
          return { ok: true, result: views };
        },
        close(lost) {
          if (session.closed) return;
          session.closed = true;
          membership.forget(session, lost ? peer.graceMs : 0);
        },
      };
    },
    openOwn() {
      const name = `${ownSign}${newId()}`;
      return rooms.open(name, name) ? name : null;
    },
    endOwn(name) {
      const room = name.startsWith(ownSign) ? rooms.get(name) : null;
      if (!room) return;
      for (const session of [...room.members.keys()]) membership.leave(session, room, 0);
      rooms.forget(room);
      void turn.written();
    },
    isTaken(name) {
      const check = checkUserId(name);
      return check.ok && people.bySlug(check.key) !== null;
    },
    written: () => turn.written(),
    stats: () => ({ rooms: rooms.count(), people: people.count(), ...turn.stats, published }),
    async close() {
      await turn.drained();
      membership.close();
      people.close();
      await store.close();
    },
  };
}
