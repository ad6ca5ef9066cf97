// The broker by its door: rooms and numbers, presence, private topics, acknowledgements, repeats, limits.
import { describe, expect, it } from 'vitest';
import { broker, codeOf, messages, numbers, ok, presence, publish, teacherCode } from './fixtures.ts';

describe('a room', () => {
  it('numbers its messages from 1 on, for everybody in it and for nobody else', async () => {
    const b = broker();
    const [ada, bob, eve] = [b.program('ada', 'maths'), b.program('bob', 'maths'), b.program('eve', 'sport')];
    for (const text of ['msg1', 'msg2', 'msg3']) void ada.session.publish('maths', text);
    b.turn();
    await publish(b, eve.session, 'sport', 'seule');
    for (const { told } of [ada, bob])
      expect(messages(told).map((m) => [m.sequence, m.content])).toEqual([
        [1, 'msg1'],
        [2, 'msg2'],
        [3, 'msg3'],
      ]);
    expect(messages(eve.told).map((m) => [m.room, m.sequence])).toEqual([['sport', 1]]);
  });

  it('tells a whole burst in one delivery per connection, one object for all', () => {
    const b = broker();
    const [ada, bob] = [b.program('ada', 'r'), b.program('bob', 'r')];
    const before = bob.state.deliveries;
    for (let n = 0; n < 50; n += 1) void ada.session.publish('r', `m${n}`);
    b.turn();
    expect(bob.state.deliveries).toBe(before + 1);
    expect(numbers(bob.told)).toHaveLength(50);
    expect(messages(ada.told)[0]).toBe(messages(bob.told)[0]);
  });

  it('keeps the last messages, by count and by age, and goes on counting', async () => {
    const b = broker({ limits: { historySize: 3, historyTtlMs: 10_000 } });
    const ada = b.program('ada', 'r');
    for (let n = 1; n <= 5; n += 1) await publish(b, ada.session, 'r', `m${n}`);
    expect(ok(ada.session.history('r'))).toMatchObject({
      oldest: 3,
      messages: [{ sequence: 3 }, { sequence: 4 }, { sequence: 5 }],
    });
    expect(ok(ada.session.history('r', 5)).messages).toHaveLength(1);
    b.clock.advance(10_000);
    expect(ok(ada.session.history('r'))).toMatchObject({ oldest: 6, messages: [] });
    await publish(b, ada.session, 'r', 'm6');
    expect(numbers(ada.told).at(-1)).toBe(6);
  });

  it('tells a newcomer its present number, and gives exactly what was missed to who comes back', async () => {
    const b = broker();
    const ada = b.program('ada', 'r');
    for (let n = 1; n <= 4; n += 1) await publish(b, ada.session, 'r', `m${n}`);
    const bob = b.program('bob');
    const { subscribed, missed } = ok(bob.session.subscribe('r', {}));
    expect([subscribed.sequence, missed, subscribed.recovered]).toEqual([4, [], undefined]);
    const again = ok(b.program('cleo').session.subscribe('r', { epoch: subscribed.epoch, from: 3 }));
    expect(again.subscribed).toMatchObject({ recovered: true, sequence: 4 });
    expect(numbers(again.missed)).toEqual([3, 4]);
    expect(again.history).toBeNull();
  });

  it('resumes from the first number in a room that was empty, left by all, and made again', async () => {
    const b = broker();
    const { session } = b.program('bob');
    const { epoch } = ok(session.subscribe('r', {})).subscribed;
    session.close(true);
    const ada = b.program('ada', 'r');
    for (let n = 1; n <= 3; n += 1) await publish(b, ada.session, 'r', `m${n}`);
    const { subscribed, missed } = ok(b.program('bob').session.subscribe('r', { epoch, from: 1 }));
    expect(subscribed.epoch).not.toBe(epoch);
    expect([subscribed.recovered, numbers(missed)]).toEqual([true, [1, 2, 3]]);
  });

  it.each([
    ['of another epoch', { epoch: 'other', from: 3 }],
    ['forgotten', { from: 1 }],
    ['that never was', { from: 99 }],
  ])('says plainly that a past %s is gone, with what is left', async (_name, how) => {
    const b = broker({ limits: { historySize: 2 } });
    const ada = b.program('ada', 'r');
    for (let n = 1; n <= 4; n += 1) await publish(b, ada.session, 'r', `m${n}`);
    const reply = ok(b.program('bob').session.subscribe('r', how));
    expect(reply.subscribed).toMatchObject({ recovered: false, sequence: 4, oldest: 3 });
    expect(reply.missed).toEqual([]);
    expect(reply.history?.messages.map(({ sequence }) => sequence)).toEqual([3, 4]);
  });

  it('lets no message fall between the answer to a subscription and what follows, in the same turn too', () => {
    const b = broker();
    const ada = b.program('ada', 'r');
    const bob = b.program('bob');
    void ada.session.publish('r', 'just before');
    const { subscribed } = ok(bob.session.subscribe('r', {}));
    void ada.session.publish('r', 'just after');
    b.turn();
    expect(numbers(bob.told)).toEqual([subscribed.sequence + 1, subscribed.sequence + 2]);
  });

  it('forgets the oldest of the room that grows when all are too large', async () => {
    const b = broker({ limits: { historyChars: 5_000 } });
    const ada = b.program('ada', 'r');
    for (let n = 1; n <= 20; n += 1) await publish(b, ada.session, 'r', 'x'.repeat(400));
    const { messages: kept, oldest } = ok(ada.session.history('r'));
    expect(kept.length).toBeLessThan(11);
    expect(kept.at(-1)?.sequence).toBe(20);
    expect(oldest).toBe(kept[0]?.sequence);
    expect(numbers(ada.told)).toHaveLength(20);
  });
});

