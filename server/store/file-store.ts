// Where a broker of ours is kept: one append-only file of framed entries. Written before anybody is told: a kill loses nothing.
// Synced for those who wait for it, all together, and within a second otherwise: a power cut may take
// what nobody was promised, and is noticed at the next start, because the machine's boot is written down too.
import type { Disk } from './disk.ts';
import { frameOf, readFrames } from './frames.ts';
import type { Store } from './types.ts';

/** Opened while the machine ran since this boot; closed by a clean stop. */
type Life = { t: 'opened'; boot: string } | { t: 'closed' };

const isLife = (entry: unknown): entry is Life => ['opened', 'closed'].includes((entry as { t?: string }).t ?? '');

export const fileStoreDefaults = {
  /** The file is written again when it is this large, and four times what it was after the last time. */
  compactFromBytes: 8 * 1024 * 1024,
  /** What nobody waits for is synced this long after it was written, ms. */
  syncAfterMs: 1_000,
} as const;

type Options = {
  disk: Disk;
  /** The same as long as the machine was not restarted. */
  boot: string;
  after: (ms: number, run: () => void) => () => void;
  onError: (error: unknown) => void;
  limits?: Partial<{ [Key in keyof typeof fileStoreDefaults]: number }>;
};

/** Rejects with Node's file errors when the file cannot be opened. */
export async function openFileStore<Entry extends object>(options: Options): Promise<Store<Entry>> {
  const { disk, boot, after, onError } = options;
  const limits = { ...fileStoreDefaults, ...options.limits };
  const raw = await disk.read();
  const { entries, end, damaged } = readFrames(raw);
  if (end < raw.length) await disk.truncate(end);
  const last = entries.filter(isLife).at(-1);
  const powerCut = last?.t === 'opened' && last.boot !== boot;
  let recovered = entries.filter((entry) => !isLife(entry)) as Entry[];

  let waiting: Buffer[] = [frameOf({ t: 'opened', boot } satisfies Life)];
  let committed = end;
  let compacted = 0;
  /** The last write failed: its beginning may be there. */
  let torn = false;
  /** The disk lost what it had taken: no promise can be made any more. */
  let broken = false;
  let dirty = false;
  let syncing: Promise<boolean> | null = null;
  let next: Promise<boolean> | null = null;
  let cancelSync: (() => void) | null = null;

  function done(bytes: number): void {
    committed += bytes;
    dirty = true;
    cancelSync ??= after(limits.syncAfterMs, () => {
      cancelSync = null;
      void synced();
    });
  }

  async function write(frames: Buffer[], bytes: number, begun: Promise<void> | undefined): Promise<boolean> {
    try {
      if (torn) {
        await disk.truncate(committed);
        torn = false;
      }
      await (begun ?? disk.write(frames));
      done(bytes);
      return true;
    } catch (error) {
      return refused(error);
    }
  }

  function refused(error: unknown): false {
    torn = true;
    waiting = [];
    onError(error);
    return false;
  }

  async function syncNow(): Promise<boolean> {
    dirty = false;
    try {
      await disk.sync();
    } catch (error) {
      // What the kernel could not write is gone from its memory too: trying again would only seem to work.
      broken = true;
      onError(error);
    }
    syncing = null;
    return !broken;
  }

  /** One sync at a time; those who come meanwhile share the next one. */
  function synced(): Promise<boolean> {
    if (broken) return Promise.resolve(false);
    if (syncing !== null) {
      next ??= syncing.then(() => {
        next = null;
        return synced();
      });
      return next;
    }
    if (!dirty) return Promise.resolve(true);
    syncing = syncNow();
    return syncing;
  }

  function commit(): Promise<boolean> | undefined {
    if (waiting.length === 0) return undefined;
    if (broken) {
      waiting = [];
      return Promise.resolve(false);
    }
    const frames = waiting;
    waiting = [];
    const bytes = frames.reduce((sum, frame) => sum + frame.length, 0);
    if (torn) return write(frames, bytes, undefined);
    try {
      const begun = disk.write(frames);
      if (begun !== undefined) return write(frames, bytes, begun);
      done(bytes);
      return undefined;
    } catch (error) {
      return Promise.resolve(refused(error));
    }
  }

  return {
    get recovered() {
      const once = recovered;
      recovered = [];
      return once;
    },
    lost: powerCut || damaged > 0,
    append(entry) {
      waiting.push(frameOf(entry));
    },
    commit,
    synced,
    get large() {
      return committed > limits.compactFromBytes && committed > compacted * 4 && !broken;
    },
    async compact(given) {
      await syncing;
      const frames = [frameOf({ t: 'opened', boot } satisfies Life), ...Array.from(given, frameOf)];
      // Not again soon, should it fail.
      compacted = committed;
      // What was appended and not committed follows; it may repeat what is here, which changes nothing.
      await disk.replace(frames);
      committed = frames.reduce((sum, frame) => sum + frame.length, 0);
      compacted = committed;
      torn = false;
      dirty = false;
    },
    async close() {
      cancelSync?.();
      if (!broken && !torn) {
        waiting.push(frameOf({ t: 'closed' } satisfies Life));
        await commit();
        await synced();
      }
      await disk.close();
    },
  };
}
