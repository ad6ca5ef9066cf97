// Our server killed with `kill -9` in the middle of its tasks, and started again on the same queue, as often as one says.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { QueueBrokerName } from '#contract/queue-capabilities.ts';

/** `at`: a folder, a URL, or `host:port` of a Kafka. */
export type Place = { broker: QueueBrokerName; at: string };

export const crewOptions = { maxDeliveries: 100, maxLength: 5_000, forgetAfterMs: 600_000 };
/** How long a dead worker’s silence lasts before it is noticed, ms: one that lives is not silent so long, even on a busy machine. */
export const quickDeath = { redis: 300, kafka: 3_000 };

export type Toll = {
  kept: number;
  done: number;
  /** Done again, and told not to be the first delivery. */
  redone: number;
  /** Done again, for it was sent again: the server was killed before it knew that the task was kept. */
  resent: number;
  /** Done again without a word: all those of a broker that does not say; of another there must be none. */
  untold: number;
};

/** Killed once it has done as many in each of its lives; the last one goes on until all is done. */
export async function killServer(place: Place, queue: string, killAfter: readonly number[]): Promise<Toll> {
  const ids = Array.from({ length: 1_000 }, (_, index) => String(index));
  const kept = new Set<string>();
  const done = new Set<string>();
  const sentAgain = new Set<string>();
  const toll = { redone: 0, resent: 0, untold: 0 };

  function didOnce(id: string, isRedelivered: boolean): void {
    if (done.has(id)) toll[isRedelivered ? 'redone' : sentAgain.has(id) ? 'resent' : 'untold'] += 1;
    done.add(id);
  }

  for (const limit of [...killAfter, null]) {
    const asked = ids.filter((id) => !kept.has(id));
    if (asked.length < ids.length) for (const id of asked) sentAgain.add(id);
    const args = [join(import.meta.dirname, 'crew.ts'), place.broker, place.at, queue, asked.join()];
    const crew = spawn(process.execPath, ['--import', 'tsx', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<number | null>((resolve) => crew.once('close', resolve));
    let lines = 0;
    let rest = '';
    const isAll = (): boolean => kept.size === ids.length && done.size === ids.length;
    crew.stdout.on('data', (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        const [word = '', id = '', again = ''] = line.split(' ');
        if (word === 'kept') kept.add(id);
        else didOnce(id, again === 'redelivered');
        if (word !== 'kept') lines += 1;
        if (word !== 'kept' && lines === limit) crew.kill('SIGKILL');
      }
      if (isAll()) crew.kill('SIGKILL');
    });
    const code = await ended;
    if (code !== null || (limit !== null && lines < limit))
      throw new Error(`the server was not killed in time, or ended by itself (${code})`);
  }
  return { kept: kept.size, done: done.size, ...toll };
}
