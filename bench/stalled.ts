// R5: readers that stop reading, and readers of 1 kB/s, at each door: what each costs the server, when it is cut, what the others
// feel (their p99 beside the one without, in the same run), and whether whoever was cut is whole when it comes back.
//   npm run bench -- stalled [--seconds 40] [--healthy 50] [--rate 200] [--bytes 1000]
// Ends with 1 when somebody was not cut or not whole; the p99 is a figure for a still machine.
import { parseArgs } from 'node:util';
import { bundledChat, startChat, type Usage } from './support/chat-process.ts';
import { type Line, openLine, stamped } from './support/chat-wire.ts';
import { startFaultProxy } from './support/fault-proxy.ts';
import { percentile } from './support/product.ts';
import { type Door, doors, type Heard, type RawChat, rawChat } from './support/raw-chat.ts';
import { random } from './support/storm.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '40' },
    healthy: { type: 'string', default: '50' },
    rate: { type: 'string', default: '200' },
    bytes: { type: 'string', default: '1000' },
  },
});
const [seconds, healthy, rate, bytes] = [values.seconds, values.healthy, values.rate, values.bytes].map(Number) as [
  number,
  number,
  number,
  number,
];
const room = 'general';
const cases = [
  { name: '1 stalled', readers: 1, bytesPerSecond: 0 },
  { name: '50 stalled', readers: 50, bytesPerSecond: 0 },
  { name: '50 at 1 kB/s', readers: 50, bytesPerSecond: 1_000 },
];
type Case = (typeof cases)[number];
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Comes back by itself with the number it wants next; counts what is out of its place. */
function reader(port: number, door: Door, client: number) {
  const state = { next: 0, epoch: '', faults: 0, returns: -1 };
  let chat: RawChat;
  function take(events: readonly Heard[]): void {
    for (const event of events) {
      if (event.type !== 'message') continue;
      if (state.next !== 0 && event.sequence !== state.next) state.faults += 1;
      state.next = Number(event.sequence) + 1;
    }
  }
  function entered(subscribed: Heard): void {
    state.returns += 1;
    state.epoch = String(subscribed.epoch);
    if (state.next === 0) state.next = Number(subscribed.sequence) + 1;
    else if (subscribed.recovered !== true) state.faults += 1;
  }
  function dial(): void {
    const mine = rawChat({
      port,
      door,
      name: `q${client}q`,
      client,
      onOpen() {
        const resume = state.next === 0 ? {} : { epoch: state.epoch, from: state.next };
        mine.ask('subscribe', { room, ...(door === 'plain' ? { userId: `q${client}q` } : {}), ...resume });
      },
      onHeard(heard) {
        if (heard.type === 'subscribed') return entered(heard);
        // The dead link still holds the name: a moment later it does not.
        if (heard.error !== undefined && door === 'plain') return mine.cut();
        const reply = heard.result as { subscribed: Heard; missed: Heard[] } | undefined;
        if (reply?.subscribed) entered(reply.subscribed);
        take(reply?.missed ?? [heard]);
      },
      onClosed: () => void setTimeout(dial, 300),
    });
    chat = mine;
  }
  dial();
  return { state, cut: () => chat.cut() };
}

async function enter(port: number, door: Door, member: number, onDelay: (ms: number) => void): Promise<Line> {
  const who = `h${member}h`;
  const path = door === 'plain' ? '/chat' : '/socket.io/?EIO=4&transport=websocket';
  const line = await openLine(port, path, `who=${who}; name=${who}`, (due) => onDelay(performance.now() - due));
  if (door === 'pages') {
    line.send('40');
    await line.heard('40{"sid"');
  }
  const hello = { type: 'subscribe', room, userId: who };
  line.send(door === 'plain' ? JSON.stringify(hello) : `420["chat:subscribe",{"room":"${room}"}]`);
  await line.heard(door === 'plain' ? '"subscribed"' : '430[{"ok":true');
  return line;
}

/** A class that listens, readers that will stop, and one who writes. `kept`: messages of the past that the room keeps. */
async function classroom(file: string, door: Door, given: Case, kept: number) {
  const limits = { chat: { historySize: kept, historyChars: 1e9 } };
  const server = await startChat(file, 'relais', limits, { alone: true, flags: ['--expose-gc'] });
  const proxy = await startFaultProxy(() => server.port, random(1));
  let delays: number[] = [];
  const lines: Line[] = [];
  for (let member = 0; member < healthy; member += 1)
    lines.push(await enter(server.port, door, member, (ms) => void delays.push(ms)));
  const writer = await openLine(server.port, '/chat', '', () => {});
  const readers = Array.from({ length: given.readers }, (_, client) => reader(proxy.port, door, client));
  while (readers.some(({ state }) => state.returns < 0)) await rest(10);
  let sent = 0;
  return {
    server,
    readers,
    sent: () => sent,
    /** Messages at their rate; resolves to how late each healthy reader had each of them, ms. */
    async write(forMs: number): Promise<number[]> {
      delays = [];
      const from = performance.now();
      for (let n = 0; performance.now() - from < forMs; ) {
        for (let due = (n / rate) * 1_000; due <= performance.now() - from; due = (n / rate) * 1_000) {
          writer.send(JSON.stringify({ type: 'publish', room, sender: 'writer', content: stamped(from + due, bytes) }));
          n += 1;
          sent += 1;
        }
        await rest(1);
      }
      await rest(200);
      return delays;
    },
    stall: () => readers.forEach((_, client) => void proxy.slow(client, given.bytesPerSecond)),
    async close() {
      for (const line of [...lines, writer]) line.close();
      await proxy.close();
      await server.stop();
    },
  };
}
const countOf = ({ connections }: Usage, door: Door): number => connections?.[door] ?? 0;

