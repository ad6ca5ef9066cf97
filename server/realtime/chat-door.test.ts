// The chat through the Socket.IO edge, as pages use it: names from the cookie, one event a turn, tabs, cuts, private messages.
import { afterEach, describe, expect, it } from 'vitest';
import type { ChatEvent } from '#contract/chat.ts';
import type { ChatAnswers, ChatRequest, ChatRequestName } from '#contract/chat-socket.ts';
import type { Ack } from '#contract/errors.ts';
import { createChatDoor } from './chat-door.ts';
import { manualClock } from './clock.ts';
import { openPage, startEdge, until } from './fixtures.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
async function edge(options: Parameters<typeof startEdge>[0] = {}) {
  const started = await startEdge(options);
  closers.push(started.close);
  return started;
}

/** A page of `who`, whose cookie says the pseudonym `name`. */
function page(url: string, who: string, name: string | null, options: Record<string, unknown> = {}) {
  const cookie = name === null ? `who=${who}` : `who=${who}; name=${name}`;
  const { socket } = openPage(url, who, { extraHeaders: { cookie }, ...options });
  closers.push(() => socket.close());
  const flushes: ChatEvent[][] = [];
  const told: ChatEvent[] = [];
  socket.on('chat', (events) => {
    flushes.push(events);
    told.push(...events);
  });
  const raw = socket as unknown as { emitWithAck(event: string, request: unknown): Promise<Ack<unknown>> };
  const ask = <Name extends ChatRequestName>(event: Name, request: ChatRequest<Name>) =>
    raw.emitWithAck(event, request) as Promise<Ack<ChatAnswers[Name]>>;
  const messages = () => told.flatMap((event) => (event.type === 'message' ? [event] : []));
  const presence = () =>
    told.flatMap((event) => (event.type === 'presence' ? [`${event.userId} ${event.action}`] : []));
  return { socket, flushes, told, ask, raw, messages, presence };
}
type Page = ReturnType<typeof page>;

async function join(one: Page, room: string, more: object = {}) {
  const reply = await one.ask('chat:subscribe', { room, ...more });
  if (!reply.ok) throw new Error(reply.error.message);
  await until(() => one.told.some((event) => event.type === 'presence' && event.room === room));
  return reply.result;
}
const code = (ack: Ack<unknown>): string => (ack.ok ? 'ok' : ack.error.code);