describe('presence', () => {
  it('tells everybody in the room, the newcomer too, who joins and who leaves', () => {
    const b = broker();
    const ada = b.program('ada', 'r');
    const bob = b.program('bob', 'r');
    bob.session.close(true);
    b.turn();
    expect(presence(ada.told)).toEqual(['ada join', 'bob join', 'bob leave']);
    expect(presence(bob.told)).toEqual(['bob join']);
  });

  it('is one for all the connections of a person', () => {
    const b = broker();
    const ada = b.program('ada', 'r');
    const who = { id: 'p1', name: 'Bob', signed: true };
    const [tab1, tab2] = [b.connect(), b.connect()];
    for (const { session } of [tab1, tab2]) {
      ok(session.identify(who));
      ok(session.subscribe('r', {}));
      b.turn();
    }
    tab1.session.close(true);
    b.turn();
    expect(presence(ada.told)).toEqual(['ada join', 'Bob join']);
    expect(presence(tab2.told)).toEqual(['Bob join']);
    tab2.session.unsubscribe('r');
    b.turn();
    expect(presence(ada.told)).toEqual(['ada join', 'Bob join', 'Bob leave']);
  });

  it('leaves each room of a connection that is lost, at once or after its grace', () => {
    const b = broker();
    const ada = b.program('ada', 'r', 's');
    const bob = b.connect({ graceMs: 5_000 });
    ok(bob.session.identify({ id: 'p1', name: 'Bob', signed: true }));
    for (const room of ['r', 's']) ok(bob.session.subscribe(room, {}));
    bob.session.close(true);
    b.clock.advance(4_999);
    expect(presence(ada.told)).toEqual(['ada join', 'ada join', 'Bob join', 'Bob join']);
    expect(b.chat.isTaken('bob')).toBe(true);
    b.clock.advance(1);
    expect(presence(ada.told).slice(4)).toEqual(['Bob leave', 'Bob leave']);
    expect(b.chat.isTaken('bob')).toBe(false);
  });

  it('shows the four states to those who asked for more', () => {
    const b = broker({ limits: { idleMs: 60_000 } });
    const watcher = b.connect({ more: true });
    ok(watcher.session.identify({ id: 'p9', name: 'Zoé', signed: true }));
    ok(watcher.session.subscribe('r', {}));
    const bob = b.connect({ graceMs: 5_000 });
    ok(bob.session.identify({ id: 'p1', name: 'Bob', signed: true }));
    ok(bob.session.subscribe('r', {}));
    b.clock.advance(60_000);
    bob.session.active();
    b.turn();
    bob.session.away();
    b.turn();
    bob.session.active();
    b.turn();
    bob.session.close(true);
    b.clock.advance(5_000);
    const states = watcher.told.flatMap((event) =>
      event.type === 'status' && event.userId === 'Bob' ? [event.state] : [],
    );
    expect(states).toEqual(['away', 'online', 'away', 'online', 'connecting', 'offline']);
    expect(presence(watcher.told).at(-1)).toBe('Bob leave');
  });
});

