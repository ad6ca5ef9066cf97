// The course's contract, message by message, through a bare WebSocket; and its four experiments.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../fixtures.ts';
import { openProgram, type Program, startDoor, teacherCode } from './fixtures.ts';

let door: Awaited<ReturnType<typeof startDoor>>;
const programs: Program[] = [];
beforeEach(async () => {
  door = await startDoor({ taken: (key) => key === 'lea' });
});
afterEach(async () => {
  for (const each of programs.splice(0)) each.cut();
  await door.close();
});
async function program(): Promise<Program> {
  const opened = await openProgram(door.url);
  programs.push(opened);
  return opened;
}
const sequences = (each: Program): unknown[] => each.all('message').map(({ sequence }) => sequence);

describe('the contract', () => {
  it('answers subscribe with the room’s number, then tells the newcomer too that it joined', async () => {
    const ada = await program();
    ada.send({ type: 'subscribe', room: 'general', userId: 'ada' });
    expect(await ada.next()).toMatchObject({ type: 'subscribed', room: 'general', sequence: 0 });
    expect(await ada.next()).toMatchObject({
      type: 'presence',
      userId: 'ada',
      action: 'join',
      timestamp: expect.any(Number),
    });
    ada.publish('general', 'ada', 'bonjour');
    const message = await ada.next();
    expect(message).toEqual({
      type: 'message',
      id: expect.any(String),
      room: 'general',
      sender: 'ada',
      content: 'bonjour',
      sequence: 1,
      timestamp: expect.any(Number),
    });
    expect(Math.abs(Number(message.timestamp) - Date.now())).toBeLessThan(60_000);
    const bob = await program();
    expect(await bob.subscribe('general', 'bob')).toMatchObject({ sequence: 1 });
    expect(await ada.next()).toMatchObject({ type: 'presence', userId: 'bob', action: 'join' });
  });

  it('gives the last hundred messages for get_history, oldest first', async () => {
    const ada = await program();
    await ada.subscribe('general', 'ada');
    for (let n = 1; n <= 130; n += 1) ada.publish('general', 'ada', `m${n}`);
    await until(() => ada.all('message').length === 130);
    ada.send({ type: 'get_history', room: 'general' });
    await until(() => ada.all('history').length === 1);
    const history = ada.all('history')[0] as unknown as { room: string; messages: Record<string, unknown>[] };
    expect(history.room).toBe('general');
    expect(history.messages.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 100 }, (_, n) => n + 31));
    expect(Object.keys(history.messages[0] ?? {}).sort()).toEqual([
      'content',
      'id',
      'room',
      'sender',
      'sequence',
      'timestamp',
    ]);
    ada.send({ type: 'get_history', room: 'nobody-was-here' });
    await until(() => ada.all('history').length === 2);
    expect(ada.all('history')[1]).toMatchObject({ room: 'nobody-was-here', messages: [] });
  });

  it('ends a subscription with unsubscribe, and says leave to those who stay', async () => {
    const [ada, bob] = [await program(), await program()];
    await ada.subscribe('general', 'ada');
    await bob.subscribe('general', 'bob');
    bob.send({ type: 'unsubscribe', room: 'general' });
    await until(() => ada.all('presence').some(({ userId, action }) => userId === 'bob' && action === 'leave'));
    ada.publish('general', 'ada', 'seule');
    await until(() => ada.all('message').length === 1);
    await bob.answered();
    expect(bob.all('message')).toEqual([]);
  });

  it('publishes without a subscription too', async () => {
    const [ada, bob] = [await program(), await program()];
    await ada.subscribe('general', 'ada');
    bob.publish('general', 'bob', 'de passage');
    await until(() => ada.all('message').length === 1);
    expect(ada.all('message')[0]).toMatchObject({ sender: 'bob', sequence: 1 });
    await bob.answered();
    expect(bob.said.map(({ type }) => type)).toEqual(['heartbeat']);
  });

  it.each(['', '{', 'bonjour', "{'type':'subscribe'}", '{"type":"subscribe",}', '\u0000', '[1,2', 'NaN', 'undefined'])(
    'answers %j, which is no JSON, with exactly this',
    async (text) => {
      const ada = await program();
      ada.raw(text);
      expect(await ada.next()).toEqual({ error: 'Invalid message format' });
      await ada.subscribe('general', 'ada');
    },
  );

  it.each([
    ['no object', '42'],
    ['a list', '[]'],
    ['null', 'null'],
    ['no type', '{}'],
    ['an unknown type', '{"type":"explode"}'],
    ['a type of another kind', '{"type":{"$gt":""}}'],
    ['no room', '{"type":"subscribe","userId":"ada"}'],
    ['no userId', '{"type":"subscribe","room":"r"}'],
    ['no sender', '{"type":"publish","room":"r","content":"x"}'],
    ['no content', '{"type":"publish","room":"r","sender":"ada"}'],
    ['a content that is no text', '{"type":"publish","room":"r","sender":"ada","content":{"a":1}}'],
    ['a content too long', JSON.stringify({ type: 'publish', room: 'r', sender: 'ada', content: 'x'.repeat(2_001) })],
    ['half a character', '{"type":"publish","room":"r","sender":"ada","content":"\\ud800"}'],
    ['a room of another kind', '{"type":"get_history","room":["r"]}'],
    ['__proto__', '{"__proto__":{"type":"subscribe"},"constructor":1}'],
    ['a hostile room', '{"type":"subscribe","room":"../../etc/passwd","userId":"ada"}'],
    ['a message too large', JSON.stringify({ type: 'publish', room: 'r', sender: 'ada', content: 'x'.repeat(70_000) })],
    ['a name that looks like the teacher’s', '{"type":"subscribe","room":"r","userId":"Рrof"}'],
  ])('answers %s with an error of its own, and lives', async (_name, text) => {
    const ada = await program();
    ada.raw(text);
    const { error, type } = await ada.next();
    expect(type).toBeUndefined();
    expect(error).toEqual(expect.any(String));
    expect(error).not.toBe('Invalid message format');
    await ada.subscribe('general', 'ada');
    expect(({} as Record<string, unknown>).type).toBeUndefined();
  });

  it('reads binary frames as text, lets unknown fields through, and closes on what is no UTF-8', async () => {
    const ada = await program();
    ada.raw(Buffer.from(JSON.stringify({ type: 'subscribe', room: 'général', userId: 'ada', colour: 'blue' })));
    expect(await ada.next()).toMatchObject({ type: 'subscribed', room: 'général' });
    const bob = await program();
    bob.raw(Buffer.from([0x22, 0xff, 0xfe, 0x22]));
    expect(await bob.next()).toEqual({ error: 'Invalid message format' });
  });

  it('closes with the standard’s code what is larger than anything it could answer', async () => {
    const ada = await program();
    ada.raw('x'.repeat(300_000));
    expect((await ada.closed).code).toBe(1009);
    await (await program()).subscribe('general', 'bob');
  });

  it('keeps text as text: markup, quotes, other alphabets, control characters', async () => {
    const ada = await program();
    await ada.subscribe('general', 'ada');
    const texts = [
      '<script>alert(1)</script>',
      '"\\\'</b>',
      '\u2028\u2029',
      'été 日本語 🦊',
      '\u001b[31m',
      '{"type":"message"}',
      '',
    ];
    for (const text of texts) ada.publish('general', 'ada', text);
    await until(() => ada.all('message').length === texts.length);
    expect(ada.all('message').map(({ content }) => content)).toEqual(texts);
  });
});

