import { describe, expect, it } from 'vitest';
import type { ChatEvent, ChatMember, ChatMessage, Subscribed, SubscribeReply } from '#contract/chat.ts';
import { roomOf, type SalonEvent, type SalonState, salonBounds, salonLab } from './salon.ts';

const message = (sequence: number, sender = 'Bob', room = 'general'): ChatMessage => ({
  id: `${room}-${sequence}`,
  room,
  sender,
  content: `m${sequence}`,
  sequence,
  timestamp: 1_000 + sequence,
});
const said = (sequence: number, room = 'general'): SalonEvent => ({
  type: 'heard',
  event: { type: 'message', ...message(sequence, 'Bob', room) },
});
const reply = (
  sequence: number,
  more: Partial<SubscribeReply> & { head?: Partial<Subscribed> } = {},
): SubscribeReply => {
  const { head, ...rest } = more;
  const members: ChatMember[] = [{ userId: 'Ada', state: 'online' }];
  const subscribed: Subscribed = {
    type: 'subscribed',
    room: 'general',
    sequence,
    epoch: 'a',
    oldest: 1,
    userId: 'Ada',
    members,
    ...head,
  };
  return { subscribed, missed: [], history: null, ...rest };
};
const entered = (answer: SubscribeReply, room = 'general'): SalonEvent => ({ type: 'entered', room, reply: answer });
const events = (...numbers: number[]): ChatEvent[] => numbers.map((n) => ({ type: 'message', ...message(n) }));
const heard = (event: ChatEvent): SalonEvent => ({ type: 'heard', event });

const along = (...list: SalonEvent[]): SalonState =>
  list.reduce((state, event, at) => salonLab.fold(state, event, at), salonLab.initial());
const general = (state: SalonState) => {
  const room = roomOf(state, 'general');
  if (!room) throw new Error('not in general');
  return room;
};
const numbers = (state: SalonState, room = 'general') =>
  roomOf(state, room)?.lines.flatMap((line) => (line.kind === 'message' ? [line.message.sequence] : []));
const kinds = (state: SalonState) => general(state).lines.map(({ kind }) => kind);

const start: SalonEvent[] = [
  { type: 'named', name: 'Ada' },
  { type: 'entering', room: 'general' },
  entered(reply(2, { missed: events(1, 2) })),
];

describe('the rooms of a page', () => {
  it('begin with their history, then go on in order, each number once', () => {
    const state = along(...start, said(3), said(5), said(3), said(4));
    expect(numbers(state)).toEqual([1, 2, 3, 4, 5]);
    expect(general(state)).toMatchObject({ duplicates: 1, stream: { expected: 6, held: [] } });
  });

  it('hold back what comes too early, and know what is missing', () => {
    const state = along(...start, said(5));
    expect(numbers(state)).toEqual([1, 2]);
    expect(general(state).stream).toMatchObject({ expected: 3, held: [{ sequence: 5 }], gap: { asks: 0 } });
    const history = {
      type: 'history',
      room: 'general',
      epoch: 'a',
      oldest: 4,
      messages: [message(4), message(5)],
    } as const;
    const told = salonLab.fold(state, { type: 'past', history: { ...history, messages: [...history.messages] } }, 9);
    expect(numbers(told)).toEqual([1, 2, 4, 5]);
    expect(general(told).lines.find(({ kind }) => kind === 'gone')).toMatchObject({ from: 3, to: 3 });
  });

  it('get exactly what was missed after a cut, and say how much', () => {
    const state = along(
      ...start,
      { type: 'apart' },
      entered(reply(4, { missed: events(3, 4), head: { recovered: true } })),
    );
    expect(numbers(state)).toEqual([1, 2, 3, 4]);
    expect(general(state).lines.find(({ kind }) => kind === 'back')).toMatchObject({ missed: 2 });
  });

  it('say what is gone, and when the numbering began again', () => {
    const left = {
      type: 'history' as const,
      room: 'general',
      epoch: 'a',
      oldest: 8,
      messages: [message(8), message(9)],
    };
    const gone = along(
      ...start,
      { type: 'apart' },
      entered(reply(9, { history: left, head: { recovered: false, oldest: 8 } })),
    );
    expect(numbers(gone)).toEqual([1, 2, 8, 9]);
    expect(general(gone).lines.find(({ kind }) => kind === 'gone')).toMatchObject({ from: 3, to: 7 });
    const other = { ...left, epoch: 'b', oldest: 1, messages: [message(1)] };
    const again = along(...start, { type: 'apart' }, entered(reply(1, { history: other, head: { epoch: 'b' } })));
    expect(numbers(again)).toEqual([1, 2, 1]);
    expect(kinds(again)).toContain('reset');
  });

  it('tell who left the room from who is not there any more', () => {
    const presence = (userId: string, action: 'join' | 'leave'): SalonEvent =>
      heard({ type: 'presence', room: 'general', userId, action, timestamp: 1 });
    const status = (userId: string, state: ChatMember['state']): SalonEvent =>
      heard({ type: 'status', room: 'general', userId, state, timestamp: 1 });
    const state = along(
      ...start,
      presence('Bob', 'join'),
      presence('Zoé', 'join'),
      presence('Zoé', 'leave'),
      status('Bob', 'connecting'),
      status('Bob', 'offline'),
      presence('Bob', 'leave'),
    );
    expect(general(state).members).toEqual([
      { userId: 'Ada', state: 'online' },
      { userId: 'Bob', state: 'offline' },
    ]);
    expect(general(state).lines.at(-1)).toMatchObject({ what: 'vanished', userId: 'Bob' });
  });

  it('keep what is private apart, whatever name the topic has', () => {
    const own = entered(reply(0, { head: { room: '@Ada', members: [] } }), '@');
    const unsent = { id: 'c1', room: '@Bob', content: 'secret' };
    const published = { room: '@Bob', id: 'x', sequence: 7, timestamp: 5, duplicate: false };
    const state = along(
      ...start,
      own,
      said(1, '@Ada'),
      { type: 'sending', unsent },
      { type: 'settled', id: 'c1', published },
    );
    expect(numbers(state)).toEqual([1, 2]);
    expect(state.own.lines).toMatchObject([
      { kind: 'message', message: { sequence: 1 } },
      { kind: 'sent', to: 'Bob', content: 'secret', sequence: 7 },
    ]);
    expect(state.unsent).toEqual([]);
  });

  it('keep a bounded number of lines, and hear nothing of rooms they are not in', () => {
    const many = Array.from({ length: salonBounds.lines + 50 }, (_, index) => said(3 + index));
    const state = along(...start, ...many, said(1, 'other'));
    expect(general(state).lines).toHaveLength(salonBounds.lines);
    expect(state.rooms).toHaveLength(1);
    expect(along(...start, { type: 'left', room: 'general' }).rooms).toEqual([]);
  });
});
