// P4: a whole class is cut off at once, misses 500 messages, and comes back at once: how long until the last of them is whole, beside
// `ws` with the history one writes oneself and Socket.IO with its own recovery, in the same run. Ours also after a SIGKILL, from
// the moment the port is back; the peers have nothing left then.
//   npm run bench -- chat-storm [--clients 300] [--missed 500] [--repeats 5]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { bundledChat, startChat } from './support/chat-process.ts';
import type { ChatKind } from './support/chat-server.ts';
import { percentile } from './support/product.ts';

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '300' },
    missed: { type: 'string', default: '500' },
    repeats: { type: 'string', default: '5' },
  },
});
const [clients, missed, repeats] = [Number(values.clients), Number(values.missed), Number(values.repeats)];
const room = 'general';
const bytes = 120;
type Way = { kind: ChatKind; name: string; pages: boolean; restart: boolean };
const ways: Way[] = [
  { name: 'relais /chat', kind: 'relais', pages: false, restart: false },
  { name: 'relais pages', kind: 'relais', pages: true, restart: false },
  { name: 'ws + history', kind: 'ws-history', pages: false, restart: false },
  { name: 'socket.io recovery', kind: 'socket.io-recovery', pages: true, restart: false },
  { name: 'relais /chat, killed', kind: 'relais', pages: false, restart: true },
  { name: 'relais pages, killed', kind: 'relais', pages: true, restart: true },
];
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
async function until(what: string, ready: () => boolean): Promise<void> {
  const end = performance.now() + 60_000;
  while (!ready()) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await rest(1);
  }
}

type Told = { type?: string; sequence?: number; epoch?: string };
type Reply = { result?: { subscribed?: Told; missed?: Told[] } };

/** One member: what it has read, in order; comes back with whatever its server wants to be told. */
function member(port: () => number, number: number, { kind, pages }: Way) {
  const who = `w${number}w`;
  const state = { inside: false, read: 0, faults: 0 };
  const place = { epoch: '', next: 1, pid: '', offset: '' };
  let socket: WebSocket;

  function take(told: Told): void {
    if (told.type === 'subscribed') {
      state.inside = true;
      if (place.epoch === '') place.next = (told.sequence ?? 0) + 1;
      place.epoch = told.epoch ?? 'none';
    } else if (told.type === 'message') {
      if (told.sequence !== place.next) state.faults += 1;
      place.next = (told.sequence ?? 0) + 1;
      state.read += 1;
    }
  }
  const resume = (): object => (place.epoch === '' ? {} : { epoch: place.epoch, from: place.next });

  function packet(text: string): void {
    if (text.startsWith('0')) {
      const back = kind === 'socket.io-recovery' && place.offset !== '';
      socket.send(back ? `40${JSON.stringify({ pid: place.pid, offset: place.offset })}` : '40');
    } else if (text.startsWith('40')) {
      const { pid = '' } = JSON.parse(text.slice(2)) as { pid?: string };
      if (place.pid !== '' && kind === 'socket.io-recovery') {
        if (pid !== place.pid) state.faults += 1;
        state.inside = true;
      } else socket.send(`420["chat:subscribe",${JSON.stringify({ room, ...resume() })}]`);
      place.pid = pid;
    } else if (text.startsWith('430')) {
      const [{ result }] = JSON.parse(text.slice(3)) as [Reply];
      if (result?.subscribed) take(result.subscribed);
      for (const each of result?.missed ?? []) take(each);
      state.inside = true;
    } else if (text.startsWith('42["chat",')) {
      const [, events, offset] = JSON.parse(text.slice(2)) as [string, Told[], string | undefined];
      if (offset !== undefined) {
        place.offset = offset;
        state.read += events.length;
      } else for (const each of events) take(each);
    } else if (text === '2') socket.send('3');
  }
  return {
    state,
    connect(): void {
      state.inside = false;
      const path = pages ? '/socket.io/?EIO=4&transport=websocket' : '/chat';
      const headers = { cookie: `who=${who}; name=${who}` };
      socket = new WebSocket(`ws://127.0.0.1:${port()}${path}`, { perMessageDeflate: false, headers });
      socket.on('error', () => {});
      socket.on('message', (data) => (pages ? packet(data.toString()) : take(JSON.parse(data.toString()) as Told)));
      if (!pages)
        socket.on('open', () => socket.send(JSON.stringify({ type: 'subscribe', room, userId: who, ...resume() })));
    },
    cut: () => socket.terminate(),
  };
}

async function measure(file: string, way: Way): Promise<{ ms: number; faults: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'relais-storm-'));
  const options = { dataDir, chat: { historySize: 1_000 } };
  let server = await startChat(file, way.kind, options, { alone: true });
  const { port } = server;
  const members = Array.from({ length: clients }, (_, number) => member(() => port, number, way));
  const socketIo = way.kind === 'socket.io-recovery';
  const writer = new WebSocket(
    `ws://127.0.0.1:${port}${socketIo ? '/socket.io/?EIO=4&transport=websocket' : '/chat'}`,
    { perMessageDeflate: false },
  );
  await new Promise((resolve) => writer.once('open', resolve));
  if (socketIo) writer.send('40');
  const publish = (): void => {
    const message = { room, sender: 'writer', content: 'x'.repeat(bytes) };
    writer.send(
      socketIo ? `42["chat:publish",${JSON.stringify(message)}]` : JSON.stringify({ type: 'publish', ...message }),
    );
  };
  for (const each of members) each.connect();
  await until('everybody is inside', () => members.every(({ state }) => state.inside));
  publish();
  await until('a first message', () => members.every(({ state }) => state.read === 1));
  for (const each of members) each.cut();
  await rest(300);
  for (let n = 0; n < missed; n += 1) publish();
  await rest(500);
  if (way.restart) {
    await server.kill();
    server = await startChat(file, way.kind, { ...options, port }, { alone: true });
  }
  const from = performance.now();
  for (const each of members) each.connect();
  await until('everybody is whole', () => members.every(({ state }) => state.read >= missed + 1));
  const ms = performance.now() - from;
  const faults = members.reduce((sum, { state }) => sum + state.faults + Math.abs(state.read - missed - 1), 0);
  for (const each of members) each.cut();
  writer.terminate();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
  return { ms, faults };
}

const bundle = await bundledChat();
console.log(`${clients} clients cut at once, ${missed} messages of ${bytes} B missed; ms until the last is whole`);
const times = new Map<string, number[]>(ways.map(({ name }) => [name, []]));
let faults = 0;
for (let repeat = 0; repeat < repeats; repeat += 1) {
  for (const way of ways) {
    const told = await measure(bundle.file, way);
    times.get(way.name)?.push(told.ms);
    faults += told.faults;
  }
}
for (const [name, all] of times)
  console.log(
    `${name.padEnd(21)} ${percentile(all, 0.5).toFixed(0)} ms (${Math.min(...all).toFixed(0)}–${Math.max(...all).toFixed(0)})`,
  );
console.log(`${faults} faults`);
if (faults > 0) process.exitCode = 1;
bundle.remove();
process.exit();
