// The few file operations the log stands on. Three implementations: Node (node-fs.ts), memory (memory-fs.ts), and the
// tests' disk that loses power (unsynced data forgotten or torn) and fills up (test-fs.ts).

export type LogFile = {
  readonly size: number;
  /** Writes at the end. Undefined when it is already done (memory). Rejects with an errno error; the size is then unknown: truncate. */
  append(chunks: readonly Uint8Array[]): Promise<void> | undefined;
  /**
   * At most `length` bytes from `position`. Fewer at the end of the file, or where a piece kept in memory ends: read on.
   * The result is not to be written to.
   */
  read(position: number, length: number): Promise<Uint8Array> | Uint8Array;
  /** After this the content survives a power cut. Undefined when there is nothing to wait for. */
  sync(): Promise<void> | undefined;
  truncate(size: number): Promise<void>;
  /** Waits for reads under way. */
  close(): Promise<void>;
};

export type LogFs = {
  /** True when reads are verified memory: no checksum on the way out, and no second copy of the tail. */
  readonly memory: boolean;
  /** Opens for reading and appending; creates the file when it is missing. The new name is durable after syncDir. */
  open(path: string): Promise<LogFile>;
  /** Names of the entries, sorted; empty when the folder is missing. */
  list(dir: string): Promise<string[]>;
  makeDir(dir: string): Promise<void>;
  /** Removes a file or a whole folder; a missing one is fine. */
  remove(path: string): Promise<void>;
  /** Atomic replacement. Durable after syncDir of the folder. */
  rename(from: string, to: string): Promise<void>;
  /** Makes created, renamed and removed names of the folder durable. */
  syncDir(dir: string): Promise<void>;
};

export const join = (...parts: string[]): string => parts.join('/');
export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** The whole content of a small file; null when it is not in its folder. */
export async function readWhole(fs: LogFs, dir: string, name: string): Promise<Uint8Array | null> {
  if (!(await fs.list(dir)).includes(name)) return null;
  const file = await fs.open(join(dir, name));
  try {
    return await readFully(file, 0, file.size);
  } finally {
    await file.close();
  }
}

/** `length` bytes in one piece, fewer only at the end of the file. */
export async function readFully(file: LogFile, position: number, length: number): Promise<Uint8Array> {
  const first = await file.read(position, length);
  if (first.length === length || first.length === 0) return first;
  const whole = new Uint8Array(length);
  whole.set(first);
  let done = first.length;
  while (done < length) {
    const more = await file.read(position + done, length - done);
    if (more.length === 0) break;
    whole.set(more, done);
    done += more.length;
  }
  return whole.subarray(0, done);
}

/**
 * Replaces a small file whole: a reader sees the old content or the new one. `durable`: also after a power cut;
 * otherwise the file may then be missing or unfinished, which its reader must notice by a checksum.
 */
export async function replaceFile(
  fs: LogFs,
  dir: string,
  name: string,
  content: Uint8Array,
  durable: boolean,
): Promise<void> {
  const temporary = join(dir, `${name}.tmp`);
  await fs.remove(temporary);
  const file = await fs.open(temporary);
  try {
    await file.append([content]);
    if (durable) await file.sync();
  } finally {
    await file.close();
  }
  await fs.rename(temporary, join(dir, name));
  if (durable) await fs.syncDir(dir);
}
