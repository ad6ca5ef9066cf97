// The disk, through Node. Writes are positional, so a failed one leaves a tail that truncate removes.
import { writeSync, writevSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import type { LogFile, LogFs } from './fs.ts';

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** The kernel takes at most 1024 buffers per call. */
const MAX_BUFFERS = 1024;

/**
 * Small writes are made at once: to reach the page cache takes microseconds, to go through the thread pool and back ten
 * times as many. While the disk is busy a write may have to wait for it, which no other connection may feel: then, and
 * for a while after it was felt, all writes go through the pool.
 */
const AT_ONCE_BYTES = 64 * 1024;
const SLOW_MS = 4;
const WARY_MS = 500;
let syncing = 0;
let waryUntil = 0;

/** Syncs at a time: one thread of the pool stays free for reads and for the writes of everybody else. */
const SYNCS = Math.max(1, (Number(process.env.UV_THREADPOOL_SIZE) || 4) - 1);
const queued: (() => void)[] = [];

async function whileSyncing<T>(sync: () => Promise<T>): Promise<T> {
  syncing += 1;
  try {
    if (syncing > SYNCS) await new Promise<void>((resolve) => queued.push(resolve));
    return await sync();
  } finally {
    syncing -= 1;
    queued.shift()?.();
  }
}

/** Bytes written at once: all, some, or none when the disk is better asked through the pool. @throws errno errors */
function writeAtOnce(fd: number, chunks: readonly Uint8Array[], position: number): number {
  if (syncing > 0 || chunks.length > MAX_BUFFERS) return 0;
  let bytes = 0;
  for (const chunk of chunks) bytes += chunk.length;
  if (bytes > AT_ONCE_BYTES) return 0;
  const from = performance.now();
  if (from < waryUntil) return 0;
  const [only] = chunks;
  const written =
    chunks.length === 1 && only !== undefined
      ? writeSync(fd, only, 0, only.length, position)
      : writevSync(fd, chunks, position);
  const now = performance.now();
  if (now - from > SLOW_MS) waryUntil = now + WARY_MS;
  return written;
}

export function createNodeFs(): LogFs {
  return {
    memory: false,
    open: openNodeFile,
    async list(dir) {
      try {
        return (await readdir(dir)).sort();
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return [];
        throw error;
      }
    },
    async makeDir(dir) {
      await mkdir(dir, { recursive: true });
    },
    remove: (path) => rm(path, { recursive: true, force: true }),
    rename: (from, to) => rename(from, to),
    async syncDir(dir) {
      // Windows opens no folder: its file system journals names by itself.
      if (process.platform === 'win32') return;
      const handle = await open(dir, 'r');
      try {
        await whileSyncing(() => handle.sync());
      } finally {
        await handle.close();
      }
    },
  };
}

async function openNodeFile(path: string): Promise<LogFile> {
  const handle = await openForBoth(path);
  let size = (await handle.stat()).size;

  async function writeAll(chunks: readonly Uint8Array[]): Promise<void> {
    for (let from = 0; from < chunks.length; from += MAX_BUFFERS) {
      let rest = chunks.slice(from, from + MAX_BUFFERS);
      while (rest.length > 0) {
        const { bytesWritten } = await handle.writev(rest, size);
        size += bytesWritten;
        rest = unwritten(rest, bytesWritten);
      }
    }
  }

  return {
    get size() {
      return size;
    },
    append(chunks) {
      try {
        const written = writeAtOnce(handle.fd, chunks, size);
        size += written;
        const rest = written === 0 ? chunks : unwritten(chunks, written);
        return rest.length === 0 ? undefined : writeAll(rest);
      } catch (error) {
        return Promise.reject(error);
      }
    },
    async read(position, length) {
      const wanted = Math.max(0, Math.min(length, size - position));
      const bytes = new Uint8Array(wanted);
      let done = 0;
      while (done < wanted) {
        const { bytesRead } = await handle.read(bytes, done, wanted - done, position + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return done === wanted ? bytes : bytes.subarray(0, done);
    },
    sync: () => whileSyncing(() => handle.datasync()),
    async truncate(to) {
      await handle.truncate(to);
      size = to;
    },
    close: () => handle.close(),
  };
}

/** 'r+' refuses a missing file and 'w+' empties an existing one; 'a+' would ignore positions when writing. */
async function openForBoth(path: string) {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return open(path, 'wx+');
  }
}

/** What is left of `chunks` once their first `written` bytes are in the file. */
function unwritten(chunks: readonly Uint8Array[], written: number): Uint8Array[] {
  let skip = written;
  const rest: Uint8Array[] = [];
  for (const chunk of chunks) {
    if (skip >= chunk.length) {
      skip -= chunk.length;
      continue;
    }
    rest.push(skip > 0 ? chunk.subarray(skip) : chunk);
    skip = 0;
  }
  return rest;
}
