// The whole server but Next: a real embedded Kafka in its thread, real page clients, a real socket; and the sentences of a
// start that cannot be.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { pino } from 'pino';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Frame } from '#contract/journal.ts';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import type { Hello } from '#contract/socket.ts';
import { type App, createApp } from './app.ts';
import { type Config, readConfig } from './config.ts';
import { StartError } from './start-errors.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function settings(changes: Partial<Config> = {}): Config {
  const read = readConfig({ PORT: '0', KAFKA_PORT: '0', MQTT_PORT: '0', DATA_DIR: ':memory:' });
  if (!read.ok) throw new Error(read.message);
  return { ...read.config, ...changes };
}

function app(changes: Partial<Config> = {}, onFatal: (sentence: string) => void = () => {}): App {
  const made = createApp(settings(changes), {
    onFatal,
    directory: dirname(import.meta.dirname),
    log: pino({ level: 'silent' }),
    openPages: async () => ({
      policyOf: () => ({ header: "default-src 'self'" }),
      async handler(_request, response) {
        response.end('une page');
      },
      close: async () => {},
    }),
  });
  cleanUps.push(() => made.close());
  return made;
}

async function takenPort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

async function refusal(started: App): Promise<string> {
  const error = await started.listen().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StartError);
  return (error as StartError).message;
}

/** A page that joined the lab and keeps what it is told. */
async function page(url: string, cookie?: string) {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    ...(cookie ? { extraHeaders: { cookie } } : {}),
  });
  cleanUps.push(async () => socket.close());
  const events: KafkaEvent[] = [];
  const frames: Frame[] = [];
  const hello = new Promise<Hello>((resolve) => socket.once('hello', resolve));
  socket.on('f', (flush: Frame[]) => {
    frames.push(...flush);
    for (const frame of flush) {
      if (frame.kind === 'events') events.push(...frame.records.map((record) => record.event as KafkaEvent));
    }
  });
  await hello;
  let commands = 0;
  const send = (command: unknown) => {
    commands += 1;
    return socket.emitWithAck('lab:command', { lab: 'kafka', id: `command-${commands}`, command });
  };
  const joined = await socket.emitWithAck('lab:join', { lab: 'kafka' });
  return { socket, hello: await hello, joined, events, frames, send };
}

