// The plain door as a network sees it: who may come in, how much is written, readers that do not read, links that die, restarts.
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../fixtures.ts';
import { openProgram, type Program, startDoor } from './fixtures.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});
async function open(given: Parameters<typeof startDoor>[0] = {}) {
  const door = await startDoor(given);
  cleanUps.push(door.close);
  return door;
}
async function program(url: string, options = {}): Promise<Program> {
  const opened = await openProgram(url, options);
  cleanUps.push(() => opened.cut());
  return opened;
}

/** Here it is the reader that is too slow, not the writer that is too fast. */
const unlimited = { requestRate: 1_000_000, requestBurst: 1_000_000 };

/** Status of a raw upgrade request; 101 is an accepted one. */
function upgrade(port: number, headers: Record<string, string>, path = '/chat'): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({
      port,
      host: '127.0.0.1',
      path,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    });
    asked.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    asked.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('who may come in', () => {
  it('refuses a page of another site, or another name of this machine, before the upgrade', async () => {
    const { port, door } = await open();
    const foreign = [
      'null',
      '',
      'http://evil.example',
      `http://localhost:${port + 1}`,
      `http://localhost.evil.example:${port}`,
      `http://localhost:${port}@evil.example`,
      `HTTP://LOCALHOST:${port}`,
      'file://',
      'http://192.168.1.4:3000',
    ];
    for (const origin of foreign) expect([origin, await upgrade(port, { origin })]).toEqual([origin, 403]);
    expect(await upgrade(port, { host: 'evil.example' })).toBe(403);
    expect(await upgrade(port, { host: 'evil.example', origin: 'http://evil.example' })).toBe(403);
    expect(door.stats().connections).toBe(0);
  });

  it('accepts a program, which has no origin, and our own pages', async () => {
    const { port } = await open();
    expect(await upgrade(port, {})).toBe(101);
    expect(await upgrade(port, {}, '/chat?from=python')).toBe(101);
    expect(await upgrade(port, { origin: `http://localhost:${port}` })).toBe(101);
  });

  it('says that it is full, and to a broken handshake what is wrong', async () => {
    const { port, url, door } = await open({ limits: { maxConnections: 1 } });
    const one = await program(url);
    expect(await upgrade(port, {})).toBe(503);
    one.close();
    await one.closed;
    await until(() => door.stats().connections === 0);
    expect(await upgrade(port, {})).toBe(101);
    await until(() => door.stats().connections === 0);
    expect(await upgrade(port, { 'sec-websocket-key': 'short' })).toBe(400);
  });
});

