// One server per data folder: two of them appending to the same files would destroy both logs.
// The lock names its process; one left by a killed process is recognised and taken over.
import { readFile, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';

const NAME = 'lock';
/** Folders locked by this very process: its own pid proves nothing about them. */
const held = new Set<string>();

type Owner = { pid: number; host: string; started: string };
export type DirLock = { release(): Promise<void> };

/** Rejects with a clear message when another living server uses `dir`. */
export async function lockDir(dir: string): Promise<DirLock> {
  const folder = path.resolve(dir);
  const file = path.join(folder, NAME);
  if (held.has(folder)) throw new Error(`${folder} is already used by this process`);
  held.add(folder);
  const me: Owner = { pid: process.pid, host: hostname(), started: await startOf(process.pid) };
  try {
    for (let tries = 0; ; tries++) {
      try {
        await writeFile(file, JSON.stringify(me), { flag: 'wx' });
        break;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST') || tries > 2) throw error;
      }
      const owner = await readOwner(file);
      if (owner !== null && (await lives(owner)))
        throw new Error(`${folder} is used by another server (process ${owner.pid} on ${owner.host}); stop it first`);
      await unlink(file).catch(() => undefined);
    }
  } catch (error) {
    held.delete(folder);
    throw error;
  }
  return {
    async release() {
      if (!held.delete(folder)) return;
      await unlink(file).catch(() => undefined);
    },
  };
}

async function readOwner(file: string): Promise<Owner | null> {
  try {
    const { pid, host, started } = JSON.parse(await readFile(file, 'utf8')) as Partial<Owner>;
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host, started: started ?? '' } : null;
  } catch {
    return null; // gone meanwhile, or never finished: nobody's
  }
}

/** Another host's process cannot be asked; a replaced container looks like one, and must not refuse to start for ever. */
async function lives({ pid, host, started }: Owner): Promise<boolean> {
  if (host !== hostname() || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return (await startOf(pid)) === started;
}

/** When a process started, in the kernel's ticks since boot: tells a reused pid from the first. Empty where unknown. */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
