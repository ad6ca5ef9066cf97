// What happened on the cluster, in the words of the Kafka protocol. Reliable events of the lab `kafka`, and its volatile keys.

/** Bytes shown to a person: UTF-8 text when they are, base64 otherwise. `size` is the real length in bytes; `cut` says text is shortened. */
export type ShownBytes = { text: string; encoding: 'utf8' | 'base64'; size: number; cut?: true };

export type RecordView = {
  offset: number;
  /** ms since 1970, as stored in the record (CreateTime or LogAppendTime); -1 when the producer gave none. */
  timestamp: number;
  key: ShownBytes | null;
  value: ShownBytes | null;
  headers: [name: string, value: ShownBytes | null][];
};

/** What a source can show. A capability that is false is named in the panel as "only the embedded Kafka shows this". */
export type Capabilities = {
  /** Connections of outside programs: library, version, address, how they left. */
  clients: boolean;
  /** From which offset an outside program begins to read; a page's own consumers always tell. */
  readings: boolean;
  /** Requests and replies, byte by byte. */
  frames: boolean;
  /** Faults on demand. */
  faults: boolean;
  /** What programs do with chosen topics, request by request: what a program is judged by. */
  deeds: boolean;
};

export type ClientRole = 'producer' | 'consumer' | 'admin';

/** One program as the broker sees it. */
export type ClientView = {
  id: string;
  clientId: string | null;
  /** As the program itself told in ApiVersions v3+ (KIP-511); null when it did not. */
  library: string | null;
  libraryVersion: string | null;
  /** `127.0.0.1:51034`, `[::1]:51034`; empty when the source cannot see it. */
  address: string;
  /** `page`: started by somebody from a page of the product; `outside`: any other program. */
  origin: 'page' | 'outside';
  /** For origin `page`: the public id of the person; null otherwise. */
  owner: string | null;
  roles: ClientRole[];
  connections: number;
  /** ms since 1970 */
  since: number;
};

/** How a program left. `clean`: said LeaveGroup, or closed an idle producer; `closed`: TCP closed without a word; `silence`: nothing heard until the session timed out. */
export type LeaveCause = 'clean' | 'closed' | 'silence' | 'poll-too-slow' | 'kicked' | 'server-stopped';

export type GroupPhase = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';

export type MemberView = {
  memberId: string;
  clientId: string;
  /** The ClientView id when it is known. */
  client: string | null;
  address: string;
  origin: 'page' | 'outside';
  owner: string | null;
  /** For a consumer started from a page: its id in commands (`c-3`) and what the page does with it. */
  consumer: string | null;
  instanceId: string | null;
  sessionTimeoutMs: number;
  assignment: { topic: string; partitions: number[] }[];
};

export type GroupView = {
  group: string;
  phase: GroupPhase;
  generation: number;
  protocol: string | null;
  members: MemberView[];
};

/** Why a group started to rebalance. `member` is the member's client id as shown. */
export type RebalanceCause = {
  kind:
    | 'join'
    | 'leave'
    | 'silence'
    | 'poll-too-slow'
    | 'kicked'
    /** A member asks for other topics than before. */
    | 'subscription'
    /** A cooperative member has given partitions back, for others to get them (KIP-429). */
    | 'given-back'
    /** A member asked for a new share: its topic had just been made; it has more partitions; or nothing says why. */
    | 'new-topic'
    | 'partitions'
    | 'rejoin'
    | 'restart'
    | 'unknown';
  memberId: string | null;
  clientId: string | null;
};

export type CommitView = { topic: string; partition: number; offset: number };

/** State of a consumer started from a page. */
export type PageConsumerView = {
  consumer: string;
  owner: string;
  group: string;
  topic: string;
  clientId: string;
  fromBeginning: boolean;
  autoCommit: boolean;
  /** Artificial work per record, ms. */
  delayMs: number;
  state: 'starting' | 'running' | 'paused' | 'stopping' | 'stopped' | 'killed' | 'failed';
  /** French; only for `failed`. */
  reason?: string;
};

export type KafkaEvent =
  | {
      type: 'cluster.described';
      source: 'embedded' | 'cluster';
      /** What a program must be given as bootstrap server. */
      address: string;
      capabilities: Capabilities;
    }
  | { type: 'cluster.lost'; reason: string }
  | { type: 'cluster.recovered' }
  /** `by`: public id of the person who asked for it from a page; absent when nobody here did, or nobody can tell. */
  | { type: 'topic.created'; topic: string; partitions: number; by?: string }
  | { type: 'topic.extended'; topic: string; partitions: number }
  | { type: 'topic.deleted'; topic: string }
  | {
      type: 'records.appended';
      topic: string;
      partition: number;
      /** Records [baseOffset, baseOffset + count) were appended. */
      baseOffset: number;
      count: number;
      bytes: number;
      /** ClientView id of the producer; null when the source cannot know. */
      client: string | null;
      /** As asked in Produce: 0, 1, -1; null when unknown. */
      acks: number | null;
      /** The last records of the range, oldest first; fewer than `count` in a burst. */
      kept: RecordView[];
    }
  | { type: 'log.start-moved'; topic: string; partition: number; logStart: number }
  | { type: 'client.appeared'; client: ClientView }
  | { type: 'client.changed'; client: ClientView }
  | { type: 'client.left'; id: string; cause: LeaveCause }
  | { type: 'group.changed'; group: GroupView; cause: RebalanceCause | null }
  | { type: 'group.member-left'; group: string; memberId: string; clientId: string; cause: LeaveCause }
  | { type: 'group.deleted'; group: string }
  | { type: 'offsets.committed'; group: string; memberId: string | null; offsets: CommitView[] }
  /** The first offset a member asked for in a partition it was given; not told when the source cannot see it. */
  | { type: 'reading.started'; group: string; memberId: string; topic: string; partition: number; offset: number }
  /** `by`: public id of the person whose command made the change; absent when it happened by itself. */
  | { type: 'consumer.changed'; consumer: PageConsumerView; by?: string }
  | { type: 'consumer.removed'; consumer: string }
  /** A student cleared the marks of an experiment; the cluster itself is untouched. */
  | { type: 'experiment.reset'; experiment: string; person: string; topic?: string }
  /** A prediction made before a run, to be marked by what happens. */
  | { type: 'prediction.made'; experiment: string; step: string; choice: string; person: string; topic?: string };

/** Volatile: where a group's reader is; its key is made by labs/kafka/position.ts. */
export type PositionValue = { position: number; memberId: string | null };