describe('identity', () => {
  it('gives a name to the first who comes with it, whatever its letters, until they leave', () => {
    const b = broker();
    const ada = b.program('Ada', 'r');
    const other = b.connect();
    expect(codeOf(other.session.identify({ id: '~other', name: 'ÀDA', signed: false }))).toBe('limit-reached');
    ada.session.close(true);
    expect(codeOf(other.session.identify({ id: '~other', name: 'ÀDA', signed: false }))).toBe('ok');
  });

  it('lets one connection speak in one name only', () => {
    const b = broker();
    const ada = b.program('ada', 'r');
    expect(codeOf(ada.session.identify({ id: '~bob', name: 'bob', signed: false }))).toBe('forbidden');
    expect(ada.session.name).toBe('ada');
  });

  it('takes a name from a mere claim when its bearer proves it', () => {
    const b = broker();
    const claimed = b.program('ada', 'r');
    const page = b.connect();
    ok(page.session.identify({ id: 'p1', name: 'Ada', signed: true }));
    expect(claimed.state.evicted).toBe(true);
    expect(claimed.session.name).toBeNull();
    expect(codeOf(b.connect().session.identify({ id: 'p2', name: 'ada', signed: true }))).toBe('limit-reached');
  });

  it('tells a room that somebody changed their name', () => {
    const b = broker();
    const ada = b.program('ada', 'r');
    const bob = b.connect();
    ok(bob.session.identify({ id: 'p1', name: 'Bob', signed: true }));
    ok(bob.session.subscribe('r', {}));
    ok(bob.session.identify({ id: 'p1', name: 'Robert', signed: true }));
    b.turn();
    expect(presence(ada.told)).toEqual(['ada join', 'Bob join', 'Bob leave', 'Robert join']);
  });

  it.each([
    '',
    ' ',
    'a'.repeat(41),
    'prof',
    'Рrоf',
    'admin',
    '@ada',
    'a\u0000b',
    'a\u202eb',
    'x'.repeat(1_000_000),
    'Relais',
    'prof .2',
  ])('refuses the name %#', (name) => {
    const b = broker();
    expect(codeOf(b.connect().session.identify({ id: '~x', name, signed: false }))).toBe('invalid');
  });

  it.each([
    '',
    '@',
    ' r',
    'r ',
    'a'.repeat(65),
    '../../etc',
    'a\u0000',
    '\u202e',
    'a\u200bb',
    'x'.repeat(1_000_000),
    'a  b',
    '<b>',
  ])('refuses the room %#', (room) => {
    const b = broker();
    const ada = b.program('ada');
    expect(codeOf(ada.session.subscribe(room, {}))).not.toBe('ok');
    expect(b.chat.stats().rooms).toBe(0);
  });

  it.each([
    'general',
    'salle 1',
    'Général',
    'room_1',
    'sports/foot',
    '__proto__'.slice(2, -2),
    'constructor',
    '2nde-B',
    'math:td1',
    '教室',
  ])('accepts the room %s', async (room) => {
    const b = broker();
    const ada = b.program('ada', room);
    await publish(b, ada.session, room, 'x');
    expect(numbers(ada.told)).toEqual([1]);
  });
});

describe('a private topic', () => {
  it('delivers to that person alone, on each of their connections, in numbers of its own', async () => {
    const b = broker();
    const [ada, bob, eve] = [b.program('ada', 'r'), b.program('bob', 'r'), b.program('eve', 'r')];
    ok(await publish(b, ada.session, '@bob', 'canari'));
    expect(messages(bob.told)).toMatchObject([{ room: '@bob', sender: 'ada', content: 'canari', sequence: 1 }]);
    expect(bob.told.find((event) => event.type === 'subscribed')).toMatchObject({ room: '@bob', sequence: 0 });
    for (const { told } of [ada, eve]) expect(JSON.stringify(told)).not.toContain('canari');
    for (const ask of [
      () => eve.session.history('@bob'),
      () => eve.session.subscribe('@bob', { from: 1 }),
      () => ada.session.history('@bob'),
      () => eve.session.pending('@bob'),
    ])
      expect(codeOf(ask())).toBe('not-yours');
    expect(codeOf(await eve.session.clearHistory('@bob', teacherCode))).toBe('not-yours');
    expect(ok(bob.session.history('@bob')).messages).toHaveLength(1);
  });

  it('waits for a person who proved their name, and for nobody else', async () => {
    const b = broker();
    const ada = b.program('ada');
    const bob = b.connect();
    ok(bob.session.identify({ id: 'p1', name: 'Bob', signed: true }));
    bob.session.close(false);
    ok(await publish(b, ada.session, '@bob', 'canari'));
    const back = b.connect();
    ok(back.session.identify({ id: 'p1', name: 'Bob', signed: true }));
    expect(messages(ok(back.session.subscribe('@Bob', { from: 1 })).missed)).toMatchObject([{ content: 'canari' }]);
    expect(codeOf(await publish(b, ada.session, '@inconnu', 'x'))).toBe('not-found');
  });

  it('is not read by the next who claims the name', async () => {
    const b = broker();
    const ada = b.program('ada');
    const bob = b.program('bob');
    await publish(b, ada.session, '@bob', 'canari');
    bob.session.close(true);
    const next = b.program('bob');
    expect(ok(next.session.subscribe('@bob', { from: 1 })).missed).toEqual([]);
    expect(JSON.stringify(ok(next.session.history('@bob')))).not.toContain('canari');
  });
});

