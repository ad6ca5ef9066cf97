// The chat of a page against a fake wire: it resumes, sends again, asks for what is missing, and forgets what it left.
import { describe, expect, it } from 'vitest';
import type { ChatEvent, SubscribeReply } from '#contract/chat.ts';
import type { Ack } from '#contract/errors.ts';
import { salonBounds } from '#labs/chat/salon.ts';
import { createChatClient } from './chat-client.ts';
import { handEnv } from './fixtures.ts';
import type { ChatWire, ChatWireEvents } from './wire.ts';

type Asked = { name: string; request: Record<string, unknown>; answer(reply: Ack<unknown> | null): void };

function bench(kept: string[] | null = null) {
  const asked: Asked[] = [];
  const timers = new Set<() => void>();
  let events: ChatWireEvents | null = null;
  let up = false;
  const wire: ChatWire = {
    listen(given) {
      events = given;
    },
    connected: () => up,
    ask(name, request, answered) {
      asked.push({ name, request, answer: answered as Asked['answer'] });
    },
  };
  const env = handEnv();
  let ids = 0;
  const memory = { rooms: kept };
  const onHand = {
    ...env,
    newId: () => `id-${++ids}`,
    after(_ms: number, run: () => void) {
      timers.add(run);
      return () => timers.delete(run);
    },
  };
  const client = createChatClient(wire, onHand, {
    read: () => memory.rooms,
    write(rooms) {
      memory.rooms = [...rooms];
    },
  });
  return {
    memory,
    client,
    of: (name: string) => asked.filter((each) => each.name === name),
    subscribed: (room: string) => asked.filter((each) => each.name === 'chat:subscribe' && each.request.room === room),
    connect() {
      up = true;
      events?.opened();
    },
    cut() {
      up = false;
      events?.lost();
    },
    hear: (...said: ChatEvent[]) => events?.heard(said),
    elapse() {
      const due = [...timers];
      timers.clear();
      for (const run of due) run();
    },
    seen() {
      env.paint();
      return client.store.snapshot().state;
    },
  };
}

const entered = (sequence: number, room = 'general', missed: ChatEvent[] = []): Ack<SubscribeReply> => ({
  ok: true,
  result: {
    subscribed: { type: 'subscribed', room, sequence, epoch: 'e', oldest: 1, userId: 'Ada', members: [] },
    missed,
    history: null,
  },
});
const message = (sequence: number): ChatEvent => ({
  type: 'message',
  id: `m${sequence}`,
  room: 'general',
  sender: 'Bob',
  content: `m${sequence}`,
  sequence,
  timestamp: sequence,
});

function inside() {
  const b = bench();
  const release = b.client.use();
  b.client.setName('Ada');
  b.connect();
  b.subscribed('general')[0]?.answer(entered(1, 'general', [message(1)]));
  b.subscribed('@Ada')[0]?.answer(entered(0, '@Ada'));
  return { ...b, release };
}

