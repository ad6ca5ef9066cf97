// The embedded Kafka and its peers, same raw client, same machine, in turns: latency, requests, bytes, memory, start-up.
//   npm run bench -- broker [--repeats 3] [--seconds 2] [--targets relais,relais-durable,mock,kafka]
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { kafkajsLoad } from './support/kafkajs-load.ts';
import { closedLoop, endToEnd, fetchRate, makeTopic, openLoop } from './support/load.ts';
import { memoryOf } from './support/peers.ts';
import { findTargets, type Target } from './support/targets.ts';

const { values } = parseArgs({
  options: {
    repeats: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2' },
    targets: { type: 'string', default: 'relais,relais-durable,mock,kafka' },
  },
});
const repeats = Math.min(20, Math.max(1, Number(values.repeats)));
const seconds = Math.min(30, Math.max(0.2, Number(values.seconds)));

type Figures = Map<string, number[]>;
const results = new Map<string, Figures>();

function note(target: string, measure: string, value: number): void {
  const figures = results.get(target) ?? new Map<string, number[]>();
  results.set(target, figures);
  figures.set(measure, [...(figures.get(measure) ?? []), value]);
}

async function measure({ name, start, makesTopicsByAsking }: Target): Promise<void> {
  const running = await start();
  const { port, pid } = running;
  const topic = async (label: string, partitions = 1): Promise<string> => {
    await makeTopic(port, label, partitions, makesTopicsByAsking);
    return label;
  };
  try {
    note(name, 'start-up, ms', running.startMs);
    note(name, 'memory after start, MiB', memoryOf(pid).now);
    const small = { bytes: 180, connections: 1, inFlight: 1, seconds };
    await closedLoop(port, await topic('warm', 4), { ...small, connections: 4, inFlight: 5 });
    const single = await closedLoop(port, await topic('single'), small);
    note(name, 'one message at a time, p50 ms', single.p50);
    note(name, 'one message at a time, p99 ms', single.p99);
    const kilo = { bytes: 1_000, connections: 1, inFlight: 5, seconds };
    note(name, '1 kB × 5, requests/s', (await closedLoop(port, await topic('kilo'), kilo)).perSecond);
    const many = await closedLoop(port, await topic('kilo4', 4), { ...kilo, connections: 4 });
    note(name, '1 kB × 5 × 4 connections, requests/s', many.perSecond);
    const middle = { bytes: 16_384, connections: 1, inFlight: 5, seconds };
    const sixteen = await closedLoop(port, await topic('middle'), middle);
    note(name, '16 kB × 5, MB/s', (sixteen.perSecond * 16_384) / 1e6);
    const wide = await closedLoop(port, await topic('middle4', 4), { ...middle, connections: 4 });
    note(name, '16 kB × 5 × 4 connections, MB/s', (wide.perSecond * 16_384) / 1e6);
    const large = await closedLoop(port, await topic('large'), { ...middle, bytes: 1_000_000 });
    note(name, '1 MB × 5, MB/s', large.perSecond);
    note(name, 'fetch of 16 kB batches, MB/s', await fetchRate(port, 'middle', middle.bytes, seconds));
    const through = await endToEnd(port, await topic('through'), 2, seconds);
    note(name, 'producer to consumer, p50 ms', through.p50);
    note(name, 'producer to consumer, p99 ms', through.p99);
    for (const rate of [1_000, 10_000]) {
      const options = { bytes: 180, connections: 4, rate, seconds };
      const open = await openLoop(port, await topic(`open${rate}`, 4), options);
      note(name, `${rate} requests/s due, reached`, open.perSecond);
      note(name, `${rate} requests/s due, p50 ms`, open.p50);
      note(name, `${rate} requests/s due, p99 ms`, open.p99);
      note(name, `${rate} requests/s due, load client busy`, open.generatorBusy);
    }
    const kafkajs = await kafkajsLoad(port, await topic('kafkajs'), seconds);
    note(name, 'kafkajs one message at a time, p50 ms', kafkajs.single);
    note(name, 'kafkajs 100-message sends × 5, messages/s', kafkajs.messages);
    note(name, 'highest memory, MiB', memoryOf(pid).peak);
  } finally {
    await running.kill();
  }
}

const shown = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));

function summary(list: readonly number[]): string {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  if (sorted.length < 2) return shown(middle);
  return `${shown(middle)} (${shown(sorted[0] ?? 0)} to ${shown(sorted.at(-1) ?? 0)})`;
}

const { targets, missing, remove } = await findTargets(values.targets.split(','));
try {
  for (let repeat = 1; repeat <= repeats; repeat++) {
    for (const target of targets) {
      console.log(`  ${repeat} of ${repeats}: ${target.name}`);
      await measure(target).catch((error: unknown) => missing.push(`${target.name}, run ${repeat}: ${String(error)}`));
    }
  }
} finally {
  remove();
}
const names = targets.map(({ name }) => name).filter((name) => results.has(name));
console.log(`\n${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.versions.node}.`);
console.log(`Median of ${repeats} runs (range), brokers in turns, load from the same machine.\n`);
console.log(`| | ${names.join(' | ')} |`);
console.log(`|---|${names.map(() => '---').join('|')}|`);
const measures = new Set([...results.values()].flatMap((figures) => [...figures.keys()]));
for (const one of measures) {
  const cells = names.map((name) => {
    const list = results.get(name)?.get(one);
    return list ? summary(list) : 'not measured';
  });
  console.log(`| ${one} | ${cells.join(' | ')} |`);
}
for (const reason of missing) console.log(`\nNot measured: ${reason}`);
