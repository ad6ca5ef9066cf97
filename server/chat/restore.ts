// From entries to rooms and back: what an earlier run left, and the same written again without what is forgotten.

import type { ChatMessage } from '#contract/chat.ts';
import { checkUserId } from '#contract/chat-names.ts';
import type { Pending } from './pending.ts';
import type { People } from './people.ts';
import { type Repeats, seenOf } from './repeats.ts';
import { messageOf, type Room } from './room.ts';
import { ownSign, type Rooms } from './rooms.ts';
import type { ChatStore, Entry } from './store.ts';
import type { Stored } from './types.ts';

type State = { rooms: Rooms; pending: Pending; people: People; repeats: Repeats };

const storedOf = (m: ChatMessage, by: string, cid: string | undefined): Stored => ({
  event: { type: 'message', ...m },
  by,
  cid,
});

/** A message whose predecessor is damaged: the past before it cannot be had whole, hence not at all. */
function take(room: Room, stored: Stored, state: State, now: number): void {
  const { sequence } = stored.event;
  if (sequence <= room.log.head) return;
  if (sequence > room.log.head + 1) room.log.clear(room.log.head);
  room.log.append(stored);
  room.log.settle(sequence, now);
  room.lastUsed = stored.event.timestamp;
  if (stored.cid !== undefined) state.repeats.add(room.key, stored.by, stored.cid, seenOf(stored));
  state.pending.add(room.key, stored);
}

function apply(entry: Entry, state: State, now: number): void {
  const { rooms, pending } = state;
  const room = rooms.get(entry.key);
  switch (entry.t) {
    case 'room':
      if (room) room.epoch = entry.epoch;
      else rooms.restore(entry);
      return;
    case 'forget':
      // Known to be forgotten: nothing to write again.
      if (room) rooms.forget(Object.assign(room, { stored: false }));
      return;
    case 'm':
      // The line that made its room is damaged: its number cannot be trusted to be anybody's.
      if (room) {
        room.kept = true;
        take(room, storedOf(entry.m, entry.by, entry.cid), state, now);
      }
      return;
    case 'clear':
      room?.log.clear(entry.upTo);
      pending.clear(entry.key, entry.upTo);
      return;
    case 'seen':
      if (room) {
        const [by = ''] = entry.of.split(' ', 1);
        state.repeats.add(entry.key, by, entry.of.slice(by.length + 1), entry);
      }
      return;
    case 'sub':
      if (room) {
        room.kept = true;
        const owed = pending.open(entry.key, entry.by, entry.name);
        if (owed) owed.givenUp += entry.givenUp ?? 0;
      }
      return;
    case 'owed': {
      const owed = pending.of(entry.key, entry.by);
      if (owed) pending.owe(owed, storedOf(entry.m, '', undefined));
      return;
    }
    case 'ack':
      pending.ack(entry.key, entry.by, entry.sequence, entry.upTo === true);
      return;
    case 'unsub':
      pending.drop(entry.key, entry.by);
      return;
    case 'in': {
      const check = checkUserId(entry.name);
      if (!room || !check.ok) return;
      const person = state.people.know({ id: entry.by, name: entry.name, signed: entry.signed }, check.key);
      room.present.set(person, { sessions: 0, cancel: null });
      person.rooms.add(room);
      return;
    }
    case 'out': {
      const person = state.people.byId(entry.by);
      if (!room || !person) return;
      room.present.delete(person);
      person.rooms.delete(room);
      if (person.rooms.size === 0) state.people.gone(person);
    }
  }
}

/** Rebuilds everything. When something may be missing, every room takes another epoch: nobody resumes across a hole. */
export function restore(store: ChatStore, state: State, options: { now: number; newId: () => string }): void {
  const { now, newId } = options;
  for (const entry of store.recovered) apply(entry, state, now);
  for (const room of [...state.rooms.all()]) {
    // Who had claimed a name without proof is gone, unless they are waited for: what was said to them was theirs alone. And a room
    // of the server's own ends with the run that opened it.
    const gone = room.key.startsWith('@~') && state.people.byId(room.key.slice(1)) === null;
    if (gone || room.key.startsWith(ownSign)) {
      state.rooms.forget(room);
      continue;
    }
    if (room.key.startsWith('@')) {
      const check = checkUserId(room.name.slice(1));
      if (check.ok) state.people.recall(check.key, room.key.slice(1));
    }
    state.rooms.tidy(room);
    if (!store.lost || state.rooms.get(room.key) === null) continue;
    room.epoch = newId();
    store.append(roomEntry(room));
  }
}

const roomEntry = ({ key, name, epoch, log, lastUsed }: Room) => ({
  t: 'room' as const,
  key,
  name,
  epoch,
  head: log.written,
  at: lastUsed,
});

/** Entries that `restore` turns into the same state. */
export function* snapshot(
  { rooms, pending, repeats }: State,
  { now, presence }: { now: number; presence: boolean },
): Generator<Entry> {
  for (const room of rooms.all()) {
    if (!room.stored) continue;
    const { key } = room;
    const messages = room.log.read(0, now);
    const head = (messages[0]?.event.sequence ?? room.log.written + 1) - 1;
    yield { ...roomEntry(room), head };
    for (const [by, cid, { id, sequence, at }] of repeats.inRoom(key)) {
      if (sequence <= head) yield { t: 'seen', key, of: `${by} ${cid}`, id, sequence, at };
    }
    for (const stored of messages) {
      const { by, cid } = stored;
      yield { t: 'm', key, by, ...(cid === undefined ? {} : { cid }), m: messageOf(stored) };
    }
    if (presence) for (const { id, name, signed } of room.present.keys()) yield { t: 'in', key, by: id, name, signed };
  }
  for (const [key, { by, name, messages, givenUp }] of pending.all()) {
    yield { t: 'sub', key, by, name, ...(givenUp > 0 ? { givenUp } : {}) };
    const written = rooms.get(key)?.log.written ?? 0;
    for (const stored of messages.values()) {
      if (stored.event.sequence <= written) yield { t: 'owed', key, by, m: messageOf(stored) };
    }
  }
}