describe('identity', () => {
  it('is the first name a connection gives: it speaks in no other', async () => {
    const [ada, bob] = [await program(), await program()];
    await ada.subscribe('general', 'ada');
    await bob.subscribe('general', 'bob');
    ada.publish('general', 'bob', 'usurpé');
    await ada.answered();
    expect(ada.said.filter(({ error }) => error)).toMatchObject([
      { code: 'forbidden', request: 'publish', room: 'general' },
    ]);
    ada.send({ type: 'subscribe', room: 'autre', userId: 'eve' });
    await ada.answered();
    expect(ada.said.filter(({ error }) => error)).toHaveLength(2);
    expect(bob.all('message')).toEqual([]);
  });

  it('is not taken by a request whose room has no possible name', async () => {
    const ada = await program();
    ada.send({ type: 'subscribe', room: '../x', userId: 'eve' });
    ada.publish('@', 'mallory', 'bonjour');
    await ada.answered();
    expect(ada.said.filter(({ error }) => error)).toMatchObject([
      { code: 'invalid', request: 'subscribe', room: '../x' },
      { code: 'invalid', request: 'publish', room: '@' },
    ]);
    await ada.subscribe('general', 'ada');
    expect(ada.all('subscribed')).toMatchObject([{ room: 'general', userId: 'ada' }]);
  });

  it('holds a name against other programs, and against one that a person of a page bears', async () => {
    const [ada, other] = [await program(), await program()];
    await ada.subscribe('general', 'ada');
    for (const userId of ['ada', 'ADA', 'àda', 'Léa']) {
      other.send({ type: 'subscribe', room: 'general', userId });
      expect(await other.next()).toMatchObject({
        error: expect.stringMatching(/Prenez-en un autre/),
        code: 'limit-reached',
      });
    }
    ada.cut();
    await until(() => !door.chat.isTaken('ada'));
    expect(await other.subscribe('general', 'ada')).toMatchObject({ userId: 'ada' });
  });

  it('is proven by a token: as many connections as they like are then one person', async () => {
    const [ada, one, two, thief] = [await program(), await program(), await program(), await program()];
    await ada.subscribe('general', 'ada');
    await one.subscribe('general', 'Lea', { token: 'token-of-Lea-p1' });
    await two.subscribe('general', 'Lea', { token: 'token-of-Lea-p1' });
    for (const token of ['token-of-Zoe-p2', 'forged', ''])
      await expect(thief.subscribe('general', 'Lea', { token })).rejects.toThrow(/jeton/);
    one.cut();
    two.publish('general', 'Lea', 'toujours là');
    await until(() => ada.all('message').length === 1);
    const heard = ada.all('presence').filter(({ userId }) => userId === 'Lea');
    expect(heard.map(({ action }) => action)).toEqual(['join']);
    // A claim gives way to a proof.
    await thief.subscribe('general', 'zoe');
    await (await program()).subscribe('general', 'Zoe', { token: 'token-of-Zoe-p2' });
    expect((await thief.closed).code).toBe(4_003);
  });

  it('frees a name whose bearer no longer answers, as soon as somebody asks for it', async () => {
    const dead = await openProgram(door.url, { autoPong: false });
    programs.push(dead);
    await dead.subscribe('general', 'ada');
    const back = await program();
    back.send({ type: 'subscribe', room: 'general', userId: 'ada' });
    expect(await back.next()).toMatchObject({ code: 'limit-reached' });
    await until(() => !door.chat.isTaken('ada'));
    expect(await back.subscribe('general', 'ada')).toMatchObject({ type: 'subscribed' });
  });
});

