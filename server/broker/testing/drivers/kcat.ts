// kcat (librdkafka's command line) as a driver: one kcat process for each thing asked, one for each group member.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { heartbeatMs, type ProduceArgs, type Received, type Sent, sessionTimeoutMs } from '../types.ts';
import { Gathered, Members, serve } from './serve.ts';

const brokers = process.argv[2] ?? '';
const program = process.argv[3] ?? 'kcat';
const quick = ['-X', 'reconnect.backoff.max.ms=500', '-X', 'topic.metadata.refresh.interval.ms=1000'];
const common = ['-b', brokers, '-X', 'client.id=contract-kcat', ...quick];

type Ended = { code: number | null; output: string; errors: string };
function run(args: string[], input = ''): Promise<Ended> {
  const child = spawn(program, [...common, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (errors += chunk));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, output, errors }));
  });
}

async function succeed(args: string[], input?: string): Promise<string> {
  const { code, output, errors } = await run(args, input);
  if (code !== 0) throw new Error(`kcat ${args.join(' ')}: ${errors.trim().slice(-300)}`);
  return output;
}

/** Messages that one kcat can send: it has one set of headers, one way with keys and one with nulls for all. */
function runs(messages: Sent[]): Sent[][] {
  const shape = ({ key, value, headers }: Sent): string =>
    JSON.stringify([key === null, value === null, headers ?? {}]);
  const groups: Sent[][] = [];
  for (const message of messages) {
    const last = groups.at(-1);
    if (last?.[0] && shape(last[0]) === shape(message)) last.push(message);
    else groups.push([message]);
  }
  return groups;
}

async function produce({ topic, partition, messages, acks, idempotent, compression }: ProduceArgs): Promise<null> {
  for (const group of runs(messages)) {
    const { key, value, headers } = group[0] as Sent;
    const args = [
      '-P',
      '-t',
      topic,
      '-p',
      String(partition),
      '-X',
      `acks=${acks}`,
      '-X',
      `enable.idempotence=${idempotent}`,
    ];
    if (compression !== 'none') args.push('-z', compression);
    if (value === null) args.push('-Z');
    if (key !== null) args.push('-K', '\t');
    for (const [name, one] of Object.entries(headers ?? {})) args.push('-H', `${name}=${one}`);
    const lines = group.map((one) => (key === null ? (one.value ?? '') : `${one.key}\t${one.value ?? ''}`));
    await succeed(args, lines.map((line) => `${line}\n`).join(''));
  }
  return null;
}

type Envelope = {
  partition: number;
  offset: number;
  ts: number;
  headers?: string[];
  key: string | null;
  payload: string | null;
};
function received(line: string): Received {
  const { partition, offset, ts, headers = [], key, payload } = JSON.parse(line) as Envelope;
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < headers.length; index += 2)
    pairs.push([headers[index] ?? '', headers[index + 1] ?? '']);
  return { partition, offset, timestamp: ts, key, value: payload, headers: Object.fromEntries(pairs) };
}

type Member = { child: ChildProcess; gathered: Gathered; assigned: number[]; ended: Promise<void> };
const members = new Members<Member>();
function join(group: string, topic: string): Member {
  const settings = [
    `session.timeout.ms=${sessionTimeoutMs}`,
    `heartbeat.interval.ms=${heartbeatMs}`,
    'auto.commit.interval.ms=100',
    'auto.offset.reset=earliest',
  ];
  const args = ['-G', group, '-J', '-u', ...settings.flatMap((one) => ['-X', one]), topic];
  const child = spawn(program, [...common, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const member: Member = { child, gathered: new Gathered(), assigned: [], ended };
  createInterface({ input: child.stdout }).on('line', (line) => member.gathered.add(received(line)));
  createInterface({ input: child.stderr }).on('line', (line) => {
    // "% Group g rebalanced (memberid m): assigned: t [0], t [1]"; "revoked:" says what is given back.
    const [, what, list = ''] = /rebalanced .*?: (assigned|revoked): ?(.*)$/.exec(line) ?? [];
    if (what === 'revoked') member.assigned = [];
    if (what === 'assigned') member.assigned = [...list.matchAll(/\[(\d+)\]/g)].map(([, index]) => Number(index));
  });
  return member;
}

async function leave({ child, ended }: Member): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}

const banner = spawnSync(program, ['-V'], { encoding: 'utf8' }).stdout;
const [, version = '?', library = '?'] = /Version ([\d.]+).*librdkafka ([\d.]+)/.exec(banner) ?? [];
const all = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

serve(
  { name: 'kcat', version: `${version} (librdkafka ${library})`, writes: [...all], reads: [...all] },
  {
    produce,
    async read({ topic, from, count }) {
      const offset = 'offset' in from ? String(from.offset) : `s@${from.time}`;
      const output = await succeed(['-C', '-J', '-q', '-t', topic, '-p', '0', '-o', offset, '-c', String(count)]);
      return output.trim().split('\n').filter(Boolean).map(received);
    },
    join: async ({ group, topic }) => members.add(join(group, topic)),
    async member({ member }) {
      const { assigned, gathered } = members.get(member);
      return { assigned, records: gathered.records };
    },
    /** kcat commits by itself: every 100 ms here, and when it ends. */
    commit: async () => null,
    async leave({ member }) {
      await leave(members.take(member));
      return null;
    },
    async describeTopic({ topic }) {
      const listing = JSON.parse(await succeed(['-L', '-J', '-X', 'allow.auto.create.topics=false'])) as {
        topics: { topic: string; partitions: unknown[] }[];
      };
      return listing.topics.find((one) => one.topic === topic)?.partitions.length ?? 0;
    },
    async close() {
      await Promise.all(members.takeAll().map(leave));
      return null;
    },
  },
);