describe('acknowledgements', () => {
  it('keeps what is not acknowledged and sends it again, once, to who comes back', async () => {
    const b = broker();
    const ada = b.program('ada', 'r');
    const bob = b.program('bob');
    ok(bob.session.subscribe('r', { acks: true }));
    b.turn();
    for (let n = 1; n <= 3; n += 1) await publish(b, ada.session, 'r', `m${n}`);
    ok(bob.session.ack('r', 2, false));
    expect(ok(ada.session.pending('r'))).toEqual([{ userId: 'bob', online: true, pending: [1, 3], givenUp: 0 }]);
    bob.session.close(true);
    await publish(b, ada.session, 'r', 'm4');
    expect(ok(ada.session.pending('r'))).toMatchObject([{ online: false, pending: [1, 3, 4] }]);
    const back = b.program('bob');
    const { subscribed, missed } = ok(back.session.subscribe('r', { acks: true, from: 4, epoch: undefined }));
    expect(subscribed).toMatchObject({ pending: 3, recovered: true });
    expect(missed).toMatchObject([1, 3, 4].map((sequence) => ({ sequence, redelivered: true })));
    ok(back.session.ack('r', 4, true));
    expect(ok(ada.session.pending('r'))).toMatchObject([{ pending: [] }]);
  });

  it('are kept for who left a room before anything was said in it', async () => {
    const b = broker();
    const bob = b.program('bob');
    ok(bob.session.subscribe('r', { acks: true }));
    b.turn();
    bob.session.close(true);
    b.turn();
    await publish(b, b.program('ada', 'r').session, 'r', 'm1');
    expect(numbers(ok(b.program('bob').session.subscribe('r', { acks: true })).missed)).toEqual([1]);
  });

  it('says how many it had to give up', async () => {
    const b = broker({ limits: { pendingEach: 2 } });
    const ada = b.program('ada', 'r');
    const bob = b.program('bob');
    ok(bob.session.subscribe('r', { acks: true }));
    for (let n = 1; n <= 5; n += 1) await publish(b, ada.session, 'r', `m${n}`);
    const { subscribed, missed } = ok(bob.session.subscribe('r', { acks: true }));
    expect([subscribed.givenUp, numbers(missed)]).toEqual([3, [4, 5]]);
  });

  it('ends with the subscription', async () => {
    const b = broker();
    const bob = b.program('bob');
    ok(bob.session.subscribe('r', { acks: true }));
    bob.session.unsubscribe('r');
    await publish(b, b.program('ada', 'r').session, 'r', 'm1');
    expect(ok(bob.session.pending('r'))).toEqual([]);
  });
});

describe('a repeat', () => {
  it('is stored once and answered alike, also while the first is on its way, and after a reconnection', async () => {
    const b = broker();
    const ada = b.program('ada', 'r');
    const asked = [1, 2, 3].map(() => ada.session.publish('r', 'x', 'c1'));
    b.turn();
    const replies = (await Promise.all(asked)).map((reply) => ok(reply));
    expect(replies.map(({ sequence, duplicate }) => [sequence, duplicate])).toEqual([
      [1, false],
      [1, true],
      [1, true],
    ]);
    expect(new Set(replies.map(({ id }) => id)).size).toBe(1);
    ada.session.close(true);
    const back = b.program('ada', 'r');
    expect(ok(await publish(b, back.session, 'r', 'x', 'c1'))).toMatchObject({ sequence: 1, duplicate: true });
    expect(ok(back.session.history('r')).messages).toHaveLength(1);
  });

  it('is known however much others have said meanwhile; one’s own last ones are remembered', async () => {
    const b = broker({ rate: 10_000, limits: { recentIdsEach: 3, recentIds: 4 } });
    const [ada, bob] = [b.program('ada', 'r'), b.program('bob', 'r')];
    const again = async (who: typeof ada, cid: string) => ok(await publish(b, who.session, 'r', 'x', cid)).duplicate;
    expect(await again(ada, 'a1')).toBe(false);
    for (let n = 1; n <= 50; n += 1) expect(await again(bob, `b${n}`)).toBe(false);
    expect([await again(ada, 'a1'), await again(bob, 'b48'), await again(bob, 'b47')]).toEqual([true, true, false]);
    // All together bounded: whoever has been silent for longest is forgotten.
    for (const cid of ['a2', 'a3']) expect(await again(ada, cid)).toBe(false);
    expect(await again(ada, 'a1')).toBe(true);
    expect(await again(bob, 'b49')).toBe(false);
  });

  it('is another message in another room, and from another person', async () => {
    const b = broker();
    const [ada, bob] = [b.program('ada', 'r'), b.program('bob', 'r')];
    await publish(b, ada.session, 'r', 'x', 'c1');
    expect(ok(await publish(b, bob.session, 'r', 'x', 'c1'))).toMatchObject({ sequence: 2, duplicate: false });
    expect(ok(await publish(b, ada.session, 's', 'x', 'c1'))).toMatchObject({ sequence: 1, duplicate: false });
  });
});

