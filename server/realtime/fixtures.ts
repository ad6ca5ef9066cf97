// Shared by the tests of this folder: an edge on a free port with a lab that counts, and pages that connect to it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import type { Ack } from '#contract/errors.ts';
import type { Frame, JoinReply, JournalRecord } from '#contract/journal.ts';
import type { ClientToServer, Hello, ServerToClient } from '#contract/socket.ts';
import type { Lab } from '#labs/lab.ts';
import { createChat } from '#server/chat/index.ts';
import { createJournal } from '#server/journal/index.ts';
import { memoryStore } from '#server/store/index.ts';
import { createBucket } from './bucket.ts';
import { type manualClock, systemClock } from './clock.ts';
import { createDirectory } from './directory.ts';
import { createEdge, type EdgeOptions } from './edge.ts';
import { openSandboxes } from './sandboxes.ts';
import type { LabRunner, Person } from './types.ts';

type Tick = { n: number; by?: string };
const countLab: Lab<{ sum: number; seen: number }, Tick> = {
  name: 'count',
  initial: () => ({ sum: 0, seen: 0 }),
  fold: (state, event) => ({ sum: state.sum + event.n, seen: state.seen + 1 }),
};

const command = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('add'), n: z.int().min(1).max(9) }),
  z.strictObject({ type: z.literal('say'), text: z.string().max(10) }),
  z.strictObject({ type: z.literal('fail') }),
]);

const silent = pino({ level: 'silent' });

/** Resolves when `ready` is first true; looks between turns of the loop. */
export async function until(ready: () => unknown, withinMs = 15_000): Promise<void> {
  const end = performance.now() + withinMs;
  for (;;) {
    if (ready()) return;
    if (performance.now() > end) throw new Error(`never became true: ${ready.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

type Given = Partial<EdgeOptions> & { epoch?: string; maxRecords?: number; historySize?: number };

export async function startEdge(given: Given = {}) {
  const journal = createJournal(countLab, {
    epoch: given.epoch ?? 'e1',
    createdAt: 0,
    ...(given.maxRecords ? { maxRecords: given.maxRecords } : {}),
  });
  const gone: string[] = [];
  const runs: unknown[] = [];
  const lab: LabRunner<z.infer<typeof command>> = {
    name: 'count',
    journal,
    paceMs: 5,
    command,
    rules: { n: 'Le nombre à ajouter va de 1 à 9.' },
    async run(person: Person, asked) {
      runs.push(asked);
      if (asked.type === 'fail') throw new Error('bug');
      const n = asked.type === 'add' ? asked.n : 0;
      return { ok: true, result: journal.append({ n, by: person.id }, 1) };
    },
    personGone: (person) => void gone.push(person.id),
  };
  const http = createServer((_request, response) => response.end('page'));
  let anonymous = 0;
  const clock = given.clock ?? systemClock;
  const sandboxes = await openSandboxes(null, { onError: () => {} });
  const chat = createChat({
    clock,
    newId: () => crypto.randomUUID(),
    limiter: () => createBucket(clock, { rate: 10_000, burst: 10_000 }),
    store: memoryStore(),
    teacherCode: 'tournesol-42',
    onError: () => {},
    ...(given.historySize ? { limits: { historySize: given.historySize } } : {}),
  });
  const directory = createDirectory({ clock, epoch: 'd1', sandboxes, limits: { awayMs: 10 } });
  const edge = createEdge({
    http,
    directory,
    chat,
    tokenOf: ({ id }, name) => `${id} ${name}`,
    host: '127.0.0.1',
    version: 'test',
    // The cookie of these tests is the public id itself.
    identify(request) {
      const id = /who=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
      const name = /name=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? null;
      anonymous += 1;
      return id
        ? { person: { id }, name, setCookie: null }
        : { person: { id: `anon${anonymous}` }, setCookie: 'who=new' };
    },
    labs: [lab],
    clock: systemClock,
    log: silent,
    ...given,
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  async function close(): Promise<void> {
    const closed = edge.close(50);
    const { clock } = given;
    if (clock && 'advance' in clock) (clock as ReturnType<typeof manualClock>).advance(100);
    await closed;
  }
  return { edge, chat, directory, journal, gone, runs, http, port, url: `http://127.0.0.1:${port}`, close };
}

type PageSocket = Socket<ServerToClient, ClientToServer>;

/** A page as simple as can be: keeps what it processed, and fails when an offset is not the expected one. */
export function openPage(url: string, who: string | null = 'ada', options: Record<string, unknown> = {}) {
  const headers: Record<string, string> = who === null ? {} : { cookie: `who=${who}` };
  const socket: PageSocket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 5,
    reconnectionDelayMax: 20,
    extraHeaders: headers,
    ...options,
  });
  const page = {
    socket,
    hello: null as Hello | null,
    frames: [] as Frame[],
    processed: [] as JournalRecord[],
    snapshots: [] as Extract<JoinReply, { recovered: false }>[],
    epoch: undefined as string | undefined,
    next: undefined as number | undefined,
    faults: [] as string[],
    take(records: readonly JournalRecord[]) {
      for (const record of records) {
        if (record.offset !== page.next) page.faults.push(`expected ${page.next}, got ${record.offset}`);
        page.processed.push(record);
        page.next = record.offset + 1;
      }
    },
    async join(): Promise<JoinReply> {
      const position =
        page.epoch !== undefined && page.next !== undefined ? { epoch: page.epoch, offset: page.next } : {};
      const ack = await socket.emitWithAck('lab:join', { lab: 'count', ...position });
      if (!ack.ok) throw new Error(ack.error.message);
      const reply = ack.result;
      page.epoch = reply.epoch;
      if (reply.recovered) page.take(reply.records);
      else {
        page.snapshots.push(reply);
        page.next = reply.head;
      }
      return reply;
    },
    send: (asked: unknown, id = `id-${Math.random()}-0000`): Promise<Ack<unknown>> =>
      socket.emitWithAck('lab:command', { lab: 'count', id, command: asked }),
    close: () => socket.close(),
  };
  // As a real page does: a refusal (sockets of a cut link not yet given up) is tried again.
  socket.on('connect_error', () => {
    if (!socket.active && options.reconnection !== false) setTimeout(() => socket.connect(), 20);
  });
  socket.on('hello', (hello) => {
    page.hello = hello;
  });
  socket.on('f', (frames) => {
    page.frames.push(...frames);
    for (const frame of frames) if (frame.kind === 'events' && frame.epoch === page.epoch) page.take(frame.records);
  });
  return page;
}
export type Page = ReturnType<typeof openPage>;
