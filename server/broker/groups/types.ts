// The door of the group coordinator: what handlers ask, what it answers, what it needs from outside.
// Pure words: no socket, no codec, no clock of its own. Error codes are Kafka protocol numbers (0 = none).

import type { Clock } from '../clock.ts';
import type { BrokerEvent, GroupInfo, GroupPhase } from '../events.ts';
import type { StateStore } from './store.ts';

export type TopicPartition = { topic: string; partition: number };

/** JoinGroup. Bytes are copied when kept: the caller may give views of a socket buffer. */
export type JoinRequest = {
  group: string;
  /** Empty for a member that has no id yet. */
  memberId: string;
  /** group.instance.id (KIP-345), null for a dynamic member. */
  instanceId: string | null;
  clientId: string;
  clientHost: string;
  connection: number;
  sessionTimeoutMs: number;
  /** JoinGroup v0 has none: give -1, the session timeout is then used. */
  rebalanceTimeoutMs: number;
  protocolType: string;
  /** In order of preference. */
  protocols: { name: string; metadata: Uint8Array }[];
  /** JoinGroup v4+ (KIP-394): a dynamic newcomer first gets its id with error 79, then joins with it. */
  requireMemberId: boolean;
  /** JoinGroup v9+ (KIP-814): a static leader that came back may be told to skip its assignment. */
  supportsSkipAssignment?: boolean;
  /** JoinGroup v8+ (KIP-800). */
  reason?: string | null;
};
export type JoinResult = {
  code: number;
  /** -1 with an error. */
  generation: number;
  protocolType: string | null;
  /** Null with an error (encode as '' before v7). */
  protocol: string | null;
  /** Member id of the leader; '' with an error. */
  leader: string;
  /** Also given with 79 MEMBER_ID_REQUIRED. */
  memberId: string;
  /** Everybody for the leader, nobody for the others. */
  members: { memberId: string; instanceId: string | null; metadata: Uint8Array }[];
  skipAssignment: boolean;
};

/** What every request of an admitted member carries. */
export type MemberRequest = {
  group: string;
  generation: number;
  memberId: string;
  instanceId: string | null;
};

export type SyncRequest = MemberRequest & {
  connection: number;
  /** SyncGroup v5+ (KIP-559); null or absent: not checked. */
  protocolType?: string | null;
  protocol?: string | null;
  /** Only the leader's count. */
  assignments: { memberId: string; assignment: Uint8Array }[];
};
export type SyncResult = { code: number; protocolType: string | null; protocol: string | null; assignment: Uint8Array };

export type HeartbeatRequest = MemberRequest & { connection: number };

export type LeaveRequest = {
  group: string;
  /** LeaveGroup v0-2: a list of one. An empty memberId with an instanceId is an administrator's removal (KIP-345). */
  members: { memberId: string; instanceId: string | null; reason?: string | null }[];
};
export type LeaveResult = {
  /** Of the whole request (24 only). Before v3, answer `code || members[0].code`. */
  code: number;
  members: { memberId: string; instanceId: string | null; code: number }[];
};

/** Topics and partitions that do not exist are the handler's to refuse (3) before calling. */
export type CommitRequest = MemberRequest & {
  clientId: string | null;
  /** leaderEpoch -1 when unknown; metadata null is kept as ''. generation -1 and memberId '' for simple consumers and admins. */
  offsets: (TopicPartition & { offset: number; leaderEpoch: number; metadata: string | null })[];
};
/** In the order of the request. */
export type CommitResult = (TopicPartition & { code: number })[];

export type OffsetFetchRequest = {
  group: string;
  /** Null: everything the group has committed. */
  topics: { topic: string; partitions: number[] }[] | null;
  requireStable: boolean;
};
export type FetchedOffset = {
  partition: number;
  /** -1 with code 0 when nothing was committed. */
  offset: number;
  leaderEpoch: number;
  metadata: string;
  code: number;
};
export type OffsetFetchResult = { code: number; topics: { topic: string; partitions: FetchedOffset[] }[] };

