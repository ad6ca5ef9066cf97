// Keeps the coordinator's records in a state log of its own (compaction replaces the whole log).

import type { StateLog } from '../log/state-log.ts';
import type { StateStore } from './store.ts';

export function storeInLog(log: StateLog): StateStore {
  let compacting = false;
  return {
    async load() {
      const records = [...log.recovered];
      log.forget();
      return records;
    },
    async append(record) {
      if (!(await log.append(record))) throw new Error('the state log refused it');
    },
    compactIfLarge(records) {
      if (compacting || !log.large) return;
      compacting = true;
      void log.compact(records).finally(() => {
        compacting = false;
      });
    },
  };
}
