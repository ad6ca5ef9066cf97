// The chat's fan-out: ours with everything on, by both doors, beside a bare `ws` broadcaster and a bare Socket.IO room, one after
// the other in the same run. Deliveries a second and the server's CPU for each (closed loop, 16 in flight a room); latency from the
// due time (open loop).
//   npm run bench -- chat [--seconds 2] [--repeats 3]
import { parseArgs } from 'node:util';
import { bundledChat, startChat } from './support/chat-process.ts';
import type { ChatKind } from './support/chat-server.ts';
import { type Line, openLine, stamped } from './support/chat-wire.ts';
import { percentile } from './support/product.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '2' }, repeats: { type: 'string', default: '3' } },
});
const [seconds, repeats] = [Number(values.seconds), Number(values.repeats)];
const bundle = await bundledChat();
const inFlight = 16;
const bytes = 120;

/** `lines`: how readers and writers are reached. Ours is written to by the plain door in both cases. */
type Target = { name: string; server: ChatKind; reads: 'plain' | 'socket.io'; writes: 'plain' | 'socket.io' };
const targets: Target[] = [
  { name: 'relais /chat', server: 'relais', reads: 'plain', writes: 'plain' },
  { name: 'relais pages', server: 'relais', reads: 'socket.io', writes: 'plain' },
  { name: 'bare ws', server: 'ws', reads: 'plain', writes: 'plain' },
  { name: 'bare socket.io', server: 'socket.io', reads: 'socket.io', writes: 'socket.io' },
];
const shapes = [
  { name: '1 room × 200', rooms: 1, members: 200, rate: 200 },
  { name: '20 rooms × 10', rooms: 20, members: 10, rate: 600 },
  { name: '1 room × 200', rooms: 1, members: 200, rate: 600 },
  { name: '1 room × 300', rooms: 1, members: 300, rate: 30 },
];
type Shape = (typeof shapes)[number];
type Result = { perSecond: number; cpuUs: number; busy: number; p50: number; p99: number; lost: number };

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A connected line; with `room`, a member of it. */
async function line(
  port: number,
  how: Target['reads'],
  who: string,
  room: string | null,
  onMark: (due: number) => void,
): Promise<Line> {
  const path = how === 'plain' ? '/chat' : '/socket.io/?EIO=4&transport=websocket';
  const opened = await openLine(port, path, `who=${who}; name=${who}`, onMark);
  if (how === 'socket.io') {
    opened.send('40');
    await opened.heard('40{"sid"');
  }
  if (room === null) return opened;
  opened.send(
    how === 'plain'
      ? JSON.stringify({ type: 'subscribe', room, userId: who })
      : `420["chat:subscribe",{"room":"${room}"}]`,
  );
  await opened.heard(how === 'plain' ? '"subscribed"' : '430[{"ok":true');
  return opened;
}

function publishing(writer: Line, how: Target['writes'], room: string): (due: number) => void {
  return (due) => {
    const content = stamped(due, bytes);
    if (how === 'plain') writer.send(JSON.stringify({ type: 'publish', room, sender: 'writer', content }));
    else writer.send(`42["chat:publish",${JSON.stringify({ room, sender: 'writer', content })}]`);
  };
}

