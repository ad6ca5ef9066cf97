// All partitions of a broker under one folder: `<dir>/<topic>-<partition>/`. Opens, finds and deletes them, syncs them
// on a timer, and keeps a second server out of the folder.
import type { Clock, Timer } from '../clock.ts';
import { type DirLock, lockDir } from './dir-lock.ts';
import { join, type LogFs } from './fs.ts';
import { createMemoryFs } from './memory-fs.ts';
import { createNodeFs } from './node-fs.ts';
import { openPartitionLog, type StoredLog } from './partition-log.ts';
import type { Notice } from './recovery.ts';
import { openStateLog, type StateLog } from './state-log.ts';
import type { Durability, TopicConfig } from './types.ts';

export type LogStoreOptions = {
  /** Data folder, created when missing; null keeps everything in memory. */
  dir: string | null;
  durability: Durability;
  clock: Clock;
  notice: Notice;
  /** ms between syncs when durability is `interval`: what a power cut may cost. Default 1000. */
  flushIntervalMs?: number;
  /** Another file system (tests); no lock is then taken. */
  fs?: LogFs;
};

export type LogStore = {
  /** False when a restart forgets everything. */
  readonly persistent: boolean;
  /** Opens or creates a partition; the same one when it is already open. Rejects on an impossible name or disk error. */
  open(topic: string, partition: number, config: TopicConfig): Promise<StoredLog>;
  get(topic: string, partition: number): StoredLog | undefined;
  /** Partitions found in the folder, open or not. */
  existing(): Promise<{ topic: string; partition: number }[]>;
  /** Closes and removes the partitions 0 to `partitions` − 1; a crash leaves either all of one or nothing of it. */
  remove(topic: string, partitions: number): Promise<void>;
  /** A log of small state beside the partitions. */
  openState(name: string): Promise<StateLog>;
  close(): Promise<void>;
};

const FLUSH_INTERVAL_MS = 1_000;
/** Partitions flushed side by side. */
const FLUSHES = 16;

/** ms of acknowledged records that a power cut may cost; null: all of them. */
export function lossWindowMs(durability: Durability): number | null {
  if (durability === 'memory') return null;
  return durability === 'durable' ? 0 : FLUSH_INTERVAL_MS;
}

const TOPIC_NAME = /^[a-zA-Z0-9._-]{1,249}$/;
const PARTITION_DIR = /^([a-zA-Z0-9._-]{1,249})-(0|[1-9]\d{0,8})$/;
/** No partition folder ends so: it is not a number. */
const TRASH = /^trash\.\d+$/;

/** Rejects when the folder cannot be used, or is used by another server. */
export async function openLogStore(options: LogStoreOptions): Promise<LogStore> {
  const { durability, clock, notice } = options;
  const inMemory = options.dir === null || durability === 'memory';
  const fs = options.fs ?? (inMemory ? createMemoryFs() : createNodeFs());
  const root = options.dir ?? 'memory';
  await fs.makeDir(root);
  const lock: DirLock | null = inMemory || options.fs ? null : await lockDir(root);
  const logs = new Map<string, Promise<StoredLog>>();
  const opened = new Map<string, StoredLog>();
  const states: StateLog[] = [];
  let trashed = 0;
  let closed = false;
  let timer: Timer | null = null;

  for (const name of await fs.list(root)) if (TRASH.test(name)) await fs.remove(join(root, name));
  // Folders that a killed server made a moment before.
  await fs.syncDir(root);

  function keyOf(topic: string, partition: number): string {
    const number = Number.isSafeInteger(partition) && partition >= 0 && partition < 1e9;
    if (!TOPIC_NAME.test(topic) || !number) throw new Error(`impossible partition name: ${topic}-${partition}`);
    return `${topic}-${partition}`;
  }

  async function openOnDisk(key: string, topic: string, partition: number, config: TopicConfig): Promise<StoredLog> {
    const dir = join(root, key);
    await fs.makeDir(dir);
    // Otherwise its first flush does.
    if (durability === 'durable') await fs.syncDir(root);
    const log = await openPartitionLog({ fs, dir, topic, partition, config, durability, clock, notice });
    opened.set(key, log);
    return log;
  }

  async function flushAll(): Promise<void> {
    const all = [...opened.values()];
    // Syncs side by side share a commit of the file system's journal.
    for (let at = 0; at < all.length; at += FLUSHES)
      await Promise.all(all.slice(at, at + FLUSHES).map((log) => log.flush()));
    for (const state of states) await state.flush();
  }

  function flushLater(): void {
    if (durability !== 'interval' || closed || fs.memory) return;
    timer = clock.after(options.flushIntervalMs ?? FLUSH_INTERVAL_MS, () => {
      void flushAll().then(flushLater, (error: unknown) => {
        notice('error', `sync failed: ${String(error)}`);
        flushLater();
      });
    });
  }
  flushLater();

  return {
    persistent: !inMemory,
    async open(topic, partition, config) {
      const key = keyOf(topic, partition);
      if (closed) throw new Error('the log store is closed');
      let opening = logs.get(key);
      if (opening === undefined) {
        opening = openOnDisk(key, topic, partition, config);
        logs.set(key, opening);
        opening.catch(() => logs.delete(key));
      }
      return opening;
    },
    get: (topic, partition) => opened.get(`${topic}-${partition}`),
    async existing() {
      return (await fs.list(root)).flatMap((name) => {
        const [, topic, partition] = PARTITION_DIR.exec(name) ?? [];
        return topic === undefined ? [] : [{ topic, partition: Number(partition) }];
      });
    },
    async remove(topic, partitions) {
      const keys = Array.from({ length: partitions }, (_, partition) => keyOf(topic, partition));
      const removed = new Set<string>();
      for (const key of keys) {
        const log = await logs.get(key)?.catch(() => undefined);
        logs.delete(key);
        opened.delete(key);
        if (log) removed.add(key);
        await log?.close();
      }
      // What was open is there; for the rest one look at the folder must do, it may hold thousands of names.
      const found = removed.size < keys.length ? new Set(await fs.list(root)) : removed;
      const trash: string[] = [];
      for (const key of keys) {
        if (!removed.has(key) && !found.has(key)) continue;
        trashed += 1;
        trash.push(join(root, `trash.${trashed}`));
        await fs.rename(join(root, key), join(root, `trash.${trashed}`));
      }
      if (trash.length === 0) return;
      await fs.syncDir(root);
      for (const folder of trash) await fs.remove(folder);
    },
    async openState(name) {
      if (!TOPIC_NAME.test(name) || closed) throw new Error(`impossible state name: ${name}`);
      const state = await openStateLog({ fs, dir: root, name, durability, notice });
      states.push(state);
      return state;
    },
    async close() {
      if (closed) return;
      closed = true;
      timer?.cancel();
      const open = await Promise.allSettled(logs.values());
      await Promise.allSettled(open.map((one) => (one.status === 'fulfilled' ? one.value.close() : undefined)));
      await Promise.allSettled(states.map((state) => state.close()));
      await lock?.release();
    },
  };
}