type Classroom = Awaited<ReturnType<typeof classroom>>;

/** Seconds after the stall at which the first was seen to be cut, and all of them; told once it is ended. */
function watchCuts({ server, readers }: Classroom, door: Door, all: number) {
  const from = performance.now();
  const cuts = { first: Number.NaN, all: Number.NaN };
  let over = false;
  const watching = (async () => {
    while (!over) {
      await rest(250);
      const gone = all - countOf(await server.look(), door);
      const at = (performance.now() - from) / 1_000;
      if (gone > 0 && Number.isNaN(cuts.first)) cuts.first = at;
      if (gone >= readers.length && Number.isNaN(cuts.all)) cuts.all = at;
    }
  })();
  return async () => {
    over = true;
    await watching;
    return cuts;
  };
}

/** What the others feel, and when they are cut: nothing is collected meanwhile, the room keeps its usual past. */
async function timed(file: string, door: Door, given: Case) {
  const room = await classroom(file, door, given, 100);
  await room.write(3_000);
  const without = percentile(await room.write(seconds * 1_000), 0.99);
  const all = countOf(await room.server.look(), door);
  room.stall();
  const end = watchCuts(room, door, all);
  const during = percentile(await room.write(seconds * 1_000), 0.99);
  const cuts = await end();
  await room.close();
  return { without, during, cuts };
}

/** Is whoever was cut whole when it comes back? The room keeps everything. */
async function whole(file: string, door: Door, given: Case) {
  const { readers, sent, write, stall, close } = await classroom(file, door, given, 1_000_000);
  await write(1_000);
  stall();
  await write(seconds * 1_000);
  for (const each of readers) each.cut();
  const end = performance.now() + 60_000;
  const behind = (): number => readers.filter(({ state }) => state.next !== sent() + 1).length;
  while (behind() > 0 && performance.now() < end) await rest(20);
  const faults = readers.reduce((sum, { state }) => sum + state.faults, 0);
  await close();
  return { behind: behind(), faults };
}

/** How much more the server holds at most until the first of them is cut than it held at most before, bytes. */
async function weighed(file: string, door: Door, given: Case): Promise<number> {
  const { server, write, stall, close } = await classroom(file, door, given, 100);
  async function peakOf(forMs: number): Promise<number> {
    const before = countOf(await server.look(), door);
    let [peak, over] = [0, false];
    const watching = (async () => {
      while (!over) {
        await rest(250);
        const { connections, memory, cpu } = await server.measure();
        if (countOf({ connections, memory, cpu }, door) < before) return;
        peak = Math.max(peak, memory.heapUsed + memory.external);
      }
    })();
    const writing = write(forMs);
    await Promise.race([watching, writing]);
    over = true;
    await Promise.all([watching, writing]);
    return peak;
  }
  await write(3_000);
  const usual = await peakOf((seconds * 1_000) / 2);
  stall();
  const peak = await peakOf(seconds * 1_000);
  await close();
  return peak - usual;
}

const bundle = await bundledChat();
const mib = (size: number): string => (size / 1_048_576).toFixed(2);
console.log(`${healthy} healthy readers, ${rate} messages/s of ${bytes} B, ${seconds} s of stall`);
for (const door of doors) {
  for (const each of cases) {
    const { without, during, cuts } = await timed(bundle.file, door, each);
    const peak = await weighed(bundle.file, door, each);
    const { behind, faults } = await whole(bundle.file, door, each);
    console.log(
      `${door.padEnd(6)} ${each.name.padEnd(13)} cut after ${cuts.first.toFixed(1)}–${cuts.all.toFixed(1)} s · ` +
        `${mib(peak)} MiB more before the first cut, ${mib(peak / each.readers)} MiB a reader · ` +
        `p99 ${during.toFixed(2)} ms, without ${without.toFixed(2)} ms: ${(during / without).toFixed(2)} × · ` +
        `${behind} not whole, ${faults} faults`,
    );
    if (behind + faults > 0 || !(cuts.all <= seconds)) process.exitCode = 1;
  }
}
bundle.remove();
process.exit();