async function measure(target: Target, shape: Shape): Promise<Result> {
  const server = await startChat(bundle.file, target.server, {}, { alone: true });
  const cpuUs = async (): Promise<number> => {
    const { cpu } = await server.measure();
    return cpu.user + cpu.system;
  };
  const lines: Line[] = [];
  let heard = 0;
  let delays: number[] | null = null;
  /** Told of each message that reached the first member of a room: its place in the loop is free. */
  let onFirst = (_room: number): void => {};
  for (let room = 0; room < shape.rooms; room += 1) {
    for (let member = 0; member < shape.members; member += 1) {
      const hear = (due: number): void => {
        heard += 1;
        delays?.push(performance.now() - due);
        if (member === 0) onFirst(room);
      };
      lines.push(await line(server.port, target.reads, `r${room}m${member}`, `salle${room}`, hear));
    }
  }
  const writer = await line(server.port, target.writes, 'writer', null, () => {});
  const publish = Array.from({ length: shape.rooms }, (_, room) => publishing(writer, target.writes, `salle${room}`));

  async function closed(ms: number): Promise<{ deliveries: number; cpuUs: number; busy: number; ms: number }> {
    const until = performance.now() + ms;
    let sent = 0;
    const before = { heard, cpu: await cpuUs(), own: process.cpuUsage(), at: performance.now() };
    onFirst = (room) => {
      if (performance.now() >= until) return;
      sent += 1;
      publish[room]?.(performance.now());
    };
    for (let n = 0; n < inFlight * shape.rooms; n += 1) onFirst(n % shape.rooms);
    await rest(ms);
    const own = process.cpuUsage(before.own);
    const took = performance.now() - before.at;
    const cpu = await cpuUs();
    const deliveries = heard - before.heard;
    onFirst = () => {};
    while (heard - before.heard < sent * shape.members) await rest(5);
    return { deliveries, cpuUs: cpu - before.cpu, busy: (own.user + own.system) / 1_000 / took, ms: took };
  }

  async function open(ms: number): Promise<{ delays: number[]; lost: number }> {
    const from = performance.now();
    const before = heard;
    delays = [];
    let sent = 0;
    while (performance.now() - from < ms) {
      // Everything that is due by now, each with its own due time.
      for (let due = (sent / shape.rate) * 1_000; due <= performance.now() - from; due = (sent / shape.rate) * 1_000) {
        publish[sent % shape.rooms]?.(from + due);
        sent += 1;
      }
      await rest(1);
    }
    const wanted = sent * shape.members;
    for (let waits = 0; waits < 400 && heard - before < wanted; waits += 1) await rest(5);
    const told = delays;
    delays = null;
    return { delays: told.sort((a, b) => a - b), lost: wanted - (heard - before) };
  }

  await closed(500);
  const fast = await closed(seconds * 1_000);
  const slow = await open(seconds * 1_000);
  for (const each of [...lines, writer]) each.close();
  await server.stop();
  return {
    perSecond: (fast.deliveries * 1_000) / fast.ms,
    cpuUs: fast.cpuUs / fast.deliveries,
    busy: fast.busy,
    p50: percentile(slow.delays, 0.5),
    p99: percentile(slow.delays, 0.99),
    lost: slow.lost,
  };
}

const median = (numbers: number[]): number =>
  percentile(
    [...numbers].sort((a, b) => a - b),
    0.5,
  );
const range = (numbers: number[], digits: number): string =>
  `${median(numbers).toFixed(digits)} (${Math.min(...numbers).toFixed(digits)}–${Math.max(...numbers).toFixed(digits)})`;

console.log(
  `${repeats} repeats of ${seconds} s, ${bytes} B a message; median (range); limits of ours raised, all else on`,
);
for (const shape of shapes) {
  const results = new Map<string, Result[]>(targets.map(({ name }) => [name, []]));
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const turned = [...targets.slice(repeat % targets.length), ...targets.slice(0, repeat % targets.length)];
    for (const target of turned) results.get(target.name)?.push(await measure(target, shape));
  }
  console.log(`\n${shape.name}: closed loop of ${inFlight} a room; open loop at ${shape.rate} messages/s`);
  for (const [name, all] of results) {
    const of = (read: (result: Result) => number): number[] => all.map(read);
    console.log(
      `${name.padEnd(15)} ${range(
        of(({ perSecond }) => perSecond / 1_000),
        0,
      ).padEnd(16)} k/s · ` +
        `${range(
          of(({ cpuUs }) => cpuUs),
          2,
        )} µs of CPU each · generator ${(100 * median(of(({ busy }) => busy))).toFixed(0)} % busy · ` +
        `p50 ${range(
          of(({ p50 }) => p50),
          2,
        )} ms · p99 ${range(
          of(({ p99 }) => p99),
          2,
        )} ms · lost ${of(({ lost }) => lost).join(' ')}`,
    );
  }
}
bundle.remove();
process.exit(0);
