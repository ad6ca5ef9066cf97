// P7: records acknowledged only once they are on the disk, at 1, 10, 100 and 1,000 producers on one partition, beside
// what the same disk does with the same groups when nothing else is in the way, and beside Redis (XADD, appendfsync
// always) where it is installed: Debian's redis-server.
//   npm run bench -- durable [--seconds 2] [--repeats 3]
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { closedLoop, makeTopic, percentile } from './support/load.ts';
import { bundledBroker, launchOurs, temporary } from './support/peers.ts';
import { redisVersion, startRedis, xaddLoop } from './support/redis.ts';
import { numbers } from './support/reliability.ts';

const { seconds, repeats } = numbers({ seconds: 2, repeats: 3 });
const BYTES = 180;
const groups = [1, 10, 100, 1_000];

type Row = { perSecond: number; p50: number; p99: number };

/** Append a group, fdatasync, again: the disk alone. */
async function diskAlone(folder: string, group: number): Promise<Row> {
  const file = await open(join(folder, `alone-${group}`), 'w');
  const raw = Buffer.alloc(BYTES * group, 120);
  const times: number[] = [];
  const from = performance.now();
  while (performance.now() - from < seconds * 1000) {
    const before = performance.now();
    await file.write(raw);
    await file.datasync();
    times.push(performance.now() - before);
  }
  const took = (performance.now() - from) / 1000;
  await file.close();
  times.sort((a, b) => a - b);
  return { perSecond: (times.length * group) / took, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

const bundle = await bundledBroker();
const folder = await temporary();
const settings = { KAFKA_DURABILITY: 'durable' };
const broker = await launchOurs(bundle.file, folder.path, settings);
const redis = redisVersion() === null ? null : await startRedis(folder.path);
const results = new Map<string, Row[]>();
const note = (name: string, row: Row): void => void results.set(name, [...(results.get(name) ?? []), row]);
try {
  await makeTopic(broker.port, 'durable', 1, false);
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const group of groups) {
      const options = { bytes: BYTES, connections: group, inFlight: 1, seconds, onePartition: true };
      note(`broker, ${group} at once`, await closedLoop(broker.port, 'durable', options));
      if (redis) {
        const peer = { bytes: BYTES, connections: group, seconds };
        note(`Redis, ${group} at once`, await xaddLoop(redis.port, peer));
      }
      note(`disk alone, groups of ${group}`, await diskAlone(folder.path, group));
    }
  }
} finally {
  await broker.kill();
  await redis?.kill();
  await folder.remove();
  bundle.remove();
}
console.log(
  redis ? `Redis ${redisVersion()}, appendfsync always` : 'Not measured: Redis is not installed (redis-server)',
);
console.log('| | records/s | p50 ms | p99 ms |\n|---|---|---|---|');
for (const [name, rows] of results) {
  const middle = (field: keyof Row): number =>
    percentile(
      rows.map((row) => row[field]).sort((a, b) => a - b),
      0.5,
    );
  const records = Math.round(middle('perSecond')).toLocaleString('en');
  console.log(`| ${name} | ${records} | ${middle('p50').toFixed(2)} | ${middle('p99').toFixed(2)} |`);
}
