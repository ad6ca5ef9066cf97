// A class asks for its reports all at once: each in the handler of its own demonstration server, then each through its queue. Round trips
// of their pings meanwhile, and those of a page that asks for nothing: the rest of the server must go on answering.
//   npm run bench -- long-work [--people 40] [--size 20]
import { parseArgs } from 'node:util';
import { io, type Socket } from 'socket.io-client';
import type { Frame } from '#contract/journal.ts';
import {
  type ReportSize,
  reportSizes,
  type TravailCommand,
  type TravailEvent,
  type Way,
  ways,
} from '#contract/travail.ts';
import { metric, ms, percentile, startMeasured } from './support/product.ts';

const { values } = parseArgs({
  options: { people: { type: 'string', default: '40' }, size: { type: 'string', default: '20' } },
});
const people = Math.min(40, Number(values.people));
const size: ReportSize = reportSizes.find((each) => String(each) === values.size) ?? 20;
const everyMs = 250;
/** A machine that is slow makes them all the same, one after the other. */
const patienceMs = 300_000;

type Made = Extract<TravailEvent, { type: 'made' }>;
type Page = { socket: Socket; send(command: TravailCommand): Promise<{ ok: boolean }>; made(): Promise<Made> };

let ids = 0;
async function openPage(url: string): Promise<Page> {
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  let tell = (_made: Made): void => {};
  socket.on('f', (frames: Frame[]) => {
    for (const frame of frames) {
      if (frame.kind !== 'events') continue;
      for (const { event } of frame.records) if ((event as TravailEvent).type === 'made') tell(event as Made);
    }
  });
  const send = (command: TravailCommand): Promise<{ ok: boolean }> => {
    ids += 1;
    return socket.timeout(patienceMs).emitWithAck('lab:command', { lab: 'travail', id: `bench-${ids}-long`, command });
  };
  await socket.timeout(patienceMs).emitWithAck('lab:join', { lab: 'travail' });
  if (!(await send({ type: 'open' })).ok) throw new Error('no demonstration server');
  return {
    socket,
    send,
    made: () =>
      new Promise((resolve) => {
        tell = resolve;
      }),
  };
}

/** Pings at a steady pace until it is stopped; round trips of those that were answered. */
function beat({ send }: Page): () => number[] {
  const trips: number[] = [];
  const timer = setInterval(async () => {
    const from = performance.now();
    if ((await send({ type: 'ping' })).ok) trips.push(performance.now() - from);
  }, everyMs);
  return () => {
    clearInterval(timer);
    return trips;
  };
}

const shown = (trips: readonly number[]): string =>
  `p50 ${percentile(trips, 0.5).toFixed(0)}, p99 ${percentile(trips, 0.99).toFixed(0)}, longest ${Math.max(...trips).toFixed(0)} ms`;

async function measure(way: Way, asking: readonly Page[], witness: Page, url: string): Promise<void> {
  await metric(url, 'nodejs_eventloop_lag_p99_seconds');
  const stops = asking.map(beat);
  const stopWitness = beat(witness);
  const from = performance.now();
  const all = await Promise.all(
    asking.map(async (page) => {
      const made = page.made();
      await page.send({ type: 'make', way, size });
      return made;
    }),
  );
  const seconds = (performance.now() - from) / 1_000;
  const answered = all.map(({ pings }) => pings.answered);
  console.log(`${way}: ${all.length} reports of ${size} pupils in ${seconds.toFixed(1)} s`);
  console.log(
    `  one report              ${percentile(
      all.map((each) => each.ms),
      0.5,
    ).toFixed(0)} ms of work (median)`,
  );
  console.log(`  answered while it lasts ${Math.min(...answered)} to ${Math.max(...answered)} pings`);
  console.log(`  pings of those who ask  ${shown(stops.flatMap((stop) => stop()))}`);
  console.log(`  pings of one who waits  ${shown(stopWitness())}`);
  console.log(`  main thread delay p99   ${ms(await metric(url, 'nodejs_eventloop_lag_p99_seconds'))}`);
}

const product = await startMeasured();
const open: Page[] = [];
try {
  const alone = await metric(product.url, 'process_resident_memory_bytes');
  for (let index = 0; index < people; index += 1) open.push(await openPage(product.url));
  const together = await metric(product.url, 'process_resident_memory_bytes');
  console.log(`${people} demonstration servers: ${((together - alone) / people / 1e6).toFixed(1)} MB each`);
  const [witness, ...asking] = open;
  if (witness) for (const way of ways) await measure(way, asking, witness, product.url);
} finally {
  for (const { socket } of open) socket.close();
  await product.stop();
}
