// A store at its place: a file under the data directory, or nowhere.
import { bootId } from './boot.ts';
import { fileDisk } from './disk.ts';
import { openFileStore } from './file-store.ts';
import { memoryStore, type Store } from './types.ts';

type Options = {
  clock: { now(): number; after(ms: number, run: () => void): () => void };
  onError: (error: unknown) => void;
};

/** `path` null: nothing survives the process. Rejects with Node's file errors. */
export async function openStore<Entry extends object>(path: string | null, options: Options): Promise<Store<Entry>> {
  if (path === null) return memoryStore();
  const { clock, onError } = options;
  return openFileStore({ disk: fileDisk(path), boot: await bootId(clock.now()), after: clock.after, onError });
}