describe('clearing a history', () => {
  it('is the teacher’s alone, is said in the room, and the numbers go on', async () => {
    const b = broker();
    const [ada, bob] = [b.program('ada', 'r'), b.program('bob', 'r')];
    for (let n = 1; n <= 3; n += 1) await publish(b, ada.session, 'r', `m${n}`);
    expect(codeOf(await ada.session.clearHistory('r', 'wrong'))).toBe('forbidden');
    expect(ok(ada.session.history('r')).messages).toHaveLength(3);
    const cleared = ada.session.clearHistory('r', teacherCode);
    b.turn();
    expect(ok(await cleared)).toEqual({ room: 'r', sequence: 4 });
    expect(messages(bob.told).at(-1)).toMatchObject({
      sender: 'Relais',
      sequence: 4,
      content: expect.stringMatching(/a effacé/),
    });
    expect(ok(ada.session.history('r')).messages.map(({ sequence }) => sequence)).toEqual([4]);
    expect(ok(bob.session.subscribe('r', { from: 2 })).subscribed).toMatchObject({ recovered: false, oldest: 4 });
  });

  it('cannot be guessed at speed', async () => {
    const b = broker();
    const ada = b.program('ada', 'r');
    const tries = Array.from({ length: 20 }, (_, n) => ada.session.clearHistory('r', `guess ${n}`));
    const codes = (await Promise.all(tries)).map((reply) => codeOf(reply));
    expect(codes.filter((code) => code === 'forbidden')).toHaveLength(10);
    expect(codeOf(await ada.session.clearHistory('r', teacherCode))).toBe('rate-limited');
    b.clock.advance(6_000);
    const asked = ada.session.clearHistory('r', teacherCode);
    b.turn();
    expect(codeOf(await asked)).toBe('ok');
  });
});

describe('limits', () => {
  it('hold one person back, not the others, and say so', async () => {
    const b = broker({ rate: 20 });
    const [fast, calm] = [b.program('fast', 'r'), b.program('calm', 'r')];
    const asked = Array.from({ length: 50 }, (_, n) => fast.session.publish('r', `m${n}`));
    asked.push(calm.session.publish('r', 'moi'));
    b.turn();
    const codes = (await Promise.all(asked)).map((reply) => codeOf(reply));
    expect(codes.filter((code) => code === 'rate-limited').length).toBeGreaterThan(25);
    expect(codes.at(-1)).toBe('ok');
    b.clock.advance(1_000);
    expect(codeOf(await publish(b, fast.session, 'r', 'encore'))).toBe('ok');
  });

  it('bound the rooms of a person and the rooms there are', async () => {
    const b = broker({ limits: { rooms: 3, roomsPerPerson: 2 } });
    const ada = b.program('ada', 'r1', 'r2');
    expect(codeOf(ada.session.subscribe('r3', {}))).toBe('limit-reached');
    const bob = b.program('bob', 'r3');
    expect(codeOf(bob.session.subscribe('r4', {}))).toBe('limit-reached');
    ada.session.unsubscribe('r1');
    expect(codeOf(bob.session.subscribe('r4', {}))).toBe('ok');
    await publish(b, bob.session, 'r4', 'x');
    bob.session.unsubscribe('r4');
    expect(codeOf(bob.session.subscribe('r5', {}))).toBe('limit-reached');
    b.clock.advance(24 * 3_600_000);
    expect(codeOf(bob.session.subscribe('r5', {}))).toBe('ok');
  });
});
