// What every part of the coordinator shares: time, limits, decoding, telling, writing down.

import type { Clock } from '../clock.ts';
import type { BrokerEvent } from '../events.ts';
import type { GroupRecord } from './store.ts';
import type { ConsumerDecoder, GroupLimits } from './types.ts';

export type GroupContext = {
  readonly clock: Clock;
  readonly limits: GroupLimits;
  readonly decoder: ConsumerDecoder;
  newId(): string;
  emit(event: BrokerEvent): void;
  /** A warning for the log, in English. */
  notice(message: string): void;
  /** Appends to the state log; false when it was refused (already told as a notice). Never rejects. */
  write(record: GroupRecord): Promise<boolean>;
  /** The same without waiting: a lost group record costs one rebalance after a restart, nothing more. */
  save(record: GroupRecord): void;
};
