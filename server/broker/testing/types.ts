// What a client is asked to do, whatever it is: the small interface that every driver offers, in its own process, over
// JSON lines on stdin and stdout. Values are text here; the bytes on the wire are the client's affair.

export type Codec = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
export const codecs: readonly Codec[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

export type Sent = {
  key: string | null;
  value: string | null;
  headers?: Record<string, string>;
  /** ms since 1970; the client's clock when left out. */
  timestamp?: number;
};
export type Received = {
  offset: number;
  partition: number;
  timestamp: number;
  key: string | null;
  value: string | null;
  headers: Record<string, string>;
};

export type ProduceArgs = {
  topic: string;
  partition: number;
  messages: Sent[];
  acks: 0 | 1 | -1;
  idempotent: boolean;
  compression: Codec;
};
/** Partition 0 of a topic, from an offset, or from the first record at least as young as a time, until `count` records. */
export type ReadArgs = { topic: string; from: { offset: number } | { time: number }; count: number };
export type MemberView = { assigned: number[]; records: Received[] };
export type GroupView = { state: string; members: number };

export type Operations = {
  produce(args: ProduceArgs): Promise<null>;
  read(args: ReadArgs): Promise<Received[]>;
  /** A consumer of the group, from the first offset when nothing is committed, committing only when told; gives its id. */
  join(args: { group: string; topic: string }): Promise<number>;
  /** Partitions it holds now, and what it received since it joined. */
  member(args: { member: number }): Promise<MemberView>;
  /** Commits everything this member received. */
  commit(args: { member: number }): Promise<null>;
  leave(args: { member: number }): Promise<null>;
  createTopic(args: { topic: string; partitions: number; configs: Record<string, string> }): Promise<null>;
  /** Number of partitions; 0 when there is no such topic. */
  describeTopic(args: { topic: string }): Promise<number>;
  addPartitions(args: { topic: string; total: number }): Promise<null>;
  deleteTopic(args: { topic: string }): Promise<null>;
  describeConfigs(args: { topic: string }): Promise<Record<string, string>>;
  alterConfigs(args: { topic: string; configs: Record<string, string> }): Promise<null>;
  listGroups(args: Record<string, never>): Promise<string[]>;
  describeGroup(args: { group: string }): Promise<GroupView>;
  deleteGroup(args: { group: string }): Promise<null>;
  /** Ends every connection of this driver, cleanly. */
  close(args: Record<string, never>): Promise<null>;
};
export type OperationName = keyof Operations;

/** First line of a driver: who it is, and which codecs this machine lets it write and read. */
export type Hello = { name: string; version: string; writes: Codec[]; reads: Codec[] };

/** Timings that every driver gives its group members, ms: a killed member is missed after the session timeout. */
export const sessionTimeoutMs = 6_000;
export const heartbeatMs = 300;
