// The in-memory twin of the disk: same interface, bytes in slabs. For tests and for a broker without a data folder.
import type { LogFile, LogFs } from './fs.ts';
import { Slabs } from './slabs.ts';

const DONE = Promise.resolve();

type Folder = { entries: Map<string, LogFile | Folder> };
const newFolder = (): Folder => ({ entries: new Map() });

export function createMemoryFs(): LogFs {
  // A tree: one folder's names are looked through, never those of all partitions.
  const root = newFolder();

  /** The folder of `path` and its last name. `make`: with the folders on the way; else undefined when one is missing. */
  function placeOf(path: string, make: boolean): { folder: Folder; name: string } | undefined {
    const names = path.split('/');
    const name = names.pop() ?? '';
    let folder = root;
    for (const step of names) {
      let next = folder.entries.get(step);
      if (next === undefined && make) {
        next = newFolder();
        folder.entries.set(step, next);
      }
      if (next === undefined || !('entries' in next)) return undefined;
      folder = next;
    }
    return { folder, name };
  }

  return {
    memory: true,
    open(path) {
      const place = placeOf(path, true);
      let file = place?.folder.entries.get(place.name);
      if (place === undefined || (file && 'entries' in file)) return Promise.reject(new Error(`${path} is no file`));
      if (file === undefined) {
        file = createMemoryFile();
        place.folder.entries.set(place.name, file);
      }
      return Promise.resolve(file);
    },
    list(dir) {
      const place = placeOf(dir, false);
      const folder = place?.folder.entries.get(place.name);
      return Promise.resolve(folder && 'entries' in folder ? [...folder.entries.keys()].sort() : []);
    },
    makeDir: () => DONE,
    remove(path) {
      const place = placeOf(path, false);
      place?.folder.entries.delete(place.name);
      return DONE;
    },
    rename(from, to) {
      const old = placeOf(from, false);
      const moved = old?.folder.entries.get(old.name);
      if (old === undefined || moved === undefined) return DONE;
      old.folder.entries.delete(old.name);
      const place = placeOf(to, true);
      place?.folder.entries.set(place.name, moved);
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
