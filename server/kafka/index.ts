// The door of this room: one view of Kafka and one bridge to it, whichever Kafka it is.
import type { Broker } from '#server/broker/index.ts';
import { createBridge } from './bridge/index.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Log } from './log.ts';
import type { Bridge, ClusterView } from './types.ts';
import { createClusterView } from './view/cluster/index.ts';
import { createEmbeddedView } from './view/embedded/index.ts';
import { createWorkshop, type Workshop } from './workshop/index.ts';

export { newKafka } from './kafka-client.ts';
export type { ClusterView } from './types.ts';
export type { Shop, Workshop } from './workshop/index.ts';

export type KafkaSource =
  /** `brokers`: where the bridge connects, over TCP even when the broker is in this process. */
  | {
      mode: 'embedded';
      broker: Pick<Broker, 'open' | 'readRecord' | 'onDeath' | 'witness'>;
      faults: Broker['faults'];
      brokers: string[];
      address: string;
    }
  /** `KAFKA_BROKERS`. */
  | { mode: 'cluster'; brokers: string[]; address: string };

export type KafkaOptions = {
  log: Log;
  clock?: Clock;
  /** Session timeout of page consumers, ms: how long a killed one is waited for. */
  sessionMs?: number;
};

/**
 * `address` is what a student's program must be given as bootstrap server.
 * Close the bridge before the view: the departures of page clients are then still told.
 */
export function createKafka(
  source: KafkaSource,
  { log, clock = systemClock, sessionMs }: KafkaOptions,
): { view: ClusterView; bridge: Bridge; workshop: Workshop } {
  const { brokers, address } = source;
  const bridge = createBridge({ brokers, log, clock, sessionMs });
  const view =
    source.mode === 'embedded'
      ? createEmbeddedView({ source: source.broker, bridge, address, clock, log })
      : createClusterView({ brokers, bridge, address, clock, log });
  const faults = source.mode === 'embedded' ? source.faults : null;
  const workshop = createWorkshop({ brokers, faults, log, clock, sessionMs, clientIdFor: bridge.clientIdFor });
  return { view, bridge, workshop };
}

export { createCutSockets } from './bridge/cut-sockets.ts';
export { type Log, silentLog } from './log.ts';