describe('what is written', () => {
  it('is one write for each socket and burst, however many messages', async () => {
    const { url, door } = await open();
    const everybody = await Promise.all(Array.from({ length: 10 }, () => program(url)));
    for (const [index, each] of everybody.entries()) await each.subscribe('general', `p${index}`);
    const before = door.stats();
    // Thirty messages in one packet are read, hence told, in one turn.
    const frames = Array.from({ length: 30 }, (_, n) =>
      JSON.stringify({ type: 'publish', room: 'general', sender: 'p0', content: `m${n}` }),
    );
    const first = everybody[0] as Program;
    const socket = (first.socket as unknown as { _socket: { cork(): void; uncork(): void } })._socket;
    socket.cork();
    for (const frame of frames) first.raw(frame);
    socket.uncork();
    await until(() => everybody.every((each) => each.all('message').length === 30));
    expect(door.stats().frames - before.frames).toBe(300);
    expect(door.stats().writes - before.writes).toBeLessThan(60);
  });

  it.each([0, 1, 125, 126, 65_535, 65_536, 200_000])('is a frame that any client reads, of %i bytes', async (size) => {
    const { textFrame } = await import('./frame.ts');
    const text = 'é'.repeat(size >> 1) + 'x'.repeat(size & 1);
    const { WebSocketServer, WebSocket } = await import('ws');
    const server = new WebSocketServer({ port: 0 });
    cleanUps.push(() => server.close());
    server.on('connection', (_ws, { socket }) => void socket.write(textFrame(text)));
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as { port: number }).port}`);
    const data = await new Promise((resolve) => socket.once('message', (heard) => resolve(heard.toString())));
    socket.close();
    expect(data).toBe(text);
  });
});

describe('a reader that does not read', () => {
  it('is cut, costs the others nothing, and is whole again when it comes back', async () => {
    const { url, door } = await open({
      limits: { softBytes: 64_000, hardBytes: 400_000, ...unlimited },
      chat: { historySize: 100_000 },
    });
    const [ada, bob, slow] = [await program(url), await program(url), await program(url)];
    await ada.subscribe('general', 'ada');
    await bob.subscribe('general', 'bob');
    const { epoch } = await slow.subscribe('general', 'slow');
    const inside = (slow.socket as unknown as { _socket: { pause(): void; resume(): void } })._socket;
    inside.pause();
    let sent = 0;
    while (door.stats().slowClosed === 0) {
      for (let n = 0; n < 100; n += 1) {
        sent += 1;
        ada.publish('general', 'ada', `${sent} ${'x'.repeat(1_500)}`);
      }
      await until(() => bob.all('message').length === sent);
      if (sent > 20_000) throw new Error('never cut');
    }
    expect(bob.all('message').map(({ sequence }) => sequence)).toEqual(Array.from({ length: sent }, (_, n) => n + 1));
    inside.resume();
    const { code } = await slow.closed;
    // The farewell may still fit behind what is in the pipe; a reader that hears it or not comes back alike.
    expect([4_001, 1_006]).toContain(code);
    const heard = slow.all('message').map(({ sequence }) => Number(sequence));
    expect(heard).toEqual(heard.map((_, index) => index + 1));
    const back = await program(url);
    const answer = await back.subscribe('general', 'slow', { epoch, from: heard.length + 1 });
    expect(answer.recovered).toBe(true);
    await until(() => back.all('message').length === sent - heard.length);
    expect(back.all('message').map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: sent - heard.length }, (_, n) => heard.length + n + 1),
    );
  });

  it('is cut too when it only stays silent for too long', async () => {
    const { url, door } = await open({
      limits: { softBytes: 20_000, hardBytes: 50_000_000, patienceMs: 30, ...unlimited },
    });
    const [ada, slow] = [await program(url), await program(url)];
    await ada.subscribe('general', 'ada');
    await slow.subscribe('general', 'slow');
    (slow.socket as unknown as { _socket: { pause(): void } })._socket.pause();
    const text = 'x'.repeat(2_000);
    while (door.stats().slowClosed === 0) {
      const before = ada.all('message').length;
      for (let n = 0; n < 50; n += 1) ada.publish('general', 'ada', text);
      await until(() => ada.all('message').length === before + 50);
    }
    await until(() => ada.all('presence').some(({ userId, action }) => userId === 'slow' && action === 'leave'));
  });
});

describe('a past that is larger than what may be owed', () => {
  it('is sent as its reader takes it: who acknowledges comes back to all of it, and hears what is said meanwhile', async () => {
    const { url, door, chat } = await open({
      limits: { softBytes: 20_000, hardBytes: 100_000, ...unlimited },
      chat: { historySize: 10 },
    });
    const away = await program(url);
    await away.subscribe('general', 'away', { acks: true });
    away.close();
    await away.closed;
    const ada = await program(url);
    await ada.subscribe('general', 'ada');
    for (let n = 1; n <= 200; n += 1) {
      ada.publish('general', 'ada', `${n} ${'x'.repeat(1_900)}`);
      if (n % 20 === 0) await until(() => ada.all('message').length === n);
    }
    const back = await program(url);
    back.send({ type: 'subscribe', room: 'general', userId: 'away', acks: true });
    await until(() => back.said.length > 0);
    ada.publish('general', 'ada', 'meanwhile');
    await until(() => back.all('message').length === 201);
    expect(back.all('message').map(({ sequence }) => sequence)).toEqual(Array.from({ length: 201 }, (_, n) => n + 1));
    expect(door.stats().slowClosed).toBe(0);
    expect(chat.stats().rooms).toBe(1);
  });
});

describe('a link that dies', () => {
  it('is noticed by its silence: its person leaves', async () => {
    const { url } = await open({ limits: { checkMs: 40 } });
    const ada = await program(url);
    await ada.subscribe('general', 'ada');
    const dead = await program(url, { autoPong: false });
    await dead.subscribe('general', 'bob');
    await until(() => ada.all('presence').some(({ userId, action }) => userId === 'bob' && action === 'leave'));
    await ada.answered();
    expect(ada.socket.readyState).toBe(ada.socket.OPEN);
  });

  it('harms nobody when it ends in the middle of a frame, or talks nonsense', async () => {
    const { url, port } = await open();
    const ada = await program(url);
    await ada.subscribe('general', 'ada');
    for (const bytes of [
      [0x81, 0xfe, 0x10],
      [0xff, 0xff, 0xff, 0xff],
      [0x81, 0x05, 0x41],
      [0x88, 0x80, 0, 0, 0, 0],
    ]) {
      const raw = connect(port, '127.0.0.1');
      const head =
        'GET /chat HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
      raw.write(head);
      await new Promise((resolve) => raw.once('data', resolve));
      raw.end(Buffer.from(bytes));
      raw.resume();
      await new Promise((resolve) => raw.once('close', resolve));
    }
    await ada.answered();
  });
});

it('answers a class while one program floods it, and tells that one why it is held back', async () => {
  const { url } = await open({ limits: { requestRate: 50, requestBurst: 100 } });
  const [mad, ada, bob] = [await program(url), await program(url), await program(url)];
  await ada.subscribe('general', 'ada');
  await bob.subscribe('general', 'bob');
  await mad.subscribe('general', 'mad');
  for (let n = 0; n < 600; n += 1) mad.publish('general', 'mad', `flot ${n}`);
  ada.publish('general', 'ada', 'au milieu');
  await until(() => bob.all('message').some(({ content }) => content === 'au milieu'));
  await until(() => mad.said.some(({ code }) => code === 'rate-limited'));
  const numbers = bob.all('message').map(({ sequence }) => sequence);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  expect(numbers.length).toBeLessThan(250);
});

it('cuts a program that goes on after a thousand refusals', async () => {
  const { url } = await open();
  const mad = await program(url);
  for (let n = 0; n < 1_100; n += 1) mad.raw('nonsense');
  expect((await mad.closed).code).toBe(4_004);
});

it('tells every program to come back when the server stops', async () => {
  const door = await startDoor();
  const ada = await openProgram(door.url);
  await ada.subscribe('general', 'ada');
  await door.close();
  expect(await ada.closed).toEqual({ code: 1_012, reason: 'restart' });
});
