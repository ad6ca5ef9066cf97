// An append log for small state: committed offsets, groups, producer ids, topics. Frames: [length][crc32c][JSON].
// Meant for last-value-wins entries: replay them in order, then compact by writing the whole state once.
import { crc32c } from './crc32c.ts';
import { join, type LogFs, readFully } from './fs.ts';
import type { Durability } from './types.ts';

const FRAME_BYTES = 8;
const MAX_ENTRY_BYTES = 16 * 1024 * 1024;
const COMPACT_FROM_BYTES = 1024 * 1024;

export type StateLog = {
  /** What the previous run left, in order. Emptied by `forget`, to give the memory back. */
  readonly recovered: readonly unknown[];
  forget(): void;
  /** True once stored (and synced, when durable); false when the disk refuses: nothing of it is then kept. */
  append(entry: object): Promise<boolean>;
  /** True when the file is worth compacting: large, and several times its size after the last compaction. */
  readonly large: boolean;
  /**
   * Replaces the whole log by what `snapshot` returns; it is called once, after earlier appends and before later ones.
   * False when the disk refuses: the old log then stays.
   */
  compact(snapshot: () => Iterable<object>): Promise<boolean>;
  flush(): Promise<void>;
  close(): Promise<void>;
};

export type StateLogOptions = {
  fs: LogFs;
  dir: string;
  name: string;
  durability: Durability;
  notice: (level: 'info' | 'warn' | 'error', message: string) => void;
};

type Job = { frame: Uint8Array | null; snapshot: (() => Iterable<object>) | null; resolve: (done: boolean) => void };

/** Opens or creates `<dir>/<name>.state`. A damaged entry is passed over, an unfinished last one is cut off. */
export async function openStateLog(options: StateLogOptions): Promise<StateLog> {
  const { fs, dir, name, durability, notice } = options;
  const path = join(dir, `${name}.state`);
  await fs.makeDir(dir);
  await fs.remove(`${path}.tmp`);
  let file = await fs.open(path);
  let recovered: unknown[] = [];
  const { entries, end, damaged } = readFrames(await readFully(file, 0, file.size));
  recovered = entries;
  if (damaged > 0) notice('warn', `${path}: ${damaged} damaged bytes are passed over`);
  if (end < file.size) {
    notice('warn', `${path}: ${file.size - end} bytes of an unfinished write cut off`);
    await file.truncate(end);
  }
  await file.sync();
  await fs.syncDir(dir);

  let committed = file.size;
  let compactedSize = 0;
  let failed = false;
  let dirty = false;
  let closed = false;
  let queue: Job[] = [];
  let draining = false;
  let drained: Promise<void> = Promise.resolve();

  async function write(frames: Uint8Array[]): Promise<void> {
    if (failed) {
      await file.truncate(committed);
      await file.sync();
    }
    await file.append(frames);
    if (durability === 'durable') await file.sync();
    else dirty = true;
    committed = file.size;
    works();
  }

  async function replace(snapshot: () => Iterable<object>): Promise<void> {
    const frames = Array.from(snapshot(), frameOf);
    const temporary = `${path}.tmp`;
    await fs.remove(temporary);
    const next = await fs.open(temporary);
    try {
      await next.append(frames);
      await next.sync();
      await fs.rename(temporary, path);
    } catch (error) {
      await next.close();
      throw error;
    }
    const old = file;
    file = next;
    committed = next.size;
    compactedSize = next.size;
    works();
    await old.close();
    await fs.syncDir(dir);
  }

  function works(): void {
    if (failed) notice('info', `${path}: written again`);
    failed = false;
  }

  function fail(error: unknown): void {
    if (!failed) notice('error', `${path}: cannot be written: ${String(error)}`);
    failed = true;
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const jobs = queue;
      queue = [];
      const firstSnapshot = jobs.findIndex((job) => job.snapshot !== null);
      const count = firstSnapshot < 0 ? jobs.length : Math.max(firstSnapshot, 1);
      const now = jobs.slice(0, count);
      queue = [...jobs.slice(count), ...queue];
      let done = true;
      try {
        const snapshot = now[0]?.snapshot;
        if (snapshot) await replace(snapshot);
        else await write(now.flatMap((job) => job.frame ?? []));
      } catch (error) {
        done = false;
        fail(error);
      }
      for (const job of now) job.resolve(done);
    }
    draining = false;
  }

  function enqueue(frame: Job['frame'], snapshot: Job['snapshot']): Promise<boolean> {
    if (closed) return Promise.resolve(false);
    return new Promise((resolve) => {
      queue.push({ frame, snapshot, resolve });
      if (draining) return;
      draining = true;
      drained = drain();
    });
  }

  async function flush(): Promise<void> {
    if (!dirty || failed) return;
    dirty = false;
    try {
      await file.sync();
    } catch (error) {
      fail(error);
    }
  }

  return {
    get recovered() {
      return recovered;
    },
    forget() {
      recovered = [];
    },
    append: (entry) => enqueue(frameOf(entry), null),
    get large() {
      return committed > COMPACT_FROM_BYTES && committed > compactedSize * 4;
    },
    compact: (snapshot) => enqueue(null, snapshot),
    flush,
    async close() {
      if (closed) return;
      closed = true;
      await drained;
      await flush();
      await file.close();
    },
  };
}

function frameOf(entry: object): Uint8Array {
  const payload = new TextEncoder().encode(JSON.stringify(entry));
  const frame = new Uint8Array(FRAME_BYTES + payload.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, payload.length);
  view.setUint32(4, crc32c(payload));
  frame.set(payload, FRAME_BYTES);
  return frame;
}

function readFrames(raw: Uint8Array): { entries: unknown[]; end: number; damaged: number } {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const entries: unknown[] = [];
  let end = 0;
  let damaged = 0;
  let at = 0;
  while (at + FRAME_BYTES < raw.length) {
    const length = view.getUint32(at);
    const to = at + FRAME_BYTES + length;
    const sound = length > 0 && length <= MAX_ENTRY_BYTES && to <= raw.length;
    if (!sound || crc32c(raw, at + FRAME_BYTES, to) !== view.getUint32(at + 4)) {
      at += 1;
      continue;
    }
    // The checksum holds, so this is what frameOf wrote.
    entries.push(JSON.parse(new TextDecoder().decode(raw.subarray(at + FRAME_BYTES, to))));
    damaged += at - end;
    at = to;
    end = to;
  }
  return { entries, end, damaged };
}
