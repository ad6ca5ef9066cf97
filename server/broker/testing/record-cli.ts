// `node --import tsx server/broker/testing/record-cli.ts`: runs the contract through a recording relay and writes
// frames.txt, what each client really sends, for the fuzzer. A relay on 127.0.0.2 has the broker's port number, so that
// the address told to clients leads back to it.

import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { startBroker } from '../index.ts';
import { FrameSplitter } from '../net/frame-splitter.ts';
import { runContract } from './contract.ts';

const relayHost = '127.0.0.2';
/** Frames kept of each client, API and version: the smallest ones that differ in size. */
const perKind = 2;
const largest = 1_000;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const kept = new Map<string, Map<number, Buffer>>();
function record(frame: Buffer): void {
  if (frame.length > largest) return;
  const nameBytes = frame.readInt16BE(8);
  const client = nameBytes < 0 ? 'nobody' : frame.toString('utf8', 10, 10 + nameBytes).replace('contract-', '');
  const kind = `${client} ${frame.readInt16BE(0)} ${frame.readInt16BE(2)}`;
  const sizes = kept.get(kind) ?? new Map<number, Buffer>();
  kept.set(kind, sizes);
  if (!sizes.has(frame.length)) sizes.set(frame.length, Buffer.from(frame));
  for (const size of [...sizes.keys()].sort((one, other) => one - other).slice(perKind)) sizes.delete(size);
}

const broker = await startBroker({ port: 0, advertisedHost: relayHost });
const { port } = broker.address;
const relay = createServer((client) => {
  const upstream = connect({ host: '127.0.0.1', port });
  const splitter = new FrameSplitter(1 << 24);
  client.on('data', (chunk) => {
    splitter.push(Buffer.from(chunk));
    for (let split = splitter.next(); split.kind === 'frame'; split = splitter.next()) record(split.frame);
  });
  client.pipe(upstream).pipe(client);
  client.on('error', () => upstream.destroy());
  upstream.on('error', () => client.destroy());
});
await new Promise<void>((resolve) => relay.listen({ host: relayHost, port }, resolve));
await runContract({ brokers: `${relayHost}:${port}`, say: print });
relay.close();
await broker.close();

const lines = [...kept]
  .sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
  .flatMap(([kind, sizes]) => [...sizes.values()].map((frame) => `${kind} ${frame.toString('base64')}`));
writeFileSync(join(import.meta.dirname, 'frames.txt'), `${lines.join('\n')}\n`);
print(`${lines.length} frames of ${kept.size} kinds`);
process.exit(0);
