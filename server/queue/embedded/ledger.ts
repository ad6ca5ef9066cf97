// The store as the broker uses it: what several ask for in one turn is written once, and one write follows the other.
import type { Store } from '#server/store/index.ts';
import { apply, type Entry, entriesOf, type KeptQueue } from './entries.ts';

export type Ledger = {
  readonly queues: Map<string, KeptQueue>;
  /** True from now on, in memory; on disk after `written`. */
  tell(entry: Entry): void;
  /** After it a kill of this process loses nothing told so far; false when the disk refuses. */
  written(): Promise<boolean>;
  /** After it neither does a power cut. */
  synced(): Promise<boolean>;
  close(): Promise<void>;
};

export function openLedger(store: Store<Entry>, onError: (error: unknown) => void): Ledger {
  const queues = new Map<string, KeptQueue>();
  for (const entry of store.recovered) apply(queues, entry);
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<boolean> | null = null;

  async function write(): Promise<boolean> {
    next = null;
    const isWritten = (await store.commit()) ?? true;
    // What was told meanwhile is in memory already, and read again from the log behind: see entries.ts.
    if (isWritten && store.large) await store.compact(entriesOf(queues)).catch(onError);
    return isWritten;
  }
  function written(): Promise<boolean> {
    if (next === null) {
      next = last.then(write);
      last = next;
    }
    return next;
  }

  return {
    queues,
    tell(entry) {
      apply(queues, entry);
      store.append(entry);
    },
    written,
    synced: async () => (await written()) && (await store.synced()),
    async close() {
      await last;
      await store.close();
    },
  };
}
