// R7: bad frames by the million against the broker as it is shipped, in a process of its own on a data folder, and a healthy
// client beside them. In chunks with different seeds it adds up: `--sums <file>` keeps one line a run and prints the total.
//   npm run bench -- fuzz [--frames 10000000] [--seed 1] [--minutes 4] [--lanes 4] [--sums file]
// A run ends at its frames or its minutes, whichever comes first.
import { fork } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { metadata } from '#server/broker/apis/03-metadata/messages.ts';
import { deleteTopics } from '#server/broker/apis/20-delete-topics/messages.ts';
import { Wire } from '#server/broker/log/test-wire.ts';
import type { FromSender, Sent, ToSender } from '../support/fuzz-sender.ts';
import { openHealthy } from '../support/healthy.ts';
import { percentile } from '../support/load.ts';
import { bundledBroker, launchOurs, memoryOf, temporary } from '../support/peers.ts';

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '4' },
    lanes: { type: 'string', default: '4' },
    sums: { type: 'string' },
  },
});
const [frames, seed, minutes, lanes] = [values.frames, values.seed, values.minutes, values.lanes].map(Number) as [
  number,
  number,
  number,
  number,
];
const [aloneMs, besideMs] = [3_000, 27_000];
const aims = { ratio: 3, memoryMiB: 64 };

/** What else runs on the machine is not to be measured; only root may ask for it. On Linux each thread has its own priority. */
function favour(pid: number): void {
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) setPriority(Number(thread), -15);
  } catch {
    // Then the figures are those of a shared machine.
  }
}

type Result = {
  seed: number;
  sent: Sent;
  findings: string[];
  /** Resident: before the first bad frame, after the first half minute of them (V8 has then taken its room), at most. */
  memoryMiB: { before: number; settled: number; most: number };
  alone: { count: number; p50: number; p99: number };
  beside: { count: number; p50: number; p99: number };
  seconds: number;
};

const summary = (times: number[]) => {
  const sorted = Float64Array.from(times).sort();
  return { count: sorted.length, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
};

/** What the frames rightly made has its price in memory, up to the limit of topics; taken away, only growth is left. */
async function clear(port: number, kept: string): Promise<number> {
  const wire = await Wire.connect(port);
  const { topics } = await wire.ask(metadata, 1, { topics: null });
  const names = topics.flatMap(({ name }) => (name === null || name === kept ? [] : [name]));
  await wire.ask(deleteTopics, 3, { topicNames: names, timeoutMs: 30_000 });
  wire.close();
  return names.length;
}

async function run(): Promise<Result> {
  const started = performance.now();
  const bundle = await bundledBroker();
  const folder = await temporary();
  const findings: string[] = [];
  const broker = await launchOurs(bundle.file, folder.path, {}, true, (line) => {
    if (/internal error|sync failed/.test(line) && findings.length < 20) findings.push(line);
  });
  const sender = fork(
    join(import.meta.dirname, '..', 'support', 'fuzz-sender.ts'),
    [broker.port, seed, lanes].map(String),
    {
      execArgv: ['--import', 'tsx'],
    },
  );
  let state: FromSender = { paused: true, sent: { met: 0, replies: 0, closed: 0, waiting: 0, connections: 0 } };
  sender.on('message', (message: FromSender) => {
    state = message;
  });
  const tell = (message: ToSender): void => void sender.send(message);
  const [alone, beside]: [number[], number[]] = [[], []];
  try {
    // Threads that come with the first work are favoured too.
    const own = `beside-${seed}`;
    const healthy = await openHealthy(broker.port, own);
    favour(broker.pid);
    favour(process.pid);
    await healthy.measure(2_000);
    const memory = { before: memoryOf(broker.pid).now, settled: 0, most: 0 };
    while (state.sent.met < frames && performance.now() - started < minutes * 60_000) {
      alone.push(...(await healthy.measure(aloneMs)));
      tell('go');
      beside.push(...(await healthy.measure(besideMs)));
      tell('pause');
      for (let tries = 0; !state.paused && tries < 100; tries++)
        await new Promise((resolve) => setTimeout(resolve, 50));
      const { now } = memoryOf(broker.pid);
      memory.settled ||= now;
      memory.most = Math.max(memory.most, now);
      const [quiet, hit] = [summary(alone), summary(beside)];
      const seconds = Math.round((performance.now() - started) / 1000);
      console.log(
        `  ${state.sent.met} frames, ${seconds} s, ${now} MiB, p99 ${quiet.p99.toFixed(2)} ms alone, ${hit.p99.toFixed(2)} beside, ${await clear(broker.port, own)} topics made and deleted`,
      );
    }
    healthy.close();
    return {
      seed,
      sent: state.sent,
      findings,
      memoryMiB: memory,
      alone: summary(alone),
      beside: summary(beside),
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    sender.disconnect();
    await broker.kill();
    await folder.remove();
    bundle.remove();
  }
}

function verdict(results: readonly Result[]): boolean {
  const met = results.reduce((sum, { sent }) => sum + sent.met, 0);
  const ratios = results.map(({ alone, beside }) => beside.p99 / alone.p99);
  const worstRatio = Math.max(...ratios);
  const growth = Math.max(...results.map(({ memoryMiB }) => memoryMiB.most - memoryMiB.settled));
  const fromIdle = Math.max(...results.map(({ memoryMiB }) => memoryMiB.most - memoryMiB.before));
  const findings = results.flatMap((one) => one.findings);
  const seconds = results.reduce((sum, one) => sum + one.seconds, 0);
  console.log(
    [
      `${results.length} run(s), seeds ${results.map((one) => one.seed).join(', ')}: ${met.toLocaleString('en')} frames in ${Math.round(seconds)} s`,
      `${findings.length} findings, 0 crashes`,
      `memory at most +${growth} MiB after the first seconds (aim ${aims.memoryMiB}), +${fromIdle} MiB from idle`,
      `p99 of the healthy client: ${ratios.map((ratio) => ratio.toFixed(1)).join(', ')} times its own (aim ${aims.ratio})`,
    ].join('\n'),
  );
  for (const finding of findings) console.log(`FINDING ${finding}`);
  return findings.length === 0 && growth <= aims.memoryMiB && worstRatio <= aims.ratio;
}

const result = await run();
console.log(JSON.stringify(result));
let results = [result];
if (values.sums !== undefined) {
  appendFileSync(values.sums, `${JSON.stringify(result)}\n`);
  results = readFileSync(values.sums, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Result);
}
if (!verdict(results)) process.exitCode = 1;
