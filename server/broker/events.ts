// What the broker tells about itself, in its own words: the only source of "what happened" for whoever embeds it.
// Plain structured-clonable data: the stream crosses a worker boundary.

import type { Deed } from './deeds.ts';
import type { Durability } from './log/types.ts';

/** Decoded for showing, never for storing: bytes are cut to the limits given in BrokerOptions.show. */
export type ShownBytes = { text: string; encoding: 'utf8' | 'base64'; size: number; cut?: true };
export type ShownRecord = {
  offset: number;
  timestamp: number;
  key: ShownBytes | null;
  value: ShownBytes | null;
  headers: [name: string, value: ShownBytes | null][];
};

export type CloseReason = 'peer' | 'reset' | 'idle' | 'bad-frame' | 'limit' | 'fault' | 'shutdown';

export type ConnectionInfo = {
  connection: number;
  /** `127.0.0.1:51034`, `[::1]:51034` */
  address: string;
  nodeId: number;
  openedAt: number;
  clientId: string | null;
  /** ApiVersions v3+ (KIP-511). */
  softwareName: string | null;
  softwareVersion: string | null;
  /** API names used so far on this connection, in order of first use. */
  apis: string[];
};

export type GroupPhase = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';
export type MemberInfo = {
  memberId: string;
  instanceId: string | null;
  clientId: string;
  /** Address of the connection that joined. */
  clientHost: string;
  /** The connection that sent its last JoinGroup; null after a restart. */
  connection: number | null;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
  /** Decoded from the assignment when the protocol type is `consumer`; empty otherwise. */
  assignment: { topic: string; partitions: number[] }[];
};
export type GroupInfo = {
  group: string;
  phase: GroupPhase;
  generation: number;
  protocolType: string | null;
  protocol: string | null;
  leader: string | null;
  members: MemberInfo[];
};
export type RebalanceReason =
  | 'join' /* a new member */
  | 'leave' /* LeaveGroup */
  | 'session-timeout' /* silence */
  | 'rebalance-timeout' /* did not rejoin in time: poll too slow */
  | 'kicked'
  | 'subscription' /* a member asks for other topics than before */
  | 'given-back' /* a member has given partitions back, for others to get them (cooperative, KIP-429) */
  | 'metadata' /* a member, mostly the leader, joined again with nothing new to say: what it sees of its topics changed */
  | 'restored'; /* the broker restarted */

export type PartitionInfo = {
  partition: number;
  logStart: number;
  end: number;
  /** Null: offline, no node may lead it. */
  leader: number | null;
  epoch: number;
  /** Nodes that hold a copy, the preferred leader first. */
  replicas: number[];
  isr: number[];
};
export type TopicInfo = { topic: string; partitions: PartitionInfo[] };

/** One broker of the cluster; several are virtual, in one process. */
export type NodeInfo = {
  node: number;
  /** Where clients are told to connect. */
  host: string;
  port: number;
  alive: boolean;
  controller: boolean;
  /** Partitions it leads. */
  leads: number;
};

/** One frame, without its bytes. */
export type FrameInfo = {
  id: number;
  at: number;
  connection: number;
  clientId: string | null;
  direction: 'request' | 'reply';
  api: string;
  version: number;
  /** Ties a reply to its request. */
  correlationId: number;
  /** Without the 4 bytes of the size. */
  size: number;
  /** True when only its beginning is kept. */
  cut: boolean;
};

export type BrokerEvent =
  | { type: 'connection-opened'; connection: ConnectionInfo }
  /** Client id, software name or a first-used API became known. */
  | { type: 'connection-changed'; connection: ConnectionInfo }
  | { type: 'connection-closed'; connection: number; reason: CloseReason; detail?: string }
  | { type: 'topic-created'; topic: string; partitions: number; cause: 'auto' | 'admin' }
  | { type: 'partitions-added'; topic: string; partitions: number }
  | { type: 'topic-deleted'; topic: string }
  /** Coalesced per (topic, partition, connection, acks) within one flush; `records` are the last ones of the range. */
  | {
      type: 'appended';
      topic: string;
      partition: number;
      baseOffset: number;
      count: number;
      bytes: number;
      connection: number;
      clientId: string | null;
      acks: number;
      at: number;
      records: ShownRecord[];
    }
  | { type: 'log-start-moved'; topic: string; partition: number; logStart: number }
  /** Coalesced: the last fetch offset of each (connection, topic, partition) within one flush; `first` when another came before. */
  | {
      type: 'fetched';
      connection: number;
      clientId: string | null;
      topic: string;
      partition: number;
      offset: number;
      first?: number;
    }
  | {
      type: 'group-changed';
      group: GroupInfo;
      reason: RebalanceReason | null;
      memberId: string | null;
      clientId: string | null;
    }
  | { type: 'member-left'; group: string; memberId: string; clientId: string; reason: RebalanceReason }
  | { type: 'group-deleted'; group: string }
  | {
      type: 'committed';
      group: string;
      memberId: string | null;
      clientId: string | null;
      offsets: { topic: string; partition: number; offset: number }[];
    }
  /** `controller`: null when no node is left. */
  | { type: 'node-stopped'; node: number; controller: number | null }
  | { type: 'node-started'; node: number; controller: number | null }
  /** `leader` null: offline. Records from `end` on are gone: the new leader never had them. */
  | {
      type: 'leader-changed';
      topic: string;
      partition: number;
      leader: number | null;
      epoch: number;
      isr: number[];
      end: number;
    }
  | { type: 'isr-changed'; topic: string; partition: number; isr: number[] }
  /** Frames that went over the wire while somebody watches them; `dropped`: more than are told in one flush. */
  | { type: 'frames'; frames: FrameInfo[]; dropped: number }
  /** What clients did with watched topics, oldest first; `dropped`: more than are told in one flush. */
  | { type: 'witnessed'; deeds: Deed[]; dropped: number }
  | { type: 'fault-hit'; fault: string; connection: number; api: string }
  /** A line for the log: what was refused or repaired, in English. */
  | { type: 'notice'; level: 'info' | 'warn' | 'error'; message: string };

export type BrokerSnapshot = {
  address: { host: string; port: number };
  /** Every broker of the cluster, stopped ones too. */
  nodes: NodeInfo[];
  /**
   * What a stop may cost. `memory`: everything. `interval`: nothing when the process is killed, up to `lossWindowMs` of
   * acknowledged records when the power fails. `durable`: nothing. `lossWindowMs` is null when there is no bound.
   */
  storage: { mode: Durability; lossWindowMs: number | null };
  topics: TopicInfo[];
  connections: ConnectionInfo[];
  groups: GroupInfo[];
  committed: { group: string; offsets: { topic: string; partition: number; offset: number }[] }[];
  /** The last records of each partition, oldest first, at most `show.recent` each. */
  recent: { topic: string; partition: number; records: ShownRecord[] }[];
};