describe('the chat of pages', () => {
  it('speaks in the name that the cookie tells, and in no other', async () => {
    const { url } = await edge();
    const [ada, bob] = [page(url, 'p1', 'Ada'), page(url, 'p2', 'Bob')];
    await join(ada, 'general');
    const { subscribed } = await join(bob, 'general');
    expect(subscribed).toMatchObject({
      userId: 'Bob',
      sequence: 0,
      members: [{ userId: 'Ada', state: 'online' }, { userId: 'Bob' }],
    });
    expect(
      await ada.ask('chat:publish', { room: 'general', content: '<img onerror=alert(1)>', clientMessageId: 'c1' }),
    ).toMatchObject({ ok: true, result: { sequence: 1, duplicate: false } });
    expect(
      await ada.ask('chat:publish', { room: 'general', content: '<img onerror=alert(1)>', clientMessageId: 'c1' }),
    ).toMatchObject({ ok: true, result: { sequence: 1, duplicate: true } });
    await until(() => bob.messages().length === 1);
    expect(bob.messages()[0]).toMatchObject({ sender: 'Ada', content: '<img onerror=alert(1)>', sequence: 1 });
    expect(code(await ada.raw.emitWithAck('chat:publish', { room: 'general', content: 'x', sender: 'Bob' }))).toBe(
      'invalid',
    );
  });

  it('is closed to whoever has no pseudonym', async () => {
    const { url } = await edge();
    const nobody = page(url, 'p1', null);
    expect(await nobody.ask('chat:subscribe', { room: 'general' })).toMatchObject({
      ok: false,
      error: { code: 'forbidden', message: expect.stringMatching(/pseudonyme/) },
    });
  });

  it('tells a burst in one event a socket, the same for all', async () => {
    const { url, edge: opened } = await edge();
    const pages = ['p1', 'p2', 'p3'].map((who) => page(url, who, `N${who}`));
    for (const each of pages) await join(each, 'general');
    await until(() => pages[0]?.presence().length === 3);
    const before = opened.stats().chatWrites;
    const program = pages[0] as Page;
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => program.ask('chat:publish', { room: 'general', content: `m${n}` })),
    );
    await until(() => pages.every((each) => each.messages().length === 20));
    expect(opened.stats().chatWrites - before).toBeLessThan(60);
    for (const each of pages)
      expect(each.messages().map(({ sequence }) => sequence)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });

  it('shows two tabs as one person, who leaves with the last one, a moment later', async () => {
    const { url } = await edge();
    const ada = page(url, 'p1', 'Ada');
    await join(ada, 'general');
    const [tab1, tab2] = [page(url, 'p2', 'Bob'), page(url, 'p2', 'Bob')];
    await join(tab1, 'general');
    await join(tab2, 'general');
    tab1.socket.close();
    expect(code(await tab2.ask('chat:presence', { state: 'away' }))).toBe('ok');
    await until(() => ada.told.some((event) => event.type === 'status' && event.state === 'away'));
    expect(ada.presence()).toEqual(['Ada join', 'Bob join']);
    expect(code(await tab2.ask('chat:unsubscribe', { room: 'general' }))).toBe('ok');
    await until(() => ada.presence().length === 3);
    expect(ada.presence()[2]).toBe('Bob leave');
  });

  it('gives exactly what was missed to a page that lost its link, whose person did not leave meanwhile', async () => {
    const { url } = await edge();
    const [ada, bob] = [page(url, 'p1', 'Ada'), page(url, 'p2', 'Bob')];
    await join(ada, 'general');
    const { subscribed } = await join(bob, 'general');
    bob.socket.io.engine.close();
    await until(() => !bob.socket.connected);
    await until(() => ada.told.some((event) => event.type === 'status' && event.state === 'connecting'));
    for (let n = 0; n < 3; n += 1) await ada.ask('chat:publish', { room: 'general', content: `m${n}` });
    await until(() => bob.socket.connected);
    const reply = await bob.ask('chat:subscribe', { room: 'general', epoch: subscribed.epoch, from: 1 });
    expect(reply).toMatchObject({
      ok: true,
      result: { subscribed: { recovered: true }, missed: [{ sequence: 1 }, { sequence: 2 }, { sequence: 3 }] },
    });
    await ada.ask('chat:publish', { room: 'general', content: 'm3' });
    await until(() => bob.messages().length === 1);
    expect(ada.presence()).toEqual(['Ada join', 'Bob join']);
    const gone = await bob.ask('chat:subscribe', { room: 'general', epoch: 'other', from: 2 });
    expect(gone).toMatchObject({
      ok: true,
      result: { subscribed: { recovered: false }, history: { messages: [{ sequence: 1 }, {}, {}, {}] } },
    });
  });

  it('carries a private message to its person alone', async () => {
    const { url } = await edge();
    const [ada, bob, eve] = [page(url, 'p1', 'Ada'), page(url, 'p2', 'Bob'), page(url, 'p3', 'Eve')];
    for (const each of [ada, bob, eve]) await join(each, 'general');
    expect(code(await ada.ask('chat:publish', { room: '@bob', content: 'canari' }))).toBe('ok');
    await until(() => bob.messages().length === 1);
    for (const room of ['@bob', '@Bob', '@BOB']) {
      for (const event of ['chat:subscribe', 'chat:history', 'chat:pending'] as const)
        expect(code(await eve.ask(event, { room }))).toBe('not-yours');
    }
    expect(code(await eve.ask('chat:history', { room: '@p2' }))).toBe('not-yours');
    for (const each of [ada, eve]) expect(JSON.stringify(each.told)).not.toContain('canari');
  });

  it('follows a change of name', async () => {
    const { url, edge: opened, directory } = await edge();
    const [ada, bob] = [page(url, 'p1', 'Ada'), page(url, 'p2', 'Bob')];
    await join(ada, 'general');
    await join(bob, 'general');
    expect(directory.rename('p2', 'Robert')).toBe('ok');
    opened.renamed('p2');
    await until(() => ada.presence().includes('Robert join'));
    await bob.ask('chat:publish', { room: 'general', content: 'x' });
    await until(() => ada.messages().length === 1);
    expect(ada.messages()[0]?.sender).toBe('Robert');
  });

  it('keeps what is not acknowledged, shows it, and clears a history for the teacher’s code', async () => {
    const { url } = await edge();
    const [ada, bob] = [page(url, 'p1', 'Ada'), page(url, 'p2', 'Bob')];
    await join(ada, 'general');
    await join(bob, 'general', { acks: true });
    for (let n = 0; n < 3; n += 1) await ada.ask('chat:publish', { room: 'general', content: `m${n}` });
    await bob.ask('chat:ack', { room: 'general', sequence: 2, upTo: true });
    expect(await ada.ask('chat:pending', { room: 'general' })).toMatchObject({
      ok: true,
      result: [{ userId: 'Bob', online: true, pending: [3] }],
    });
    expect(code(await ada.ask('chat:clear', { room: 'general', code: 'wrong' }))).toBe('forbidden');
    expect(await ada.ask('chat:clear', { room: 'general', code: 'tournesol-42' })).toMatchObject({
      ok: true,
      result: { sequence: 4 },
    });
    await until(() => bob.messages().some(({ sender }) => sender === 'Relais'));
    expect(await ada.ask('chat:pending', { room: 'general' })).toMatchObject({ result: [{ pending: [4] }] });
    expect(await ada.ask('chat:token', {})).toEqual({ ok: true, result: { token: 'p1 Ada', name: 'Ada' } });
  });

  it.each([
    ['chat:subscribe', null],
    ['chat:subscribe', {}],
    ['chat:subscribe', { room: '' }],
    ['chat:subscribe', { room: 'r', from: 0 }],
    ['chat:subscribe', { room: 'r', userId: 'prof' }],
    ['chat:publish', { room: 'r' }],
    ['chat:publish', { room: 'r', content: 5 }],
    ['chat:publish', { room: ['r'], content: 'x' }],
    ['chat:ack', { room: 'r', sequence: -1 }],
    ['chat:presence', { state: 'offline' }],
    ['chat:pending', JSON.parse('{"room":"r","__proto__":{"x":1}}')],
  ])('refuses %s with %j, and lives', async (event, request) => {
    const { url } = await edge();
    const ada = page(url, 'p1', 'Ada');
    expect(code(await ada.raw.emitWithAck(event, request))).toBe('invalid');
    await join(ada, 'general');
  });

  it('cuts a page that does not read, and the others hear everything', async () => {
    const { url, edge: opened, chat } = await edge();
    const [ada, slow] = [page(url, 'p1', 'Ada'), page(url, 'p2', 'Lent', { reconnection: false })];
    for (const each of [ada, slow]) await join(each, 'general');
    const inside = slow.socket.io.engine.transport as unknown as { ws: { _socket: { pause(): void } } };
    inside.ws._socket.pause();
    // A program at the broker: a page's own speed limit would make this long.
    const writer = chat.connect({ deliver: () => {}, evicted: () => {}, graceMs: 0, more: false });
    writer.identify({ id: 'w', name: 'plume', signed: true });
    let sent = 0;
    while (opened.stats().chatSlow === 0 && sent < 50_000) {
      await Promise.all(Array.from({ length: 50 }, () => writer.publish('general', 'x'.repeat(2_000))));
      sent += 50;
      await until(() => ada.messages().length === sent);
    }
    expect(opened.stats().chatSlow).toBe(1);
    await until(() => ada.told.some((event) => event.type === 'status' && event.userId === 'Lent'));
    expect(ada.messages().map(({ sequence }) => sequence)).toEqual(Array.from({ length: sent }, (_, n) => n + 1));
  });

  it('cuts a page that owes much for a quarter of a minute, not one that catches up', async () => {
    const { chat } = await edge();
    const clock = manualClock();
    const cuts: string[] = [];
    const backlog: Record<string, number> = { one: 0, two: 0 };
    const link = (id: string) => ({ id, backlog: () => backlog[id] ?? 0, cut: () => void cuts.push(id) });
    const door = createChatDoor({ chat, clock, nameOf: (id) => id, send: () => {}, tellSlow: () => {} });
    const sessions = await Promise.all(['one', 'two'].map((id) => door.open(link(id), { id }).session()));
    const [writer] = sessions.map((each) => (each.ok ? each.result : null));
    for (const each of sessions) if (each.ok) each.result.subscribe('r', {});
    const say = async (): Promise<void> => {
      await writer?.publish('r', 'x');
      clock.advance(0);
    };
    Object.assign(backlog, { one: 300_000, two: 300_000 });
    await say();
    clock.advance(10_000);
    backlog.two = 1_000;
    await say();
    backlog.two = 300_000;
    clock.advance(4_900);
    await say();
    expect(cuts).toEqual([]);
    clock.advance(200);
    await say();
    expect(cuts).toEqual(['one']);
  });

  it('does not cut a page for the past that it asked for, as long as it takes it', async () => {
    const { chat } = await edge();
    const clock = manualClock();
    const cuts: string[] = [];
    let backlog = 0;
    const link = { id: 'one', backlog: () => backlog, cut: () => void cuts.push('one') };
    const door = createChatDoor({ chat, clock, nameOf: (id) => id, send: () => {}, tellSlow: () => {} });
    const entry = door.open(link, { id: 'one' });
    const opened = await entry.session();
    const session = opened.ok ? opened.result : null;
    session?.subscribe('r', {});
    const say = async (): Promise<void> => {
      await session?.publish('r', 'x');
      clock.advance(0);
    };
    entry.answered(8_000_000);
    for (backlog = 8_100_000; backlog > 300_000; backlog -= 300_000) {
      await say();
      clock.advance(10_000);
    }
    expect(cuts).toEqual([]);
    // From here on it takes nothing any more.
    backlog = 400_000;
    await say();
    clock.advance(15_000);
    await say();
    expect(cuts).toEqual(['one']);
  });

  it('has a page back that missed more than it may owe, while the room goes on', async () => {
    const { url, chat, edge: opened } = await edge({ historySize: 10_000 });
    const writer = chat.connect({ deliver: () => {}, evicted: () => {}, graceMs: 0, more: false });
    writer.identify({ id: 'w', name: 'plume', signed: true });
    writer.subscribe('general', {});
    await Promise.all(Array.from({ length: 2_000 }, () => writer.publish('general', 'x'.repeat(2_000))));
    const late = page(url, 'p1', 'Tard', { reconnection: false });
    const asked = late.ask('chat:subscribe', { room: 'general', from: 1 });
    while (late.messages().length === 0) await writer.publish('general', 'y');
    const reply = await asked;
    expect(reply.ok && reply.result.missed.length).toBeGreaterThanOrEqual(2_000);
    expect(opened.stats().chatSlow).toBe(0);
  });
});
