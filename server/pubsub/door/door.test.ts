// The MQTT door as outside programs meet it: mosquitto_sub and mosquitto_pub of Debian, mqtt.js, and bytes that are not MQTT.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectionLimits } from './connection.ts';
import { type Door, type DoorEvent, doorLimits, openDoor } from './door.ts';
import { keptLimits } from './kept.ts';

const sub = '/usr/bin/mosquitto_sub';
const pub = '/usr/bin/mosquitto_pub';
const withMosquitto = it.skipIf(!existsSync(sub) || !existsSync(pub));

let door: Door;
let events: DoorEvent[];
let waiting: Set<() => void>;
let faults: unknown[];
let clients: MqttClient[];
let children: ChildProcess[];

/** Resolves as soon as the answer is not null, false or undefined; looks at every event. */
function until<T>(find: () => T | null | undefined | false): Promise<T> {
  return new Promise((resolve) => {
    const look = (): void => {
      const found = find();
      if (found === null || found === undefined || found === false) return;
      waiting.delete(look);
      resolve(found);
    };
    waiting.add(look);
    look();
  });
}
const changed = (): void => {
  for (const look of [...waiting]) look();
};
type Of<T extends DoorEvent['type']> = Extract<DoorEvent, { type: T }>;
const all = <T extends DoorEvent['type']>(type: T): Of<T>[] =>
  events.filter((event): event is Of<T> => event.type === type);
const came = (clientId: string) => until(() => all('came').findLast((event) => event.clientId === clientId));
const left = (program: number) => until(() => all('left').find((event) => event.program === program));

beforeEach(async () => {
  events = [];
  waiting = new Set();
  faults = [];
  clients = [];
  children = [];
  door = await openDoor({
    port: 0,
    hear(event) {
      events.push(event);
      changed();
    },
    onError: (error) => void faults.push(error),
  });
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const client of clients) client.end(true);
  await door.close();
  expect(faults).toEqual([]);
});

function program(path: string, args: string) {
  const child = spawn(path, ['-h', '127.0.0.1', '-p', String(door.port), ...args.split(' ')]);
  children.push(child);
  const lines: string[] = [];
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    changed();
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { lines, ended, kill: () => child.kill('SIGKILL') };
}

/** An outside client in this process, and what it received. */
async function client(options: IClientOptions = {}) {
  const one = mqtt.connect(`mqtt://127.0.0.1:${door.port}`, { protocolVersion: 4, reconnectPeriod: 0, ...options });
  clients.push(one);
  const received: { topic: string; text: string; qos: number; retain: boolean }[] = [];
  one.on('message', (topic, payload, { qos, retain }) => {
    received.push({ topic, text: payload.toString(), qos, retain });
    changed();
  });
  const refused = new Promise<number>((resolve) =>
    one.on('error', (error) => resolve((error as { code?: number }).code ?? -1)),
  );
  const connected = new Promise<null>((resolve) => one.once('connect', () => resolve(null)));
  const code = await Promise.race([connected, refused]);
  const closed = new Promise<void>((resolve) => one.once('close', () => resolve()));
  return { one, received, code, closed };
}
const texts = ({ received }: { received: readonly { text: string }[] }): string[] => received.map(({ text }) => text);

