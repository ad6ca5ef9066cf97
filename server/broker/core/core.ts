// Everything a handler may ask: one object, passed in, no globals.

import type { Clock } from '../clock.ts';
import type { GroupCoordinator } from '../groups/types.ts';
import type { Admission } from '../net/admission.ts';
import type { ClientQuotas } from './client-quotas.ts';
import type { Cluster } from './cluster.ts';
import type { Connections } from './connections.ts';
import type { Faults } from './faults.ts';
import type { Frames } from './frames.ts';
import type { Hub } from './hub.ts';
import type { Settings } from './options.ts';
import type { Retention } from './retention.ts';
import type { ProducerIds } from './state-stores.ts';
import type { Topics } from './topics.ts';
import type { Witness } from './witness.ts';

export type Core = {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly clusterId: string;
  /** What ApiVersions tells: derived from the registry of handlers. */
  readonly apis: readonly { apiKey: number; minVersion: number; maxVersion: number }[];
  readonly topics: Topics;
  readonly groups: GroupCoordinator;
  readonly producerIds: ProducerIds;
  readonly retention: Retention;
  readonly quotas: ClientQuotas;
  readonly admission: Admission;
  readonly hub: Hub;
  readonly faults: Faults;
  readonly frames: Frames;
  readonly witness: Witness;
  readonly connections: Connections;
  /** The brokers, and who leads what. */
  readonly cluster: Cluster;
  notice(level: 'info' | 'warn' | 'error', message: string): void;
};