export type ListedGroup = { group: string; protocolType: string; phase: GroupPhase };
export type DescribedGroup = {
  /** 0, or 24. An unknown group is code 0 and phase Dead (DescribeGroups v6+ may answer 69 instead). */
  code: number;
  group: string;
  phase: GroupPhase;
  protocolType: string;
  /** '' unless Stable. */
  protocol: string;
  members: {
    memberId: string;
    instanceId: string | null;
    clientId: string;
    clientHost: string;
    /** Empty unless Stable, as Apache does. */
    metadata: Uint8Array;
    assignment: Uint8Array;
  }[];
};

/** OffsetDelete: `code` is the top-level one (69, 68, 24); then partitions are empty. */
export type DeleteOffsetsResult = { code: number; partitions: (TopicPartition & { code: number })[] };

export type GroupCoordinator = {
  /** Parks until the rebalance completes. Always resolves: with an error when the member leaves, is evicted or is gone. */
  join(request: JoinRequest): Promise<JoinResult>;
  /** A follower parks until the leader's assignment arrives. Always resolves. */
  sync(request: SyncRequest): Promise<SyncResult>;
  heartbeat(request: HeartbeatRequest): { code: number };
  leave(request: LeaveRequest): LeaveResult;
  /** Resolves once the state log has the offsets. */
  commit(request: CommitRequest): Promise<CommitResult>;
  fetch(request: OffsetFetchRequest): OffsetFetchResult;
  /** Null or absent: every state. Names compare without case, unknown names match nothing. */
  list(states?: string[] | null): ListedGroup[];
  describe(group: string): DescribedGroup;
  /** Code: 0, 68 NON_EMPTY_GROUP, 69 GROUP_ID_NOT_FOUND, 24, 15 when the log refused. */
  deleteGroup(group: string): Promise<number>;
  deleteOffsets(group: string, partitions: TopicPartition[]): Promise<DeleteOffsetsResult>;
  /** Forgets every offset committed on a topic that is no more. */
  topicDeleted(topic: string): Promise<void>;
  /** Drops what this connection had parked. Its members stay until their session timeout. */
  connectionClosed(connection: number): void;
  snapshot(): { groups: GroupInfo[]; committed: CommittedView[] };
  /** Resolves every parked request (15) and cancels every timer. The state store stays the caller's. */
  close(): void;
};

type CommittedView = { group: string; offsets: (TopicPartition & { offset: number })[] };

/** Reads what members put in their opaque bytes when the protocol type is `consumer`; null when it cannot. */
export type ConsumerDecoder = {
  assignment(bytes: Uint8Array): { topic: string; partitions: number[] }[] | null;
  /** Subscribed topics. */
  subscription(bytes: Uint8Array): string[] | null;
  /** Partitions that the member says it holds (cooperative clients, KIP-429). */
  owned(bytes: Uint8Array): { topic: string; partitions: number[] }[] | null;
};

/** Names follow Apache's broker settings. All times in ms. */
export type GroupLimits = {
  /** group.min.session.timeout.ms */
  minSessionTimeoutMs: number;
  /** group.max.session.timeout.ms */
  maxSessionTimeoutMs: number;
  /** group.initial.rebalance.delay.ms, from Empty only */
  initialRebalanceDelayMs: number;
  /** group.max.size: members and pending members of one group */
  maxGroupSize: number;
  maxGroups: number;
  /** Committed partitions of one group. */
  maxOffsetsPerGroup: number;
  /** offset.metadata.max.bytes, in UTF-8 bytes */
  maxOffsetMetadataBytes: number;
  /** Subscription bytes of one member, all protocols together; also one member's assignment. */
  maxMemberBytes: number;
  /** Subscription bytes of all members of a group together; also their assignments together. */
  maxGroupBytes: number;
  maxProtocols: number;
  /** offsets.retention.minutes, for Empty groups only */
  offsetsRetentionMs: number;
  /** offsets.retention.check.interval.ms */
  retentionCheckMs: number;
};

export type GroupCoordinatorOptions = {
  clock: Clock;
  store: StateStore;
  emit(event: BrokerEvent): void;
  decoder: ConsumerDecoder;
  limits?: Partial<GroupLimits>;
  /** End of a member id; random by default. */
  newId?(): string;
  /** True while an open transaction holds an offset of this partition (OffsetFetch requireStable, 88). */
  hasPendingOffset?(group: string, topic: string, partition: number): boolean;
};
