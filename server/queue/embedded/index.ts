// The embedded broker of work queues: durable under DATA_DIR, in this process, for a class on one machine.
import type { QueueCapabilities } from '#contract/queue-capabilities.ts';
import type { Store } from '#server/store/index.ts';
import type { QueueBroker } from '../types.ts';
import type { Entry } from './entries.ts';
import { openLedger } from './ledger.ts';
import { openQueue } from './queue.ts';

const capabilities: QueueCapabilities = {
  nack: 'yes',
  redelivered: true,
  counted: true,
  deadLetters: 'broker',
  prefetch: 'worker',
  bounded: true,
  death: 'connection',
  parallel: null,
};

/** The queue that was opened longest ago gives way, unless somebody has it open. */
const maxQueues = 400;

export function createEmbeddedQueues(store: Store<Entry>, onError: (error: unknown) => void): QueueBroker {
  const ledger = openLedger(store, onError);
  const open = new Set<string>();

  function makeRoom(): void {
    for (const q of ledger.queues.keys()) {
      if (ledger.queues.size < maxQueues) return;
      if (!open.has(q)) ledger.tell({ t: 'gone', q });
    }
  }

  return {
    name: 'embarque',
    capabilities,
    async open(name, options) {
      // Two of them would each think that they know what is in nobody's hand.
      if (open.has(name)) throw new Error(`the queue ${name} is open already`);
      if (!ledger.queues.has(name)) makeRoom();
      open.add(name);
      const queue = openQueue(name, ledger, options);
      await ledger.written();
      return {
        ...queue,
        async close() {
          open.delete(name);
          await queue.close();
        },
      };
    },
    close: () => ledger.close(),
  };
}

export type { Entry } from './entries.ts';
