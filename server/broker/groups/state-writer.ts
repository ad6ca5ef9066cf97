// Joins the outside (clock, log, listener, decoder) into the context that every group shares. Nothing here throws:
// a log that refuses is told as a notice, a decoder that fails on a member's bytes is taken as "cannot read".

import { randomUUID } from 'node:crypto';
import type { GroupContext } from './context.ts';
import type { GroupRecord } from './store.ts';
import type { ConsumerDecoder, GroupCoordinatorOptions, GroupLimits } from './types.ts';

/** `records` gives the whole present, for the log to compact itself with. */
export function createContext(
  options: GroupCoordinatorOptions,
  limits: GroupLimits,
  records: () => GroupRecord[],
): GroupContext {
  const { clock, store, emit } = options;
  const notice = (message: string) => emit({ type: 'notice', level: 'warn', message });
  const write = async (record: GroupRecord): Promise<boolean> => {
    try {
      const done = store.append(record);
      store.compactIfLarge?.(records);
      await done;
      return true;
    } catch (error) {
      notice(`group ${record.group}: state not written: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  };
  return {
    clock,
    limits,
    decoder: safely(options.decoder),
    newId: options.newId ?? randomUUID,
    emit,
    notice,
    write,
    save: (record) => void write(record),
  };
}

function safely(decoder: ConsumerDecoder): ConsumerDecoder {
  const attempt = <T>(run: () => T): T | null => {
    try {
      return run();
    } catch {
      return null;
    }
  };
  return {
    assignment: (bytes) => attempt(() => decoder.assignment(bytes)),
    subscription: (bytes) => attempt(() => decoder.subscription(bytes)),
    owned: (bytes) => attempt(() => decoder.owned(bytes)),
  };
}
