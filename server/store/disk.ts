// The one file a store is kept in, behind the few operations it needs; the tests put another disk here, that refuses and
// forgets.
import { writevSync } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

export type Disk = {
  /** The whole file; empty when there is none. Asked once, first. */
  read(): Promise<Buffer>;
  /** At the end. Undefined when it is already done; throws or rejects with an errno error, and `truncate` is then due. */
  write(chunks: readonly Buffer[]): Promise<void> | undefined;
  /** After it the content survives a power cut. */
  sync(): Promise<void>;
  truncate(size: number): Promise<void>;
  /** The file is these bytes from now on, or as it was: never something between. Survives a power cut. */
  replace(chunks: Iterable<Buffer>): Promise<void>;
  close(): Promise<void>;
};

/** Small writes go to the page cache at once: microseconds. While the disk syncs they might wait, so they go aside. */
const atOnceBytes = 64 * 1024;
/** The kernel takes at most 1 024 buffers a call. */
const maxChunks = 512;

export function fileDisk(path: string): Disk {
  let file: FileHandle;
  let size = 0;
  let syncing = 0;

  async function writeAll(to: FileHandle, chunks: readonly Buffer[], from: number): Promise<number> {
    let at = from;
    for (let next = 0; next < chunks.length; next += maxChunks) {
      const whole = Buffer.concat(chunks.slice(next, next + maxChunks));
      let done = 0;
      while (done < whole.length) done += (await to.write(whole, done, whole.length - done, at + done)).bytesWritten;
      at += whole.length;
    }
    return at;
  }
  async function syncFolder(): Promise<void> {
    // Windows opens no folder: its file system journals names by itself.
    if (process.platform === 'win32') return;
    const folder = await open(dirname(path), 'r');
    await folder.sync().finally(() => folder.close());
  }
  async function aside(chunks: readonly Buffer[]): Promise<void> {
    size = await writeAll(file, chunks, size);
  }

  return {
    async read() {
      await mkdir(dirname(path), { recursive: true });
      file = await open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
        return open(path, 'wx+');
      });
      await syncFolder();
      const content = await readFile(path);
      size = content.length;
      return content;
    },
    write(chunks) {
      let bytes = 0;
      for (const chunk of chunks) bytes += chunk.length;
      if (syncing > 0 || bytes > atOnceBytes || chunks.length > maxChunks) return aside(chunks);
      const written = writevSync(file.fd, chunks, size);
      if (written < bytes) return aside([Buffer.concat(chunks)]);
      size += written;
      return undefined;
    },
    async sync() {
      syncing += 1;
      await file.datasync().finally(() => {
        syncing -= 1;
      });
    },
    async truncate(to) {
      await file.truncate(to);
      size = to;
    },
    async replace(chunks) {
      const draft = `${path}.tmp`;
      await rm(draft, { force: true });
      const next = await open(draft, 'wx+');
      try {
        const written = await writeAll(next, [...chunks], 0);
        await next.sync();
        await rename(draft, path);
        const before = file;
        // At once: a sync that is due while the old one closes must find the new one.
        file = next;
        size = written;
        await before.close();
      } catch (error) {
        if (file !== next) await next.close();
        throw error;
      }
      await syncFolder();
    },
    close: () => file.close(),
  };
}
