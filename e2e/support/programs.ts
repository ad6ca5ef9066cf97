// The course's Python programs, run exactly as a student would; only the address changes when 9092 is not ours.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Product } from './server.ts';

const folder = join(import.meta.dirname, '..', '..', 'lessons', '03-kafka', 'programmes');

/** Why Python programs cannot run here; null when they can. */
export const pythonMissing = process.env.RELAIS_PYTHON === '' ? 'no Python with kafka-python on this machine' : null;
export const kcatMissing = process.env.RELAIS_KCAT === '' ? 'no kcat on this machine' : null;

const python = process.env.RELAIS_PYTHON || '/usr/bin/python3';
const kcat = process.env.RELAIS_KCAT || 'kcat';

export type Program = {
  output(): string;
  /** Resolves when what it printed matches. */
  prints(pattern: RegExp): Promise<void>;
  signal(name: 'SIGINT' | 'SIGKILL'): void;
  ended: Promise<number | null>;
};

const running = new Set<ChildProcess>();

/** Ends what a failed journey left running. */
export function endPrograms(): void {
  for (const child of running) child.kill('SIGKILL');
}

function follow(child: ChildProcess): Program {
  running.add(child);
  child.once('exit', () => running.delete(child));
  let text = '';
  const watchers = new Set<() => void>();
  const add = (chunk: Buffer) => {
    text += chunk.toString();
    for (const watch of watchers) watch();
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  // 'close', not 'exit': only then has everything it printed been heard.
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return {
    output: () => text,
    prints: (pattern) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          if (!pattern.test(text)) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
        void ended.then(() =>
          pattern.test(text) ? resolve() : reject(new Error(`ended without ${pattern}:\n${text}`)),
        );
      }),
    signal: (name) => void child.kill(name),
    ended,
  };
}

type Where = Pick<Product, 'kafka' | 'sandbox'>;
type Settings = Readonly<Record<string, string>>;

/** What a program must call the topic or group that the page calls `name`. */
export const onWire = ({ sandbox }: Where, name: string): string => (sandbox === null ? name : `${sandbox}.${name}`);

/** `source` with these of its lines changed, as a student would. */
function changed(name: string, source: string, settings: Settings): string {
  return Object.entries(settings).reduce((text, [before, after]) => {
    if (!text.includes(before)) throw new Error(`${name} has no ${before}`);
    return text.replaceAll(before, after);
  }, source);
}

/** Runs one of the right or wrong programs of e2e/td-programmes; `settings` are its environment. */
export function runTd(name: string, where: Where, settings: Settings = {}): Program {
  const file = join(import.meta.dirname, '..', 'td-programmes', name);
  const env = {
    ...process.env,
    SERVEUR: where.kafka,
    TOPIC: onWire(where, 'commandes_machines_td'),
    GROUPE: onWire(where, 'atelier'),
    ...settings,
  };
  const program = name.endsWith('.py') ? python : process.execPath;
  return follow(spawn(program, [file], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** Runs one of the course's programs on the product's Kafka, in the journey's sandbox when it has one. */
export function runPython(name: 'producteur.py' | 'consommateur.py', where: Where, settings: Settings = {}): Program {
  const source = readFileSync(join(folder, name), 'utf8').replaceAll('localhost:9092', where.kafka);
  const text = changed(name, source, settings).replace(
    /^(TOPIC|GROUPE) = "(.*)"$/gm,
    (_, setting: string, shown: string) => `${setting} = "${onWire(where, shown)}"`,
  );
  const copy = join(mkdtempSync(join(tmpdir(), 'relais-py-')), name);
  writeFileSync(copy, text);
  return follow(spawn(python, ['-u', copy], { stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** `consommateur.py` with some of its settings changed. */
export function startReader(
  where: Where,
  { group, name, from }: { group?: string; name?: string; from?: 'latest' } = {},
): Program {
  return runPython('consommateur.py', where, {
    ...(group === undefined ? {} : { 'GROUPE = "demo-group"': `GROUPE = "${group}"` }),
    ...(name === undefined ? {} : { 'NOM = "consommateur.py"': `NOM = "${name}"` }),
    ...(from === undefined ? {} : { 'auto_offset_reset="earliest"': `auto_offset_reset="${from}"` }),
  });
}

/** Resolves when `consommateur.py` has read so many messages, in whatever order of partitions. */
export const hasRead = (reader: Program, count: number): Promise<void> =>
  reader.prints(new RegExp(`(?: partition \\d+ offset \\d+ [\\s\\S]*?){${count}}`));

/** `producteur.py`, ten messages, to its end and in less of a hurry to be watched than to be over. */
export async function writeTen(where: Where): Promise<void> {
  const { ended, output } = runPython('producteur.py', where, { 'PAUSE = 1.0': 'PAUSE = 0.1' });
  const code = await ended;
  if (code !== 0) throw new Error(`producteur.py ended (${code}):\n${output()}`);
}

/** Ctrl+C in its terminal; waits for its goodbye. */
export async function interrupt(...programs: readonly Program[]): Promise<void> {
  for (const program of programs) program.signal('SIGINT');
  for (const { ended, output } of programs) {
    const code = await ended;
    if (code !== 0) throw new Error(`ended (${code}) after Ctrl+C:\n${output()}`);
  }
}

/** One kcat run to its end; `input` goes to its standard input. */
export function runKcat(args: string[], input = ''): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(kcat, args, { input, encoding: 'utf8', timeout: 60_000 });
  return { code: status, output: `${stdout}${stderr}` };
}
