// A class: N pages open on one topic while M records arrive. Every page folds what it gets, as a browser does; all must
// end with the truth. Prints when the last one was true, pushes a page, and the server's event-loop delay meanwhile.
//   npm run bench -- class [--pages 40] [--records 10000]
import { parseArgs } from 'node:util';
import { io, type Socket } from 'socket.io-client';
import type { Frame, JoinReply } from '#contract/journal.ts';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import { kafkaLab } from '#labs/kafka/lab.ts';
import { type KafkaState, topicOf } from '#labs/kafka/state.ts';
import { metric, ms, startMeasured } from './support/product.ts';

const { values } = parseArgs({
  options: { pages: { type: 'string', default: '40' }, records: { type: 'string', default: '10000' } },
});
const [pages, records] = [Math.min(300, Number(values.pages)), Math.min(10_000, Number(values.records))];
const topic = 'demo-topic';

type Page = { socket: Socket; state: KafkaState; next: number; pushes: number; gaps: number; doneAt: number | null };

const total = (state: KafkaState): number =>
  topicOf(state, topic)?.partitions.reduce((sum, partition) => sum + partition.end, 0) ?? 0;

function take(page: Page, frames: Frame[]): void {
  page.pushes += 1;
  for (const frame of frames) {
    if (frame.kind !== 'events') continue;
    for (const { offset, event, at } of frame.records) {
      if (offset !== page.next) page.gaps += 1;
      page.next = offset + 1;
      page.state = kafkaLab.fold(page.state, event as KafkaEvent, at);
    }
  }
  if (page.doneAt === null && total(page.state) >= records) page.doneAt = performance.now();
}

async function openPage(url: string): Promise<Page> {
  const socket = io(url, { transports: ['websocket'], forceNew: true });
  const page: Page = { socket, state: kafkaLab.initial(), next: 0, pushes: 0, gaps: 0, doneAt: null };
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  socket.on('f', (frames: Frame[]) => take(page, frames));
  const reply = (await socket.timeout(10_000).emitWithAck('lab:join', { lab: 'kafka' })) as { result: JoinReply };
  const { result } = reply;
  if (!result.recovered) page.state = result.snapshot as KafkaState;
  page.next = result.recovered ? (result.records.at(-1)?.offset ?? -1) + 1 : result.head;
  return page;
}

const product = await startMeasured();
const open: Page[] = [];
try {
  for (let index = 0; index < pages; index += 1) open.push(await openPage(product.url));
  await metric(product.url, 'nodejs_eventloop_lag_p99_seconds');
  const from = performance.now();
  const command = { type: 'burst', topic, count: records, keys: 7, acks: -1 };
  const ack = await open[0]?.socket
    .timeout(10_000)
    .emitWithAck('lab:command', { lab: 'kafka', id: `bench-${process.pid}`, command });
  if (!ack?.ok) throw new Error(JSON.stringify(ack));
  const until = Date.now() + 60_000;
  while (open.some(({ doneAt }) => doneAt === null) && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const done = open.map(({ doneAt }) => (doneAt ?? Number.NaN) - from);
  const pushes = open.map((page) => page.pushes);
  const gaps = open.reduce((sum, page) => sum + page.gaps, 0);
  console.log(`${pages} pages, ${records} records, one command`);
  console.log(
    `true at the end        ${open.filter((page) => total(page.state) === records).length} / ${pages}, ${gaps} gaps`,
  );
  console.log(`last page true after   ${Math.max(...done).toFixed(0)} ms`);
  console.log(`pushes a page          ${Math.min(...pushes)} to ${Math.max(...pushes)}`);
  console.log(`event-loop delay p99   ${ms(await metric(product.url, 'nodejs_eventloop_lag_p99_seconds'))}`);
  console.log(
    `server memory (RSS)    ${((await metric(product.url, 'process_resident_memory_bytes')) / 1e6).toFixed(0)} MB`,
  );
} finally {
  for (const { socket } of open) socket.close();
  await product.stop();
}
