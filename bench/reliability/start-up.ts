// R1, the start: how long a broker with so much log takes until it serves again, after a clean stop and after SIGKILL.
// One-record batches of 1 kB, the most there is to look through; the page cache is warm.
//   npm run bench -- start-up [--mebibytes 1024] [--repeats 5]
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { closedLoop, makeTopic } from '../support/load.ts';
import { bundledBroker, launchOurs, temporary } from '../support/peers.ts';
import { numbers } from '../support/reliability.ts';

const { mebibytes, repeats } = numbers({ mebibytes: 1024, repeats: 5 });
const PARTITIONS = 4;
const MiB = 1024 * 1024;

function bytesIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log'));
  return files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

const bundle = await bundledBroker();
const folder = await temporary();
const start = () => launchOurs(bundle.file, folder.path);
try {
  let broker = await start();
  await makeTopic(broker.port, 'much', PARTITIONS, false);
  const load = { bytes: 1_000, connections: PARTITIONS, inFlight: 16, seconds: 3 };
  while (bytesIn(folder.path) < mebibytes * MiB) {
    await closedLoop(broker.port, 'much', load);
    console.log(`  ${Math.round(bytesIn(folder.path) / MiB)} MiB`);
  }
  const stored = `${Math.round(bytesIn(folder.path) / MiB)} MiB in ${PARTITIONS} partitions`;
  const after = { 'a clean stop': [] as number[], SIGKILL: [] as number[] };
  for (let repeat = 0; repeat < repeats; repeat++) {
    await broker.stop();
    broker = await start();
    after['a clean stop'].push(broker.startMs);
    // Something to recover each time.
    await closedLoop(broker.port, 'much', { ...load, seconds: 0.5 });
    await broker.kill();
    broker = await start();
    after.SIGKILL.push(broker.startMs);
  }
  await broker.kill();
  for (const [what, times] of Object.entries(after)) {
    const sorted = times.sort((a, b) => a - b).map((ms) => Math.round(ms));
    console.log(`${stored}, start after ${what}: median ${sorted[sorted.length >> 1]} ms, slowest ${sorted.at(-1)} ms`);
  }
  if (Math.max(...after.SIGKILL, ...after['a clean stop']) > 2_000) process.exitCode = 1;
} finally {
  await folder.remove();
  bundle.remove();
}
