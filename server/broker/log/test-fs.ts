// A disk for the tests: it remembers what was synced, loses or tears the rest when its power is cut, and can be full.
import type { LogFile, LogFs } from './fs.ts';

type Inode = { live: Uint8Array; durable: Uint8Array };
export type Random = () => number;

/** Same seed, same numbers in [0, 1): mulberry32. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

export type TestDisk = LogFs & {
  /** The power fails inside the n-th operation from now on; that one and all later ones reject. */
  cutAfter(operations: number): void;
  readonly powered: boolean;
  /** Forgets or tears what was not synced, and has power again. */
  restart(random: Random): void;
  /** Bytes that may still be written, then ENOSPC; null for plenty. */
  room: number | null;
  /** Appends are done when they return, as small ones on a real disk are (node-fs.ts). */
  atOnce: boolean;
  /** Syncs reject with EIO. */
  failSync: boolean;
  content(path: string): Uint8Array;
  put(path: string, content: Uint8Array): void;
  paths(): string[];
};

const NOTHING = new Uint8Array(0);
const SECTOR = 32;
const errno = (code: string): Error => Object.assign(new Error(code), { code });

export function createTestDisk(): TestDisk {
  let live = new Map<string, Inode>();
  let durable = new Map<string, Inode>();
  let left = Number.POSITIVE_INFINITY;
  const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

  /** Every operation takes a turn, so that others come between. */
  async function operation<T>(whole: () => T, partly: () => unknown = () => undefined): Promise<T> {
    await Promise.resolve();
    return atOnce(whole, partly);
  }

  /** `partly` runs instead of `whole` when the power fails in it. */
  function atOnce<T>(whole: () => T, partly: () => unknown): T {
    if (left <= 0) throw errno('EPOWER');
    left -= 1;
    if (left > 0) return whole();
    partly();
    throw errno('EPOWER');
  }

  function fileOf(inode: Inode): LogFile {
    return {
      get size() {
        return inode.live.length;
      },
      append(chunks) {
        const added = new Uint8Array(Buffer.concat(chunks));
        const take = (bytes: number) => {
          inode.live = new Uint8Array(Buffer.concat([inode.live, added.subarray(0, bytes)]));
        };
        const write = () => {
          const fits = disk.room === null ? added.length : Math.min(disk.room, added.length);
          take(fits);
          if (disk.room !== null) disk.room -= fits;
          if (fits < added.length) throw errno('ENOSPC');
        };
        const cut = () => take(added.length >> 1);
        if (!disk.atOnce) return operation(write, cut);
        try {
          atOnce(write, cut);
          return undefined;
        } catch (error) {
          return Promise.reject(error);
        }
      },
      read: (position, length) => operation(() => inode.live.slice(position, position + length)),
      sync: () =>
        operation(() => {
          if (disk.failSync) throw errno('EIO');
          inode.durable = inode.live;
        }),
      truncate: (size) =>
        operation(() => {
          inode.live = inode.live.slice(0, size);
        }),
      close: () => Promise.resolve(),
    };
  }

  const disk: TestDisk = {
    memory: false,
    get powered() {
      return left > 0;
    },
    room: null,
    atOnce: false,
    failSync: false,
    open: (path) =>
      operation(() => {
        const inode = live.get(path) ?? { live: NOTHING, durable: NOTHING };
        live.set(path, inode);
        return fileOf(inode);
      }),
    list: (dir) =>
      operation(() =>
        [...live.keys()]
          .filter((path) => path.startsWith(`${dir}/`))
          .map((path) => path.slice(dir.length + 1).split('/', 1)[0] ?? '')
          .filter((name, at, names) => names.indexOf(name) === at)
          .sort(),
      ),
    makeDir: () => operation(() => undefined),
    remove: (path) =>
      operation(() => {
        for (const name of [...live.keys()]) if (name === path || name.startsWith(`${path}/`)) live.delete(name);
      }),
    rename: (from, to) =>
      operation(() => {
        for (const [path, inode] of [...live]) {
          if (path !== from && !path.startsWith(`${from}/`)) continue;
          live.delete(path);
          live.set(to + path.slice(from.length), inode);
        }
      }),
    syncDir: (dir) =>
      operation(() => {
        for (const path of durable.keys()) if (folderOf(path) === dir && !live.has(path)) durable.delete(path);
        for (const [path, inode] of live) if (folderOf(path) === dir) durable.set(path, inode);
      }),
    cutAfter(operations) {
      left = operations;
    },
    restart(random) {
      const names = new Map<string, Inode>();
      for (const path of new Set([...live.keys(), ...durable.keys()])) {
        const [now, safe] = [live.get(path), durable.get(path)];
        const kept = now === safe || random() < 0.5 ? safe : now;
        if (kept !== undefined) names.set(path, kept);
      }
      for (const inode of names.values()) {
        inode.live = torn(inode, random);
        inode.durable = inode.live;
      }
      live = names;
      durable = new Map(names);
      left = Number.POSITIVE_INFINITY;
    },
    content: (path) => live.get(path)?.live ?? NOTHING,
    put(path, content) {
      const inode = { live: content, durable: content };
      live.set(path, inode);
      durable.set(path, inode);
    },
    paths: () => [...live.keys()].sort(),
  };
  return disk;
}

/** Unsynced bytes: all written, cut anywhere, or sector by sector written, old or zero. */
function torn({ live, durable }: Inode, random: Random): Uint8Array {
  if (live === durable) return durable;
  const luck = random();
  if (luck < 0.3) return live;
  const longer = Math.max(live.length, durable.length);
  const shorter = Math.min(live.length, durable.length);
  const sectorwise = luck < 0.6;
  const size = sectorwise ? longer : shorter + Math.floor(random() * (longer - shorter + 1));
  const result = new Uint8Array(size);
  for (let at = 0; at < result.length; at += SECTOR) {
    const source = sectorwise && random() < 0.3 ? durable : live.length >= durable.length ? live : durable;
    result.set(source.subarray(at, Math.min(at + SECTOR, result.length)), at);
  }
  return result;
}
