// What the panel « Kafka en direct » draws: plain JSON, because a snapshot of it crosses the wire.
import type {
  Capabilities,
  ClientView,
  CommitView,
  GroupPhase,
  LeaveCause,
  MemberView,
  PageConsumerView,
  RebalanceCause,
  RecordView,
} from '#contract/kafka-events.ts';
import type { ExperimentsState } from './experiments/marks.ts';
import type { Line } from './facts.ts';
import type { LagHistory } from './lag-past.ts';
import type { Owner } from './owners.ts';

/** A record in a partition's window, with what the broker knows of its sending. */
export type KeptRecord = RecordView & {
  /** ClientView id of the producer; null when the source cannot know. */
  client: string | null;
  acks: number | null;
  /** When the journal heard of it, ms since 1970. */
  at: number;
};

export type PartitionState = {
  partition: number;
  logStart: number;
  /** The next offset to be written. */
  end: number;
  /** Oldest first, contiguous or not: a burst keeps only its last records. */
  recent: readonly KeptRecord[];
  /** Records and bytes appended since the journal began. */
  count: number;
  bytes: number;
  /** The last append: how many records at once, and when; null before the first. */
  last: { count: number; at: number } | null;
};

export type TopicState = {
  topic: string;
  /** How many partitions there are; `partitions` holds the first ones (bounds.partitions). */
  count: number;
  partitions: readonly PartitionState[];
  /** Records in all the windows together. */
  kept: number;
  since: number;
  lastAt: number;
};

export type ClientState = {
  view: ClientView;
  /** Per topic, most recent last. */
  produced: readonly { topic: string; count: number }[];
  producedTotal: number;
  /** acks of its last Produce; null when unknown or never. */
  acks: number | null;
  lastAt: number | null;
  left: { at: number; cause: LeaveCause } | null;
};

/**
 * `label` (C1, C2…) is given in order of arrival and never to another member of a group of this name. `cutAt`: when its
 * program's connections closed although it is still a member; null as long as nothing says so.
 */
export type MemberState = MemberView & { label: string; since: number; cutAt: number | null };

type FormerMember = {
  memberId: string;
  label: string;
  clientId: string;
  consumer: string | null;
  /** What it read, as far as is known. */
  topics: readonly { topic: string }[];
  cause: LeaveCause;
  at: number;
};

export type Rebalance = {
  cause: RebalanceCause | null;
  startedAt: number;
  /** Null while it goes on. */
  settledAt: number | null;
  generation: number;
  before: readonly Owner[];
  /** Null while it goes on. */
  after: readonly Owner[] | null;
};

export type GroupState = {
  group: string;
  phase: GroupPhase;
  generation: number;
  protocol: string | null;
  members: readonly MemberState[];
  former: readonly FormerMember[];
  nextLabel: number;
  committed: readonly (CommitView & { at: number })[];
  /** Owners when the group was last stable. */
  settled: readonly Owner[];
  rebalance: Rebalance | null;
  rebalances: number;
  changedAt: number;
};

export type ClusterState = {
  source: 'embedded' | 'cluster';
  address: string;
  capabilities: Capabilities;
  /** Why the cluster cannot be seen; null when it can. */
  lost: string | null;
};

export type KafkaState = {
  /** Time of the last event, ms since 1970; null before the first. */
  at: number | null;
  cluster: ClusterState | null;
  topics: readonly TopicState[];
  clients: readonly ClientState[];
  groups: readonly GroupState[];
  /** Labels already given in groups that were forgotten since: a group made again goes on counting. */
  labels: readonly { group: string; next: number }[];
  consumers: readonly PageConsumerView[];
  /** Lags of the last seconds. */
  lagHistory: LagHistory;
  /** Oldest first. */
  lines: readonly Line[];
  nextLine: number;
  experiments: ExperimentsState;
  totals: { events: number; records: number; bytes: number; commits: number; rebalances: number };
};

export const topicOf = (state: KafkaState, topic: string): TopicState | undefined =>
  state.topics.find((each) => each.topic === topic);
export const groupOf = (state: KafkaState, group: string): GroupState | undefined =>
  state.groups.find((each) => each.group === group);
export const clientOf = (state: KafkaState, id: string | null): ClientState | undefined =>
  id === null ? undefined : state.clients.find((each) => each.view.id === id);

/** How a program is called: its client id, or its address when it gave none. */
export const clientName = (view: ClientView): string =>
  view.clientId === null || view.clientId === '' ? view.address : view.clientId;