describe('the chat of a page', () => {
  it('enters nothing before it has a name, a link and a reader, then asks for the past', () => {
    const b = bench();
    b.connect();
    b.client.use();
    expect(b.of('chat:subscribe')).toEqual([]);
    b.client.setName('Ada');
    expect(b.of('chat:subscribe').map(({ request }) => request)).toEqual([
      { room: 'general', from: 1 },
      { room: '@Ada', from: 1 },
    ]);
  });

  it('goes back to the rooms that it was in when the page is loaded again, and forgets one that refuses it', () => {
    const b = bench(['maths', 'sport']);
    b.client.use();
    b.client.setName('Ada');
    b.connect();
    expect(b.of('chat:subscribe').map(({ request }) => request.room)).toEqual(['maths', 'sport', '@Ada']);
    b.client.join('chimie');
    b.client.leave('maths');
    expect(b.memory.rooms).toEqual(['sport', 'chimie']);
    b.subscribed('chimie')[0]?.answer({ ok: false, error: { code: 'limit-reached', message: 'Pleine.' } });
    expect(b.memory.rooms).toEqual(['sport']);
    const alone = bench([]);
    alone.client.use();
    alone.client.setName('Ada');
    alone.connect();
    expect(alone.of('chat:subscribe').map(({ request }) => request.room)).toEqual(['@Ada']);
  });

  it('passes the teacher’s code on, and the answer back, a silence included', async () => {
    const b = inside();
    const answers = ['faux', 'bon', 'bon'].map((code) => b.client.clear('general', code));
    const [wrong, right, silent] = b.of('chat:clear');
    expect(right?.request).toEqual({ room: 'general', code: 'bon' });
    wrong?.answer({ ok: false, error: { code: 'forbidden', message: 'Non.' } });
    right?.answer({ ok: true, result: { room: 'general', sequence: 2 } });
    silent?.answer(null);
    expect(await Promise.all(answers)).toMatchObject([
      { error: { code: 'forbidden' } },
      { ok: true },
      { error: { code: 'unavailable' } },
    ]);
  });

  it('comes back with the number it wants next', () => {
    const b = inside();
    b.hear(message(2));
    b.cut();
    b.connect();
    expect(b.subscribed('general')[1]?.request).toEqual({ room: 'general', epoch: 'e', from: 3 });
    // An answer from before the cut means nothing now.
    b.subscribed('general')[0]?.answer(entered(50));
    b.subscribed('general')[1]?.answer(entered(3, 'general', [message(3)]));
    expect(b.seen().rooms[0]?.stream?.expected).toBe(4);
  });

  it('sends again, under the same id, what was not answered, and tells it once', async () => {
    const b = inside();
    const told = b.client.say('general', 'bonjour');
    b.cut();
    b.of('chat:publish')[0]?.answer(null);
    b.connect();
    expect(b.of('chat:publish').map(({ request }) => request.clientMessageId)).toEqual(['id-1', 'id-1']);
    expect(b.seen().unsent).toHaveLength(1);
    const published = { room: 'general', id: 'x', sequence: 2, timestamp: 2, duplicate: true };
    b.of('chat:publish')[1]?.answer({ ok: true, result: published });
    expect(await told).toEqual({ ok: true, result: published });
    expect(b.seen().unsent).toEqual([]);
  });

  it('does not take « too fast » for a refusal: an earlier try may be stored, the same id is sent again', async () => {
    const b = inside();
    const told = b.client.say('general', 'bonjour');
    b.of('chat:publish')[0]?.answer({ ok: false, error: { code: 'rate-limited', message: 'plus tard' } });
    expect(b.seen().unsent).toHaveLength(1);
    b.elapse();
    const published = { room: 'general', id: 'x', sequence: 2, timestamp: 2, duplicate: true };
    b.of('chat:publish')[1]?.answer({ ok: true, result: published });
    expect(await told).toEqual({ ok: true, result: published });
    expect(b.of('chat:publish').map(({ request }) => request.clientMessageId)).toEqual(['id-1', 'id-1']);
  });

  it('asks for what is missing once it has waited, and takes what is left', () => {
    const b = inside();
    b.hear(message(3));
    expect(b.of('chat:history')).toEqual([]);
    b.elapse();
    expect(b.of('chat:history')[0]?.request).toEqual({ room: 'general', from: 2 });
    const history = { type: 'history', room: 'general', epoch: 'e', oldest: 1, messages: [message(2), message(3)] };
    b.of('chat:history')[0]?.answer({ ok: true, result: history });
    expect(b.seen().rooms[0]?.stream).toMatchObject({ expected: 4, gap: null });
  });

  it('shows a refusal and stays out; what may pass is tried again', () => {
    const b = inside();
    b.client.join('td');
    b.subscribed('td')[0]?.answer({ ok: false, error: { code: 'rate-limited', message: 'plus tard' } });
    b.elapse();
    b.subscribed('td')[1]?.answer({ ok: false, error: { code: 'limit-reached', message: 'trop' } });
    expect(b.seen()).toMatchObject({ refusal: 'trop', rooms: [{ name: 'general' }] });
  });

  it('is bounded: rooms, and messages that wait for the link', async () => {
    const b = inside();
    for (let n = 1; n <= salonBounds.rooms; n += 1) b.client.join(`salle-${n}`);
    expect(b.seen().rooms).toHaveLength(salonBounds.rooms);
    b.cut();
    for (let n = 0; n < salonBounds.unsent; n += 1) void b.client.say('general', 'x');
    expect(await b.client.say('general', 'trop')).toMatchObject({ ok: false });
  });

  it('leaves its rooms when nobody looks any more, and resumes when somebody does', () => {
    const b = inside();
    b.release();
    b.elapse();
    expect(b.of('chat:unsubscribe').map(({ request }) => request.room)).toEqual(['general', '@Ada']);
    b.client.use();
    expect(b.subscribed('general')[1]?.request).toEqual({ room: 'general', epoch: 'e', from: 2 });
  });
});
