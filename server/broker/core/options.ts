// What an embedder may set, with defaults: limits are always there, so that nothing in the broker is unbounded.

import type { Durability } from '../log/types.ts';
import type { Quotas } from './client-quotas.ts';

export type BrokerLimits = {
  /** Over all virtual brokers. */
  maxConnections: number;
  /** max.connections.per.ip */
  maxConnectionsPerAddress: number;
  /** From one address, a second; beyond, its connections wait. */
  maxRequestsPerSecond: number;
  /** socket.request.max.bytes */
  maxRequestBytes: number;
  /** Received bytes waiting in memory, over all connections. */
  maxBufferedBytes: number;
  /** Reply bytes that clients do not read; beyond, the connection stuck longest is closed. */
  maxUnsentBytes: number;
  /** connections.max.idle.ms */
  idleMs: number;
  maxTopics: number;
  /** Over all topics. */
  maxPartitions: number;
  /** Records of all partitions together; beyond, the oldest of the largest partitions are dropped. */
  maxStoredBytes: number;
  /** fetch.max.bytes of the broker: one Fetch reply. */
  maxFetchBytes: number;
  /** Longest long poll, whatever the client asks. */
  maxWaitMs: number;
};

export type ShowLimits = {
  /** Records of each partition in a snapshot. */
  recent: number;
  /** Records decoded for one `appended` event. */
  perEvent: number;
  keyBytes: number;
  valueBytes: number;
  headers: number;
};

export type BrokerOptions = {
  /** Address to listen on; a loopback host also listens on ::1. */
  host?: string;
  /** 0 draws a free port. */
  port?: number;
  /** Host told to clients in Metadata: they must be able to reach it. */
  advertisedHost?: string;
  /** The broker's own folder, made when missing; '' or ':memory:' keeps nothing. */
  dataDir?: string;
  durability?: Durability;
  nodeId?: number;
  /** Virtual brokers of the cluster, 1 to 9: on `port`, `port` + 3, `port` + 6…, with ids from `nodeId` on. */
  nodes?: number;
  /** unclean.leader.election.enable: a copy that was not in sync may lead when nobody else can, and records are lost. */
  uncleanLeaderElection?: boolean;
  /** How long after a record came followers have it, ms. */
  followMs?: number;
  /** auto.create.topics.enable */
  autoCreateTopics?: boolean;
  /** num.partitions */
  defaultPartitions?: number;
  /** Events are gathered this long before listeners hear them, ms. */
  flushMs?: number;
  /** log.retention.check.interval.ms */
  retentionCheckMs?: number;
  /** Bytes a second, by client id. */
  quotas?: Quotas;
  show?: Partial<ShowLimits>;
  limits?: Partial<BrokerLimits>;
};

export type Settings = Required<Omit<BrokerOptions, 'show' | 'limits'>> & { show: ShowLimits; limits: BrokerLimits };

const MiB = 1024 * 1024;

/** Fills in every default. A memory broker is one without a data directory. @throws RangeError */
export function settingsOf(options: BrokerOptions): Settings {
  const nodes = options.nodes ?? 1;
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > 9) throw new RangeError(`nodes must be 1 to 9, not ${nodes}`);
  const inMemory = options.dataDir === ':memory:' || options.durability === 'memory';
  const dataDir = inMemory ? '' : (options.dataDir ?? '');
  return {
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 9092,
    advertisedHost: options.advertisedHost ?? 'localhost',
    dataDir,
    durability: dataDir === '' ? 'memory' : (options.durability ?? 'interval'),
    nodeId: options.nodeId ?? 1,
    nodes,
    uncleanLeaderElection: options.uncleanLeaderElection ?? false,
    followMs: options.followMs ?? 2,
    autoCreateTopics: options.autoCreateTopics ?? true,
    defaultPartitions: options.defaultPartitions ?? 3,
    flushMs: options.flushMs ?? 50,
    retentionCheckMs: options.retentionCheckMs ?? 30_000,
    quotas: options.quotas ?? {},
    show: { recent: 60, perEvent: 16, keyBytes: 200, valueBytes: 600, headers: 10, ...options.show },
    limits: {
      maxConnections: 5_000,
      maxConnectionsPerAddress: 4_000,
      maxRequestsPerSecond: 100_000,
      maxRequestBytes: 100 * MiB,
      maxBufferedBytes: 512 * MiB,
      maxUnsentBytes: 256 * MiB,
      idleMs: 600_000,
      maxTopics: 1_000,
      maxPartitions: 4_000,
      maxStoredBytes: dataDir === '' ? 256 * MiB : 4096 * MiB,
      maxFetchBytes: 55 * MiB,
      maxWaitMs: 60_000,
      ...options.limits,
    },
  };
}
