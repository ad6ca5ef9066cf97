// Which run of the machine this is: a process that was killed left everything to the kernel, a machine that stopped did not.
import { readFile } from 'node:fs/promises';
import { uptime } from 'node:os';

/** Linux has an id for it; elsewhere the minute the machine started in, where a wrong guess only costs the past a reset. */
export async function bootId(now: number): Promise<string> {
  const id = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return id.trim() || `started ${Math.round((now - uptime() * 1_000) / 60_000)}`;
}
