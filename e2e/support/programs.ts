// The course's Python programs, run exactly as a student would; only the address changes when 9092 is not ours.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
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

/** Runs `producteur.py` or `consommateur.py` against `address`, with some of its settings changed as a student would. */
export function runPython(
  name: 'producteur.py' | 'consommateur.py',
  address: string,
  settings: Record<string, string> = {},
): Program {
  let source = readFileSync(join(folder, name), 'utf8').replaceAll('localhost:9092', address);
  for (const [before, after] of Object.entries(settings)) {
    if (!source.includes(before)) throw new Error(`${name} has no ${before}`);
    source = source.replaceAll(before, after);
  }
  const copy = join(mkdtempSync(join(tmpdir(), 'relais-py-')), name);
  writeFileSync(copy, source);
  return follow(spawn(python, ['-u', copy], { stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** One kcat run to its end; `input` goes to its standard input. */
export function runKcat(args: string[], input = ''): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(kcat, args, { input, encoding: 'utf8', timeout: 30_000 });
  return { code: status, output: `${stdout}${stderr}` };
}
