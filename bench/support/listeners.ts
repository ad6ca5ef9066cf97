// Pages that listen, in a process of their own: N sockets on the lab, and how long each record took to reach them. The value of a
// record is the time it was sent. Started by first-minute.ts; speaks over the channel between parent and child.
import { io, type Socket } from 'socket.io-client';
import type { Frame } from '#contract/journal.ts';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import { percentile } from './product.ts';

export type Heard = { pages: number; deliveries: number; p50: number; p99: number; lost: number };

const [url = '', count = '0'] = process.argv.slice(2);
const sockets: Socket[] = [];
let delays: number[] = [];
let deliveries = 0;
let lost = 0;

function hear(frames: readonly Frame[]): void {
  const now = Date.now();
  for (const frame of frames) {
    if (frame.kind !== 'events') continue;
    deliveries += 1;
    const last = frame.records.at(-1)?.event as KafkaEvent | undefined;
    const sent = last?.type === 'records.appended' ? Number(last.kept.at(-1)?.value?.text) : Number.NaN;
    if (sent > 0) delays.push(now - sent);
  }
}

async function open(): Promise<void> {
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  socket.on('f', hear);
  socket.on('disconnect', () => {
    lost += 1;
  });
  await socket.timeout(10_000).emitWithAck('lab:join', { lab: 'kafka' });
  sockets.push(socket);
}

for (let index = 0; index < Number(count); index += 1) await open();
process.send?.('open');
process.on('message', (word) => {
  if (word === 'close') for (const socket of sockets) socket.close();
  if (word === 'close') process.exit(0);
  const heard: Heard = {
    pages: sockets.length,
    deliveries,
    p50: percentile(delays, 0.5),
    p99: percentile(delays, 0.99),
    lost,
  };
  delays = [];
  deliveries = 0;
  process.send?.(heard);
});