async function until(ready: () => unknown): Promise<void> {
  const end = performance.now() + 20_000;
  while (!ready()) {
    if (performance.now() > end) throw new Error(`never became true: ${ready.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('a started server', () => {
  it('carries a message from a page to Kafka and tells every page of it, then closes everything', async () => {
    const server = app();
    const { url, kafka } = await server.listen();
    expect([url, kafka]).toEqual([
      expect.stringMatching(/^http:\/\/localhost:\d+$/),
      expect.stringMatching(/^localhost:\d+$/),
    ]);
    expect(await (await fetch(`${url}/readyz`)).text()).toBe('ready\n');
    expect(await (await fetch(url)).text()).toBe('une page');

    const [sender, reader] = [await page(url), await page(url)];
    expect(reader.joined).toMatchObject({
      ok: true,
      result: { recovered: false, snapshot: { cluster: { source: 'embedded' } } },
    });
    const published = await sender.send({ type: 'publish', topic: 'mesures', key: 'a', value: 'bonjour', acks: -1 });
    expect(published).toMatchObject({ ok: true, result: { offset: 0 } });
    await until(() => reader.events.some((event) => event.type === 'records.appended'));
    expect(reader.events).toContainEqual(
      expect.objectContaining({ type: 'records.appended', topic: 'mesures', baseOffset: 0, count: 1 }),
    );
    const added = await sender.send({ type: 'add-consumer', topic: 'mesures', group: 'g' });
    expect(added).toMatchObject({ ok: true });
    await until(() => reader.events.some((event) => event.type === 'group.changed' && event.group.phase === 'Stable'));
    const { person } = sender.hello;
    expect(reader.events).toContainEqual(
      expect.objectContaining({ type: 'consumer.changed', consumer: expect.objectContaining({ owner: person }) }),
    );
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/relais_sockets 2\n/);

    await server.close();
    expect(sender.frames).toContainEqual({ kind: 'closing', reason: 'restart' });
    expect(await canListen(Number(new URL(url).port))).toBe(true);
    expect(await canListen(Number(kafka.split(':')[1]))).toBe(true);
  });

  it('knows people again after a restart on the same data', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'relais-'));
    cleanUps.push(() => rm(dataDir, { recursive: true, force: true }));
    const first = app({ dataDir });
    const { url } = await first.listen();
    const response = await fetch(url, { headers: { accept: 'text/html' } });
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
    const before = await page(url, cookie);
    await first.close();
    const second = app({ dataDir });
    const after = await page((await second.listen()).url, cookie);
    expect(after.hello.person).toBe(before.hello.person);
    expect(cookie).not.toContain(after.hello.person);
  });

  it('may be closed while it starts, and twice', async () => {
    const server = app();
    const listening = server.listen();
    await Promise.all([server.close(), server.close()]);
    const { url } = await listening;
    expect(await canListen(Number(new URL(url).port))).toBe(true);
  });
});

describe('a server that cannot start says why in one sentence, and leaves nothing open', () => {
  it('when the port of pages is taken', async () => {
    const port = await takenPort();
    const kafkaPort = await takenPort();
    await cleanUps.pop()?.();
    expect(await refusal(app({ port, kafkaPort }))).toBe(
      `Le port ${port} est déjà pris. Choisissez-en un autre\u00a0: PORT=${port + 1} npm start`,
    );
    expect(await canListen(kafkaPort)).toBe(true);
  });

  it('when the port of Kafka is taken', async () => {
    const kafkaPort = await takenPort();
    expect(await refusal(app({ kafkaPort }))).toBe(
      `Le port ${kafkaPort} est déjà pris. Choisissez-en un autre\u00a0: KAFKA_PORT=${kafkaPort + 1} npm start`,
    );
  });

  it('when no broker of KAFKA_BROKERS answers', async () => {
    const closed = await takenPort();
    await cleanUps.pop()?.();
    const message = await refusal(app({ kafkaBrokers: [`127.0.0.1:${closed}`] }));
    expect(message).toContain(`Réglage KAFKA_BROKERS=127.0.0.1:${closed}`);
    expect(message).toContain('aucune de ces adresses ne répond');
  });

  it('when nothing answers at REDIS_URL, without the password it holds', async () => {
    const message = await refusal(app({ redisUrl: 'redis://:secret@127.0.0.1:1' }));
    expect(message).toContain('Réglage REDIS_URL\u00a0: rien ne répond sur 127.0.0.1:1');
    expect(message).not.toContain('secret');
  });

  it('when DATA_DIR cannot be written', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'relais-'));
    cleanUps.push(() => rm(directory, { recursive: true, force: true }));
    const file = join(directory, 'file');
    await writeFile(file, '');
    expect(await refusal(app({ dataDir: file }))).toContain(`Réglage DATA_DIR=${file}`);
  });

  it('when HOST is not an address of this machine', async () => {
    expect(await refusal(app({ host: '192.0.2.1' }))).toContain('Réglage HOST=192.0.2.1');
  });
});

describe('the chat', () => {
  /** A program on `/chat`, and all it was told. */
  async function program(url: string) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/chat`);
    cleanUps.push(async () => socket.terminate());
    const told: Record<string, unknown>[] = [];
    socket.on('message', (data) => void told.push(JSON.parse(data.toString())));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const all = (type: string) => told.filter((each) => each.type === type);
    return { socket, told, all, send: (message: object) => socket.send(JSON.stringify(message)) };
  }

  it('lets a program be the person of a page, by the token that the page gives', async () => {
    const server = app();
    const { url } = await server.listen();
    const first = await fetch(url, { headers: { accept: 'text/html' } });
    const anonymous = first.headers.get('set-cookie')?.split(';')[0] ?? '';
    const named = await fetch(`${url}/moi`, {
      method: 'POST',
      headers: { cookie: anonymous, origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Ada' }),
    });
    const cookie = named.headers.get('set-cookie')?.split(';')[0] ?? '';
    const { socket } = await page(url, cookie);
    const told: { type: string; sender?: string; action?: string }[] = [];
    socket.on('chat', (events: typeof told) => void told.push(...events));
    expect(await socket.emitWithAck('chat:subscribe', { room: 'general' })).toMatchObject({ ok: true });
    const { result } = (await socket.emitWithAck('chat:token', {})) as { result: { token: string; name: string } };
    const script = await program(url);
    script.send({ type: 'subscribe', room: 'general', userId: 'Ada' });
    await until(() => script.told.length === 1);
    expect(script.told[0]).toMatchObject({ code: 'limit-reached', error: expect.stringMatching(/de la page/) });
    script.send({ type: 'subscribe', room: 'general', userId: 'ada', token: result.token });
    script.send({ type: 'publish', room: 'general', sender: 'Ada', content: 'du terminal' });
    await until(() => told.some(({ type, sender }) => type === 'message' && sender === 'Ada'));
    expect(told.filter(({ type }) => type === 'presence')).toHaveLength(1);
  });

  it('is open to programs beside the pages, goes on counting after a restart, and is in the metrics', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'relais-'));
    cleanUps.push(() => rm(dataDir, { recursive: true, force: true }));
    for (const first of [1, 4]) {
      const server = app({ dataDir, chatHistorySize: 4 });
      const { url } = await server.listen();
      const ada = await program(url);
      ada.send({ type: 'subscribe', room: 'general', userId: 'ada' });
      for (let n = 0; n < 3; n += 1) ada.send({ type: 'publish', room: 'general', sender: 'ada', content: `m${n}` });
      ada.send({ type: 'get_history', room: 'general' });
      await until(() => ada.all('message').length === 3);
      expect(ada.all('message').map(({ sequence }) => sequence)).toEqual([first, first + 1, first + 2]);
      expect(ada.all('subscribed')[0]?.sequence).toBe(first - 1);
      ada.send({ type: 'get_history', room: 'general' });
      await until(() => ada.all('history').length === 2);
      expect(ada.all('history')[1]?.messages).toHaveLength(first === 1 ? 3 : 4);
      const metrics = await (await fetch(`${url}/metrics`)).text();
      expect(metrics).toContain('relais_chat_rooms 1');
      expect(metrics).toContain('relais_plain_connections 1');
      await server.close();
    }
  });
});

it('says that it cannot go on when the thread of its Kafka dies, once, and can be closed', async () => {
  const born = new Promise<Worker>((resolve) => process.once('worker', resolve));
  let told = (_sentence: string): void => {};
  const fatal = new Promise<string>((resolve) => {
    told = resolve;
  });
  const sentences: string[] = [];
  const started = app({}, (sentence) => {
    sentences.push(sentence);
    told(sentence);
  });
  const { url } = await started.listen();
  const visitor = await page(url);
  await visitor.hello;
  await (await born).terminate();
  expect(await fatal).toBe(
    'Le Kafka embarqué s’est arrêté de lui-même. Relais s’arrête aussi\u00a0; rien n’était gardé (DATA_DIR=:memory:). Relancez\u00a0: npm start',
  );
  await started.close();
  expect(sentences.length).toBe(1);
});