describe('the MQTT door', () => {
  withMosquitto('lets mosquitto_sub in by its name, at each QoS, and says how it left', async () => {
    const readers = [0, 1, 2].map((qos) => program(sub, `-i lecteur-${qos} -q ${qos} -t annonces/# -v`));
    for (const qos of [0, 1, 2]) {
      const { program: id } = await came(`lecteur-${qos}`);
      await until(() => all('subscribed').find((each) => each.program === id && each.qos === qos));
    }
    for (const qos of [0, 1, 2])
      expect(await program(pub, `-i editeur-${qos} -q ${qos} -t annonces/cours -m bonjour-${qos}`).ended).toBe(0);
    for (const { lines } of readers) {
      await until(() => lines.length === 3);
      expect([...lines].sort()).toEqual([0, 1, 2].map((qos) => `annonces/cours bonjour-${qos}`));
    }
    const { program: writer } = await came('editeur-1');
    expect((await left(writer)).how).toBe('clean');
    expect(all('published').filter((each) => each.topic === 'annonces/cours')).toHaveLength(3);
    readers[0]?.kill();
    expect((await left((await came('lecteur-0')).program)).how).toBe('lost');
  });

  withMosquitto('keeps a retained message for whoever comes later, and a session for who asked for one', async () => {
    await program(pub, '-i editeur -r -q 1 -t meteo -m soleil').ended;
    const late = program(sub, '-i tard -t meteo -C 1');
    await late.ended;
    expect(late.lines).toEqual(['soleil']);
    // Its session begins with a first visit, and lasts over its absence.
    await program(sub, '-i fidele -c -q 1 -t cours -E').ended;
    for (const text of ['un', 'deux']) await program(pub, `-i editeur -q 1 -t cours -m ${text}`).ended;
    const back = program(sub, '-i fidele -c -q 1 -t cours -C 2');
    await back.ended;
    expect(back.lines).toEqual(['un', 'deux']);
    expect((await came('fidele')).resumed).toBe(true);
  });

  it('publishes the last will of who is cut off, and not that of who says goodbye', async () => {
    const witness = await client({ clientId: 'temoin' });
    await witness.one.subscribeAsync('morts/#', { qos: 1 });
    const will = (name: string) => ({
      topic: `morts/${name}`,
      payload: Buffer.from(name),
      qos: 1 as const,
      retain: false,
    });
    const polite = await client({ clientId: 'poli', will: will('poli') });
    const brutal = await client({ clientId: 'coupe', will: will('coupe') });
    expect((await came('coupe')).will).toBe('morts/coupe');
    await polite.one.endAsync();
    brutal.one.stream.destroy();
    await until(() => witness.received.length > 0);
    expect(texts(witness)).toEqual(['coupe']);
    expect((await left((await came('poli')).program)).how).toBe('clean');
    expect((await left((await came('coupe')).program)).how).toBe('lost');
  });

  it('lets nobody take the place of a page, and says who was replaced', async () => {
    const ours = mqtt.connect(door.url, { clientId: 'page-1', protocolVersion: 4, reconnectPeriod: 0 });
    clients.push(ours);
    await new Promise<void>((resolve) => ours.once('connect', () => resolve()));
    expect((await client({ clientId: 'page-1' })).code).toBe(2);
    expect((await client({ clientId: 'relais-x' })).code).toBe(2);
    expect((await client({ clientId: 'x', username: 'relais-', password: 'devine' })).code).toBeNull();
    expect(ours.connected).toBe(true);
    await client({ clientId: 'double' });
    const first = await came('double');
    await client({ clientId: 'double' });
    expect((await left(first.program)).how).toBe('replaced');
    // Pages are not programs.
    expect(all('came').some(({ clientId }) => clientId === 'page-1')).toBe(false);
  });

  it('keeps no more than its bounds for an absent session, and goes on', async () => {
    const faithful = await client({ clientId: 'fidele', clean: false });
    await faithful.one.subscribeAsync('flot', { qos: 1 });
    await faithful.one.endAsync();
    const writer = await client({ clientId: 'flot' });
    const more = keptLimits.waiting + 20;
    await Promise.all(
      Array.from({ length: more }, (_, n) => writer.one.publishAsync('flot', String(n + 1), { qos: 1 })),
    );
    const back = await client({ clientId: 'fidele', clean: false });
    await until(() => back.received.length >= keptLimits.waiting);
    await writer.one.publishAsync('flot', 'fin', { qos: 1 });
    await until(() => texts(back).includes('fin'));
    expect(texts(back)).toEqual([...Array.from({ length: keptLimits.waiting }, (_, n) => String(n + 1)), 'fin']);
  });

  it('refuses filters and topics beyond its bounds to their sender alone', async () => {
    const one = await client({ clientId: 'curieux' });
    const granted = async (filter: string) => {
      const reply = await one.one.subscribeAsync(filter).catch((error: Error) => error.message);
      return typeof reply === 'string' ? 'refused' : reply[0]?.qos;
    };
    expect(await granted('$SYS/#')).toBe('refused');
    expect(await granted('x'.repeat(doorLimits.topic + 1))).toBe('refused');
    for (let n = 0; n < doorLimits.filters; n += 1) expect(await granted(`f/${n}`)).toBe(0);
    expect(await granted('f/trop')).toBe('refused');
    const other = await client({ clientId: 'autre' });
    await other.one.subscribeAsync('f/1');
    const bad = await client({ clientId: 'mauvais' });
    bad.one.publish('x'.repeat(doorLimits.topic + 1), 'x');
    await bad.closed;
    await one.one.publishAsync('f/1', 'bonjour', { qos: 1 });
    await until(() => texts(other).includes('bonjour'));
  });

  it('retains no more topics than its bound, and still delivers', async () => {
    const writer = await client({ clientId: 'graveur' });
    const reader = await client({ clientId: 'lecteur' });
    await reader.one.subscribeAsync('gravure/#');
    const many = keptLimits.retained + 5;
    for (let n = 0; n < many; n += 1) await writer.one.publishAsync(`gravure/${n}`, 'x', { qos: 1, retain: true });
    await until(() => reader.received.length === many);
    // Sent in the order asked for: what is beyond the bound would come before what is within it.
    const late = await client({ clientId: 'tard' });
    await late.one.subscribeAsync([`gravure/${keptLimits.retained}`, `gravure/${keptLimits.retained - 1}`]);
    await until(() => late.received.length > 0);
    expect(late.received.map(({ topic }) => topic)).toEqual([`gravure/${keptLimits.retained - 1}`]);
  });

  it('cuts a program that does not read, and keeps nobody waiting for it', async () => {
    const slow = connectTcp(door.port, '127.0.0.1');
    slow.on('error', () => {});
    slow.pause();
    // CONNECT as « lent », SUBSCRIBE to « flot » at QoS 0.
    slow.write(Buffer.from('101000044d5154540402003c00046c656e74820900010004666c6f7400', 'hex'));
    const { program: id } = await came('lent');
    await until(() => all('subscribed').some((each) => each.program === id));
    const reader = await client({ clientId: 'rapide' });
    await reader.one.subscribeAsync('flot');
    const writer = await client({ clientId: 'flot' });
    // More than the kernel of any machine keeps for a socket that nobody reads.
    const count = 300;
    for (let n = 0; n < count; n += 1) await writer.one.publishAsync('flot', Buffer.alloc(60_000), { qos: 1 });
    await until(() => reader.received.length === count);
    expect((await left(id)).how).toBe('too-slow');
    slow.destroy();
  });

  it('hangs up on a packet too large and on bytes that are not MQTT, and everybody else goes on', async () => {
    const reader = await client({ clientId: 'lecteur' });
    await reader.one.subscribeAsync('calme');
    const huge = await client({ clientId: 'enorme' });
    huge.one.publish('calme', Buffer.alloc(connectionLimits.packet + 1));
    await huge.closed;
    expect((await left((await came('enorme')).program)).how).toBe('too-large');
    const hello = '100c00044d5154540402003c0000';
    for (const hex of [
      '',
      '00',
      'ffffffffff',
      '10ffffffff7f',
      '1000',
      `${hello}${hello}`,
      `${hello}3600`,
      `${hello}3003`,
      `${hello}820400010000`,
      `${hello}8203000102`,
      '474554202f20485454502f312e310d0a0d0a',
    ])
      await goneAfter(Buffer.from(hex, 'hex'));
    for (let seed = 1; seed <= 60; seed += 1) await goneAfter(noise(seed));
    const writer = await client({ clientId: 'ecrivain' });
    await writer.one.publishAsync('calme', 'toujours là', { qos: 1 });
    await until(() => texts(reader).includes('toujours là'));
    expect(reader.one.connected).toBe(true);
  });
});

/** Bytes from a generator of Lehmer's: the same each time. */
function noise(seed: number): Buffer {
  let state = seed * 7_919;
  return Buffer.from(
    Array.from({ length: 1 + (seed % 40) }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return state & 255;
    }),
  );
}

/** Sends these bytes and the end of the connection; resolves when the door has hung up too. */
function goneAfter(bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket: Socket = connectTcp(door.port, '127.0.0.1', () => socket.end(bytes));
    socket.on('error', () => {});
    socket.on('data', () => {});
    socket.once('close', () => resolve());
  });
}
