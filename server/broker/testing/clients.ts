// The clients that this broker is tried with, how each is started here, and what each cannot do whatever the broker.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from './driver.ts';
import type { CellName } from './operations.ts';
import { type Codec, heartbeatMs, sessionTimeoutMs } from './types.ts';

export const clientIds = ['kafkajs', 'platformatic', 'kcat', 'confluent', 'python-debian', 'python-current'] as const;
export type ClientId = (typeof clientIds)[number];

export type Client = {
  id: ClientId;
  title: string;
  /** How to start its driver, or why it cannot be started on this machine. */
  find(brokers: string): Promise<Command | { absent: string }>;
  /** Cells that this client has no means for, with the reason. */
  cannot: Partial<Record<CellName, string>>;
  /** Why codecs may be missing on a machine. */
  codecsNeed?: string;
  /** What some write and this one cannot read, with the reason. */
  misreads?: { codec: Codec; writers: readonly ClientId[]; reason: string };
};

const here = import.meta.dirname;
const root = join(here, '..', '..', '..');
const timings = [String(sessionTimeoutMs), String(heartbeatMs)];

const nodeDriver = (file: string, ...args: string[]): Command => ({
  program: process.execPath,
  args: ['--import', 'tsx', join(here, 'drivers', file), ...args],
  cwd: root,
});
const pythonDriver = (python: string, file: string, brokers: string): Command => ({
  program: python,
  args: ['-B', join(here, 'python', file), brokers, ...timings],
  cwd: root,
});

const runs = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;
const systemPython = (): string => process.env.RELAIS_PYTHON || '/usr/bin/python3';

/** Version of kafka-python that is tried beside Debian's; with it the codecs that it can use. */
const currentKafkaPython = '3.0.12';
const currentPackages = [`kafka-python==${currentKafkaPython}`, 'python-snappy', 'lz4', 'zstandard'];

/** Python with the current kafka-python, in a folder of its own in the user's cache; made once, when PyPI answers. */
async function currentPython(): Promise<string | null> {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(cache, 'relais', `kafka-python-${currentKafkaPython}`);
  const python = join(folder, 'bin', 'python');
  if (existsSync(python) && runs(python, '-c', 'import kafka')) return python;
  const base = [systemPython(), 'python3'].find((one) => runs(one, '-c', 'import venv, ensurepip'));
  if (!base || !(await succeeds(base, ['-m', 'venv', folder]))) return null;
  const quiet = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '--timeout', '10', '--retries', '1'];
  if (await succeeds(python, [...quiet, ...currentPackages])) return python;
  return (await succeeds(python, [...quiet, currentPackages[0] ?? ''])) ? python : null;
}

function succeeds(program: string, args: string[]): Promise<boolean> {
  const child = spawn(program, args, { stdio: 'ignore', timeout: 60_000 });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

const pythonCodecs = 'Its codecs beside gzip are those of python-snappy, lz4 and zstandard, where installed.';
const oneTool = 'kcat has no such command: it produces, consumes and lists metadata.';

export const clients: readonly Client[] = [
  {
    id: 'kafkajs',
    title: 'kafkajs',
    find: async (brokers) => nodeDriver('kafkajs.ts', brokers),
    cannot: { 'write zstd': 'kafkajs takes codecs from its user, and there is no zstd encoder in plain JavaScript.' },
  },
  {
    id: 'platformatic',
    title: '@platformatic/kafka',
    find: async (brokers) => nodeDriver('platformatic.ts', brokers),
    cannot: {},
    codecsNeed: 'Its zstd is that of Node, from 22.15 on.',
    misreads: {
      codec: 'snappy',
      writers: ['python-debian', 'python-current'],
      reason: 'snappy excepted: @platformatic/kafka 1.35 knows raw blocks only, not the framing of Java and Python.',
    },
  },
  {
    id: 'kcat',
    title: 'kcat',
    find: async (brokers) => {
      const program = process.env.RELAIS_KCAT || 'kcat';
      return runs(program, '-V') ? nodeDriver('kcat.ts', brokers, program) : { absent: 'kcat is not installed' };
    },
    cannot: {
      'topics: create': oneTool,
      'topics: delete': oneTool,
      'topics: add partitions': oneTool,
      'configs: describe': oneTool,
      'configs: alter': oneTool,
      'groups: list': oneTool,
      'groups: describe': oneTool,
      'groups: delete': oneTool,
    },
  },
  {
    id: 'confluent',
    title: 'confluent_kafka',
    find: async (brokers) =>
      runs(systemPython(), '-c', 'import confluent_kafka')
        ? pythonDriver(systemPython(), 'confluent.py', brokers)
        : { absent: 'python3-confluent-kafka is not installed' },
    cannot: { 'groups: delete': 'confluent_kafka 1.7 has no call to delete a group.' },
  },
  {
    id: 'python-debian',
    title: 'kafka-python (Debian)',
    find: async (brokers) =>
      runs(systemPython(), '-c', 'import kafka')
        ? pythonDriver(systemPython(), 'kafka_python.py', brokers)
        : { absent: 'python3-kafka is not installed' },
    cannot: { idempotent: 'kafka-python 2.0 has no idempotent producer.' },
    codecsNeed: pythonCodecs,
  },
  {
    id: 'python-current',
    title: 'kafka-python (current)',
    find: async (brokers) => {
      const python = await currentPython();
      return python ? pythonDriver(python, 'kafka_python.py', brokers) : { absent: 'PyPI could not be reached' };
    },
    cannot: {},
    codecsNeed: pythonCodecs,
  },
];
