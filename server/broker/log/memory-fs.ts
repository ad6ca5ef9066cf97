// The in-memory twin of the disk: same interface, bytes in slabs. For tests and for a broker without a data folder.
import type { LogFile, LogFs } from './fs.ts';
import { Slabs } from './slabs.ts';

const DONE = Promise.resolve();

export function createMemoryFs(): LogFs {
  const files = new Map<string, LogFile>();

  const inside = (dir: string): string => (dir === '' ? '' : `${dir}/`);

  return {
    memory: true,
    open(path) {
      let file = files.get(path);
      if (file === undefined) {
        file = createMemoryFile();
        files.set(path, file);
      }
      return Promise.resolve(file);
    },
    list(dir) {
      const prefix = inside(dir);
      const names = new Set<string>();
      for (const path of files.keys())
        if (path.startsWith(prefix)) names.add(path.slice(prefix.length).split('/', 1)[0] ?? '');
      return Promise.resolve([...names].sort());
    },
    makeDir: () => DONE,
    remove(path) {
      files.delete(path);
      for (const name of files.keys()) if (name.startsWith(inside(path))) files.delete(name);
      return DONE;
    },
    rename(from, to) {
      // A folder is nothing but the beginning of its files' paths.
      for (const [path, file] of [...files]) {
        if (path !== from && !path.startsWith(inside(from))) continue;
        files.delete(path);
        files.set(to + path.slice(from.length), file);
      }
      return DONE;
    },
    syncDir: () => DONE,
  };
}

function createMemoryFile(): LogFile {
  const slabs = new Slabs();
  return {
    get size() {
      return slabs.end;
    },
    append(chunks) {
      for (const chunk of chunks) slabs.append(chunk);
      return undefined;
    },
    read: (position, length) => slabs.read(position, length),
    sync: () => undefined,
    truncate(size) {
      slabs.truncate(size);
      return DONE;
    },
    close: () => DONE,
  };
}