describe('what was added', () => {
  it('acknowledges a message that bears an id of its sender, once, and stores it once', async () => {
    const ada = await program();
    await ada.subscribe('general', 'ada');
    for (let n = 0; n < 3; n += 1) ada.publish('general', 'ada', 'une fois', { clientMessageId: 'c1' });
    await until(() => ada.all('published').length === 3);
    expect(ada.all('published').map(({ sequence, duplicate }) => [sequence, duplicate])).toEqual([
      [1, false],
      [1, true],
      [1, true],
    ]);
    await ada.answered();
    expect(ada.all('message')).toHaveLength(1);
  });

  it('delivers a private message to one person alone', async () => {
    const [ada, bob, eve] = [await program(), await program(), await program()];
    await ada.subscribe('general', 'ada');
    await bob.subscribe('general', 'bob');
    await eve.subscribe('general', 'eve');
    ada.publish('@bob', 'ada', 'canari');
    await until(() => bob.all('message').length === 1);
    expect(bob.all('message')[0]).toMatchObject({ room: '@bob', sender: 'ada', content: 'canari' });
    eve.send({ type: 'get_history', room: '@bob' });
    eve.send({ type: 'subscribe', room: '@bob', userId: 'eve', from: 1 });
    for (const each of [ada, eve]) {
      await each.answered();
      expect(JSON.stringify(each.said)).not.toContain('canari');
    }
  });

  it('sends again what was not acknowledged, after a brutal disconnection', async () => {
    const [ada, bob] = [await program(), await program()];
    await ada.subscribe('general', 'ada');
    await bob.subscribe('general', 'bob', { acks: true });
    for (const text of ['m1', 'm2', 'm3']) ada.publish('general', 'ada', text);
    await until(() => bob.all('message').length === 3);
    bob.send({ type: 'ack', room: 'general', sequence: 1 });
    await bob.answered();
    bob.cut();
    await until(() => !door.chat.isTaken('bob'));
    ada.publish('general', 'ada', 'm4');
    await until(() => ada.all('message').length === 4);
    const back = await program();
    expect(await back.subscribe('general', 'bob', { acks: true })).toMatchObject({ pending: 3 });
    expect(back.all('message')).toMatchObject([2, 3, 4].map((sequence) => ({ sequence, redelivered: true })));
  });

  it('shows who is away to those who ask for more, and to nobody else', async () => {
    const [ada, bob, zoe] = [await program(), await program(), await program()];
    await ada.subscribe('general', 'ada', { more: true });
    await zoe.subscribe('general', 'zoe');
    await bob.subscribe('general', 'bob');
    bob.send({ type: 'away' });
    await until(() => ada.all('status').length === 1);
    bob.send({ type: 'heartbeat', active: true });
    await until(() => ada.all('status').length === 2);
    expect(ada.all('status').map(({ userId, state }) => [userId, state])).toEqual([
      ['bob', 'away'],
      ['bob', 'online'],
    ]);
    expect(bob.all('heartbeat')).toEqual([{ type: 'heartbeat', timestamp: expect.any(Number) }]);
    await zoe.answered();
    expect(zoe.all('status')).toEqual([]);
  });

  it('clears a history for the teacher’s code only, and says so in the room', async () => {
    const [ada, bob] = [await program(), await program()];
    await ada.subscribe('general', 'ada');
    await bob.subscribe('general', 'bob');
    ada.publish('general', 'ada', 'm1');
    ada.send({ type: 'clear_history', room: 'general', code: 'wrong' });
    await ada.answered();
    expect(ada.said.filter(({ error }) => error)).toMatchObject([{ code: 'forbidden' }]);
    ada.send({ type: 'clear_history', room: 'general', code: teacherCode });
    await until(() => bob.all('message').length === 2);
    expect(bob.all('message')[1]).toMatchObject({
      sender: 'Relais',
      sequence: 2,
      content: expect.stringContaining('effacé'),
    });
    expect(ada.all('history_cleared')).toMatchObject([{ room: 'general', sequence: 2 }]);
  });
});

