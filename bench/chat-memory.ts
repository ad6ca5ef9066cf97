// P3: what a connected, silent student costs the server, beside bare `ws` and a bare Socket.IO room in the same run; and how much of it
// is given back a minute after all have gone. Rooms of twenty, so that ours has presence and history as in a class.
//   npm run bench -- chat-memory [--connections 2000] [--wait 60]
import { parseArgs } from 'node:util';
import { bundledChat, startChat, type Usage } from './support/chat-process.ts';
import type { ChatKind } from './support/chat-server.ts';
import { type Line, openLine } from './support/chat-wire.ts';

const { values } = parseArgs({
  options: { connections: { type: 'string', default: '2000' }, wait: { type: 'string', default: '60' } },
});
const [connections, wait] = [Number(values.connections), Number(values.wait)];
const roomSize = 20;
const targets: { name: string; server: ChatKind; plain: boolean }[] = [
  { name: 'relais /chat', server: 'relais', plain: true },
  { name: 'relais pages', server: 'relais', plain: false },
  { name: 'bare ws', server: 'ws', plain: true },
  { name: 'bare socket.io', server: 'socket.io', plain: false },
];
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function open(port: number, number: number, plain: boolean): Promise<Line> {
  const who = `m${number}m`;
  const room = `salle${Math.floor(number / roomSize)}`;
  const path = plain ? '/chat' : '/socket.io/?EIO=4&transport=websocket';
  const line = await openLine(port, path, `who=${who}; name=${who}`, () => {});
  if (!plain) {
    line.send('40');
    await line.heard('40{"sid"');
  }
  line.send(
    plain ? JSON.stringify({ type: 'subscribe', room, userId: who }) : `420["chat:subscribe",{"room":"${room}"}]`,
  );
  await line.heard(plain ? '"subscribed"' : '430[{"ok":true');
  return line;
}

const bundle = await bundledChat();
console.log(`${connections} connections, rooms of ${roomSize}; KiB each; given back ${wait} s after they closed`);
for (const { name, server: kind, plain } of targets) {
  // Nobody answers pings here: they must not be asked for while it is measured.
  const limits = { plain: { maxConnections: connections + 10, checkMs: 600_000 } };
  const server = await startChat(bundle.file, kind, limits, { alone: true, flags: ['--expose-gc'] });
  const settled = async (): Promise<Usage> => {
    await rest(1_500);
    await server.measure();
    return server.measure();
  };
  // What is loaded and compiled once is no connection's.
  for (const line of await Promise.all(Array.from({ length: 40 }, (_, number) => open(server.port, number, plain))))
    line.close();
  const before = await settled();
  const lines: Line[] = [];
  for (let at = 0; at < connections; at += 50)
    lines.push(...(await Promise.all(Array.from({ length: 50 }, (_, index) => open(server.port, at + index, plain)))));
  const during = await settled();
  for (const line of lines) line.close();
  await rest(wait * 1_000);
  const after = await settled();
  const used = ({ memory }: Usage): number => memory.heapUsed + memory.external;
  const row = (of: (usage: Usage) => number): string => {
    const grown = of(during) - of(before);
    return `${(grown / 1_024 / lines.length).toFixed(1)} KiB, ${(100 * (1 - (of(after) - of(before)) / grown)).toFixed(0)} % back`;
  };
  console.log(`${name.padEnd(15)} used ${row(used)} · resident ${row(({ memory }) => memory.rss)}`);
  await server.stop();
}
bundle.remove();
process.exit();
