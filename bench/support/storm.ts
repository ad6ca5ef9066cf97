// A room whose clients are cut off and come back at seeded moments while messages pass and the server is killed: then what each
// of them recorded is judged. Used by bench/reliability/resume.ts at its full figures and by its test at small ones.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { page, type StormClient, type StormTools, terminal } from './chat-clients.ts';
import { type ChatProcess, startChat } from './chat-process.ts';
import { type Judgement, judge } from './chat-record.ts';
import type { ChatServerOptions } from './chat-server.ts';
import { faults, startFaultProxy } from './fault-proxy.ts';
import { temporary } from './peers.ts';

export type Storm = {
  seed: number;
  /** Half of them terminals on `/chat`, half of them pages. */
  clients: number;
  /** Said in all, by all of them in turn. */
  messages: number;
  cuts: number;
  /** SIGKILLs of the server, and after every third of them a clean end instead; spread over the run. */
  restarts: number;
  /** Restarts after which the server's past is gone, among them. */
  wipes: number;
  server: ChatServerOptions;
  tell?: (line: string) => void;
};

export type StormFigures = Judgement & {
  published: number;
  refused: number;
  cuts: number;
  restarts: number;
  returns: number;
  clientFaults: string[];
};

export function random(seed: number): (below: number) => number {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves when it is true; says what it still waits for when it takes too long. */
async function until(
  what: string,
  clients: readonly StormClient[],
  ready: (client: StormClient) => boolean,
  seconds = 60,
): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  while (!clients.every(ready)) {
    if (performance.now() > end) {
      const late = clients.filter((client) => !ready(client)).map((client) => client.describe());
      throw new Error(`after ${seconds} s still not: ${what}\n${late.slice(0, 10).join('\n')}`);
    }
    await rest(20);
  }
}

/** Messages that nobody has acknowledged yet, and how far the slowest half may be behind, before more is said. */
const ahead = 250;

export async function storm(file: string, given: Storm): Promise<StormFigures> {
  const below = random(given.seed);
  const folder = await temporary();
  const options = { ...given.server, dataDir: folder.path };
  let server: ChatProcess = await startChat(file, 'relais', options);
  const { port } = server;
  const proxy = await startFaultProxy(() => port, below);
  const tools: StormTools = {
    port: proxy.port,
    publications: [],
    onNumber: (sequence) => (head = Math.max(head, sequence)),
  };
  let head = 0;
  const clients: StormClient[] = [];
  for (let number = 0; number < given.clients; number += 1) {
    clients.push(number % 2 === 0 ? terminal(number, tools) : page(number, tools));
    if (number % 25 === 24) await rest(30);
  }
  const at = (client: StormClient): number => client.record.next() - 1;
  let cuts = 0;
  let restarts = 0;
  /** How often each client had entered when it was last cut. */
  const enteredAt = new Map<number, number>();

  /** How often each client had entered at the last restart. */
  const before = new Map<StormClient, number>();

  async function restart(): Promise<void> {
    // Everybody has come back from the last one: terminals try five times, then leave it.
    await until('back after a restart', clients, (client) => client.entered() > (before.get(client) ?? 0));
    for (const client of clients) before.set(client, client.entered());
    const from = performance.now();
    const clean = restarts % 3 === 2;
    await (clean ? server.close() : server.kill());
    restarts += 1;
    if (restarts <= given.wipes) {
      await rm(join(folder.path, 'chat'), { recursive: true, force: true });
      head = 0;
    }
    server = await startChat(file, 'relais', { ...options, port });
    given.tell?.(`  restart ${restarts}${clean ? ', clean' : ''}: ${Math.round(performance.now() - from)} ms`);
  }

  function cut(): void {
    const client = below(given.clients);
    const times = clients[client]?.entered() ?? 0;
    // Who is not back yet is left alone: a link that never comes back is another subject.
    if (times === (enteredAt.get(client) ?? 0)) return;
    if (!proxy.strike(client, faults[below(faults.length)] ?? 'reset')) return;
    enteredAt.set(client, times);
    cuts += 1;
    // One in four is cut again on its way back: before anything was said, or while the past is sent.
    const again = below(8);
    if (again === 0) proxy.arm(client, 1 + below(300));
    else if (again === 1) proxy.arm(client, 300 + below(20_000));
  }

  function say(): boolean {
    const index = tools.publications.length;
    const client = clients[below(clients.length)];
    tools.publications.push({ acked: null, refused: false });
    if (client?.say(index)) return true;
    tools.publications.pop();
    return false;
  }

  try {
    await until('in the room', clients, (client) => client.entered() > 0);
    let said = 0;
    let told = performance.now();
    while (said < given.messages || cuts < given.cuts) {
      const share = said / given.messages;
      const due = Math.ceil(given.cuts * Math.min((said + 8) / given.messages, 1));
      const places = clients.map(at).sort((a, b) => a - b);
      const median = places[clients.length >> 1] ?? 0;
      const open = clients.reduce((sum, client) => sum + client.unsent(), 0);
      if (said < given.messages && open < ahead && head - median < ahead && due - cuts < 40) {
        for (let n = 0; n < 8 && said < given.messages; n += 1) if (say()) said += 1;
      }
      // Cuts go with the messages, so that both end together.
      for (let n = 0; n < 8 && cuts < due; n += 1) cut();
      if (restarts < given.restarts && share > (restarts + 0.5) / given.restarts) await restart();
      await rest(1);
      if (performance.now() - told < 10_000) continue;
      told = performance.now();
      given.tell?.(`  ${said} messages, ${cuts} cuts, ${restarts} restarts, the median client at ${median} of ${head}`);
    }
    await until('everything acknowledged', clients, (client) => client.unsent() === 0);
    const last = Math.max(...clients.map(at));
    // One more, heard by everybody: behind it nothing is on its way.
    while (!say()) await rest(1);
    await until('at the last number', clients, (client) => at(client) > last);
    const epoch = clients.at(-1)?.record.segments.at(-1)?.epoch ?? '';
    const judged = judge(clients, tools.publications, epoch);
    const { publications } = tools;
    return {
      ...judged,
      published: publications.length,
      refused: publications.filter(({ refused }) => refused).length,
      cuts,
      restarts,
      returns: clients.reduce((sum, client) => sum + client.entered() - 1, 0),
      clientFaults: clients.flatMap(({ name, faults: own }) => own.map((fault) => `${name}: ${fault}`)),
    };
  } finally {
    for (const client of clients) client.close();
    await proxy.close();
    await server.stop();
    await folder.remove();
  }
}

/** What must be zero, summed; with what was found. */
export function faultsOf(figures: StormFigures): string[] {
  const { silentGaps, duplicates, reordered, disagreements, storedTwice, ackedLost, ackedWrong } = figures;
  const counts = { silentGaps, duplicates, reordered, disagreements, storedTwice, ackedLost, ackedWrong };
  return [
    ...Object.entries({ ...counts, refusedButStored: figures.refusedButStored })
      .filter(([, count]) => count > 0)
      .map(([kind, count]) => `${count} ${kind}`),
    ...figures.examples,
    ...figures.clientFaults,
  ];
}
