// P5: does a partition get slower as it fills? One-record batches into one partition up to a million of them; at each size,
// in turns, the same work on it and on a new one: appending, and fetching one batch at offsets all over it.
//   npm run bench -- growth [--batches 1000000] [--repeats 7]
import { fetch } from '#server/broker/apis/01-fetch/messages.ts';
import { frameOf, Wire } from '#server/broker/log/test-wire.ts';
import { makeTopic, percentile, produceFrame } from './support/load.ts';
import { bundledBroker, launchOurs, memoryOf, temporary } from './support/peers.ts';
import { numbers } from './support/reliability.ts';

const { batches, repeats } = numbers({ batches: 1_000_000, repeats: 7 });
const BYTES = 180;
/** Bytes of a Fetch reply without a batch, at most. */
const NO_RECORDS = 100;
const IN_FLIGHT = 16;
const WINDOW = 5_000;
const FETCHES = 2_000;

/** `count` requests, so many under way; seconds. `next`: the frame of the nth. */
async function timed(wire: Wire, count: number, next: (nth: number) => Buffer, check: (reply: Buffer) => boolean) {
  const from = performance.now();
  let sent = 0;
  const one = (resolve: () => void, reject: (error: Error) => void): void => {
    if (sent === count) resolve();
    else {
      sent += 1;
      wire.send(next(sent - 1), (reply) => {
        if (reply === null || !check(reply)) reject(new Error(`refused: ${reply?.toString('hex').slice(0, 200)}`));
        else one(resolve, reject);
      });
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, () => new Promise<void>(one)));
  return (performance.now() - from) / 1000;
}

function append(wire: Wire, topic: string, count: number): Promise<number> {
  const frame = produceFrame(topic, 0, BYTES);
  return timed(
    wire,
    count,
    () => frame,
    (reply) => reply.readInt16BE(4 + 4 + 2 + topic.length + 4 + 4) === 0,
  );
}

/** One batch each, at offsets spread over `size`. */
function fetchAllOver(wire: Wire, topic: string, size: number): Promise<number> {
  const frames = Array.from({ length: 200 }, (_, nth) => {
    const fetchOffset = Math.floor((nth * 0.6180339887 * size) % size);
    const partitions = [{ partition: 0, fetchOffset, partitionMaxBytes: BYTES }];
    return frameOf(fetch, 11, { maxWaitMs: 0, minBytes: 1, maxBytes: BYTES, topics: [{ topic, partitions }] });
  });
  return timed(
    wire,
    FETCHES,
    (nth) => frames[nth % frames.length] as Buffer,
    (reply) => reply.length > NO_RECORDS,
  );
}

const median = (list: number[]): number =>
  percentile(
    [...list].sort((a, b) => a - b),
    0.5,
  );
const bundle = await bundledBroker();
console.log(
  '| | stored at first | append/s | of a new partition’s | fetch/s | of a new partition’s | memory, MiB |\n|---|---|---|---|---|---|---|',
);
for (const kind of ['file', 'memory']) {
  const folder = await temporary();
  const broker = await launchOurs(bundle.file, kind === 'file' ? folder.path : ':memory:');
  const wire = await Wire.connect(broker.port);
  try {
    await makeTopic(broker.port, 'grown', 1, false);
    await makeTopic(broker.port, 'warm', 1, false);
    await append(wire, 'warm', WINDOW * 4);
    // One record showed that the topic was ready.
    let size = 1;
    let fresh = 0;
    for (const goal of [1_000, 10_000, 100_000, 1_000_000].filter((one) => one <= batches)) {
      await append(wire, 'grown', Math.max(0, goal - size));
      size = Math.max(size, goal);
      const from = size;
      const [here, there]: [number[], number[]] = [[], []];
      const [reads, newReads]: [number[], number[]] = [[], []];
      for (let repeat = 0; repeat < repeats; repeat++) {
        const other = `fresh${kind}${fresh++}`;
        await makeTopic(broker.port, other, 1, false);
        there.push(WINDOW / (await append(wire, other, WINDOW)));
        here.push(WINDOW / (await append(wire, 'grown', WINDOW)));
        size += WINDOW;
        newReads.push(FETCHES / (await fetchAllOver(wire, other, WINDOW)));
        reads.push(FETCHES / (await fetchAllOver(wire, 'grown', size)));
      }
      const ratio = (mine: number[], theirs: number[]) => median(mine.map((one, nth) => one / (theirs[nth] ?? 1)));
      const shown = [median(here), ratio(here, there), median(reads), ratio(reads, newReads)];
      const [appends, appendRatio, fetches, fetchRatio] = shown as [number, number, number, number];
      const whole = (value: number): string => Math.round(value).toLocaleString('en');
      console.log(
        `| ${kind} | ${whole(from)} | ${whole(appends)} | ${appendRatio.toFixed(2)} | ${whole(fetches)} | ${fetchRatio.toFixed(2)} | ${memoryOf(broker.pid).now} |`,
      );
    }
  } finally {
    wire.close();
    await broker.kill();
    await folder.remove();
  }
}
bundle.remove();
