// For tests of the correction: programs of e2e/td-programmes run as real processes against a real embedded broker, each
// student in a sandbox, and the verdicts that their own page would show.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { tdTopic } from '#contract/correction.ts';
import { judge } from '#labs/correction/judge.ts';
import type { CorrectionState } from '#labs/correction/lab.ts';
import type { Checklist, Line } from '#labs/correction/line.ts';
import { startBroker } from '#server/broker/index.ts';
import { createKafka, type KafkaSource } from '#server/kafka/index.ts';
import { systemClock } from '#server/realtime/index.ts';
import { createCorrectionLab } from './correction.ts';

const folder = join(import.meta.dirname, '..', '..', 'e2e', 'td-programmes');
const python = process.env.RELAIS_PYTHON || '/usr/bin/python3';
const kcat = process.env.RELAIS_KCAT || 'kcat';
const runs = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;
export const has = {
  kafkaPython: runs(python, '-c', 'import kafka'),
  confluent: runs(python, '-c', 'import confluent_kafka'),
  kcat: runs(kcat, '-V'),
};

/** The first version of kafka-python that students get today and that can be idempotent; in a folder of its own. */
const wanted = '2.2.15';
export const idempotentPython: string | null = (() => {
  const target = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'relais', `kafka-python-${wanted}`);
  if (existsSync(join(target, 'kafka'))) return target;
  const pip = [
    '-m',
    'pip',
    'install',
    '-q',
    '--no-deps',
    '--disable-pip-version-check',
    '--timeout',
    '10',
    '--retries',
    '1',
  ];
  return runs(python, ...pip, '--target', target, `kafka-python==${wanted}`) ? target : null;
})();

export type Settings = Readonly<Record<string, string>>;
export type Running = {
  ended: Promise<number | null>;
  /** Ctrl+C in its terminal. */
  interrupt(): void;
  prints(pattern: RegExp): Promise<void>;
  output(): string;
};

export type Student = {
  id: string;
  topic: string;
  state(): CorrectionState;
  checklist(): Checklist;
  lines(): Line[];
  mistakes(): string[];
  run(file: string, settings?: Settings): Running;
  /** Resolves with its exit code. */
  kcat(args: string[], input: string): Promise<number | null>;
  /** The three steps of these lots, written by a page: never judged. */
  given(...lots: string[]): Promise<void>;
  /** Resolves when `is` holds; fails with what was seen instead. */
  until(what: string, is: () => boolean): Promise<void>;
};

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A broker and the correction, as the server puts them together; `mode` cluster: the same broker, seen as a real one. */
export async function openCorrection(mode: KafkaSource['mode'] = 'embedded') {
  const broker = await startBroker({ port: 0, dataDir: ':memory:', advertisedHost: '127.0.0.1' });
  const address = `127.0.0.1:${broker.address.port}`;
  const source: KafkaSource =
    mode === 'embedded'
      ? { mode, broker, faults: broker.faults, brokers: [address], address }
      : { mode, brokers: [address], address };
  const { view, bridge, workshop } = createKafka(source, { log: silent });
  const lab = createCorrectionLab({
    view,
    clock: systemClock,
    epoch: 'e',
    address,
    owners: { slugOf: (person) => (person === 'sans-nom' ? null : person), isSandbox: () => true },
  });
  return {
    broker,
    bridge,
    address,
    lab,
    stateOf(person: string): CorrectionState {
      if (!('of' in lab.journal)) throw new Error('the correction keeps a journal a person');
      return lab.journal.of(person).snapshot().state as CorrectionState;
    },
    async close() {
      lab.close();
      await workshop.close();
      await bridge.close();
      await view.close();
      await broker.close();
    },
  };
}

/** Programs of students on it; a work lasts `workMs` at least. */
export async function openCourse(workMs = 200) {
  const house = await openCorrection();
  const { lab } = house;
  const running = new Set<() => void>();

  function start(topic: string, file: string, settings: Settings): Running {
    const isPython = file.endsWith('.py');
    const path = isPython && settings.IDEMPOTENCE === 'oui' && idempotentPython ? { PYTHONPATH: idempotentPython } : {};
    const args = file.endsWith('.ts') ? ['--import', 'tsx'] : [];
    const child = spawn(isPython ? python : process.execPath, [...args, resolve(folder, file)], {
      env: { ...process.env, ...path, SERVEUR: house.address, TOPIC: topic, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    const lookers = new Set<() => void>();
    const add = (chunk: Buffer): void => {
      text += chunk.toString();
      for (const look of lookers) look();
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    const kill = (): void => void child.kill('SIGKILL');
    running.add(kill);
    const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
    void ended.then(() => running.delete(kill));
    return {
      ended,
      interrupt: () => void child.kill('SIGINT'),
      output: () => text,
      prints: (pattern) =>
        new Promise((done, reject) => {
          const look = (): void => void (pattern.test(text) && done());
          lookers.add(look);
          look();
          void ended.then(() =>
            pattern.test(text) ? done() : reject(new Error(`ended without ${pattern}:\n${text}`)),
          );
        }),
    };
  }

  async function student(id: string): Promise<Student> {
    const topic = `${id}.${tdTopic}`;
    const reply = await lab.run({ id }, { type: 'watch', workMs }, id);
    if (!reply.ok) throw new Error(reply.error.message);
    const state = (): CorrectionState => house.stateOf(id);
    const checklist = (): Checklist => {
      const found = judge(state());
      if (!found) throw new Error('nothing is watched');
      return found;
    };
    const lines = (): Line[] => [...checklist().producer.lines, ...checklist().consumer.lines];
    return {
      id,
      topic,
      state,
      checklist,
      lines,
      mistakes: () => lines().flatMap(({ mistake }) => mistake ?? []),
      // In a class, everybody copies the same program: the group bears the name of the sandbox too.
      run: (file, settings = {}) => start(topic, file, { GROUPE: `${id}.atelier`, ...settings }),
      kcat(args, input) {
        const child = spawn(kcat, ['-b', house.address, '-t', topic, ...args], {
          stdio: ['pipe', 'ignore', 'inherit'],
        });
        child.stdin.end(input);
        return new Promise((resolve) => child.once('close', resolve));
      },
      async given(...lots) {
        await house.broker.createTopic(topic, 3);
        for (const lot of lots) {
          for (const etape of [1, 2, 3]) {
            const value = JSON.stringify({ lot, etape, machine: `M${etape}`, instruction: 'travailler' });
            const input = { topic, key: lot, value, headers: [], acks: -1 as const };
            const sent = await house.bridge.publish({ owner: `${id}-page` }, input);
            if (!sent.ok) throw new Error(sent.error.message);
          }
        }
      },
      async until(what, is) {
        const deadline = Date.now() + 25_000;
        while (!is()) {
          if (Date.now() > deadline)
            throw new Error(
              `in vain: ${what}\n${lines()
                .map((line) => JSON.stringify(line))
                .join('\n')}`,
            );
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      },
    };
  }

  return {
    house,
    lab,
    student,
    async close() {
      for (const kill of running) kill();
      await house.close();
    },
  };
}