describe('the four experiments', () => {
  it('1. three clients, a history for the one that comes late', async () => {
    const [ada, bob] = [await program(), await program()];
    await ada.subscribe('general', 'ada');
    await bob.subscribe('general', 'bob');
    ada.publish('general', 'ada', 'bonjour');
    bob.publish('general', 'bob', 'salut');
    await until(() => ada.all('message').length === 2 && bob.all('message').length === 2);
    const cleo = await program();
    expect(await cleo.subscribe('general', 'cleo')).toMatchObject({ sequence: 2 });
    cleo.send({ type: 'get_history', room: 'general' });
    await until(() => cleo.all('history').length === 1);
    expect(cleo.all('history')[0]).toMatchObject({ messages: [{ sequence: 1 }, { sequence: 2 }] });
    expect(cleo.all('message')).toEqual([]);
  });

  it('2. two rooms are kept apart, and one client is in both', async () => {
    const [ada, bob, cleo] = [await program(), await program(), await program()];
    await ada.subscribe('maths', 'ada');
    await bob.subscribe('sport', 'bob');
    await cleo.subscribe('maths', 'cleo');
    await cleo.subscribe('sport', 'cleo');
    ada.publish('maths', 'ada', 'pi');
    bob.publish('sport', 'bob', 'but');
    await until(() => cleo.all('message').length === 2);
    expect(
      cleo
        .all('message')
        .map(({ room, sequence }) => [room, sequence])
        .sort(),
    ).toEqual([
      ['maths', 1],
      ['sport', 1],
    ]);
    for (const each of [ada, bob]) {
      await each.answered();
      expect(each.all('message')).toHaveLength(1);
    }
  });

  it('3. msg1, msg2, msg3 in a burst have consecutive numbers, the same for all', async () => {
    const everybody = [await program(), await program(), await program()];
    for (const [index, each] of everybody.entries()) await each.subscribe('general', `client${index}`);
    const [first] = everybody;
    for (const text of ['msg1', 'msg2', 'msg3']) first?.publish('general', 'client0', text);
    await until(() => everybody.every((each) => each.all('message').length === 3));
    for (const each of everybody) {
      expect(sequences(each)).toEqual([1, 2, 3]);
      expect(each.all('message').map(({ content }) => content)).toEqual(['msg1', 'msg2', 'msg3']);
    }
  });

  it('4. presence tells joins, leaves and a brutal disconnection, in each of its rooms', async () => {
    const [ada, bob, cleo] = [await program(), await program(), await program()];
    await ada.subscribe('maths', 'ada');
    await bob.subscribe('sport', 'bob');
    await cleo.subscribe('maths', 'cleo');
    await cleo.subscribe('sport', 'cleo');
    cleo.cut();
    const heard = (each: Program): unknown[] =>
      each
        .all('presence')
        .filter(({ userId }) => userId === 'cleo')
        .map(({ action }) => action);
    await until(() => heard(ada).length === 2 && heard(bob).length === 2);
    expect([heard(ada), heard(bob)]).toEqual([
      ['join', 'leave'],
      ['join', 'leave'],
    ]);
    const again = await program();
    await again.subscribe('maths', 'cleo');
    again.send({ type: 'unsubscribe', room: 'maths' });
    await until(() => heard(ada).length === 4);
    expect(heard(ada)).toEqual(['join', 'leave', 'join', 'leave']);
  });
});
