// Builders of events for tests: a small cluster told in few words. Used by tests of labs and of the panel only.
import type { ClientView, GroupView, KafkaEvent, LeaveCause, MemberView, RecordView } from '#contract/kafka-events.ts';
import { kafkaLab } from '../lab.ts';
import type { KafkaState } from '../state.ts';

const text = (value: string) => ({
  text: value,
  encoding: 'utf8' as const,
  size: encodeURIComponent(value).replace(/%../g, '.').length,
});

export const record = (offset: number, key: string | null, value = `{"n":${offset}}`): RecordView => ({
  offset,
  timestamp: 1_700_000_000_000 + offset,
  key: key === null ? null : text(key),
  value: text(value),
  headers: [],
});

/** One record per key, in order, on one partition. */
export const appended = (
  topic: string,
  partition: number,
  baseOffset: number,
  keys: (string | null)[],
  client: string | null = null,
): Extract<KafkaEvent, { type: 'records.appended' }> => ({
  type: 'records.appended',
  topic,
  partition,
  baseOffset,
  count: keys.length,
  bytes: keys.length * 20,
  client,
  acks: -1,
  kept: keys.map((key, index) => record(baseOffset + index, key)),
});

export const client = (id: string, change: Partial<ClientView> = {}): ClientView => ({
  id,
  clientId: id,
  library: null,
  libraryVersion: null,
  address: '127.0.0.1:51034',
  origin: 'outside',
  owner: null,
  roles: ['producer'],
  connections: 1,
  since: 0,
  ...change,
});

/** `partitions` of `topic` given to a member; an empty list is an idle member. */
export const member = (memberId: string, topic: string, partitions: number[], page = false): MemberView => ({
  memberId,
  clientId: page ? `page-${memberId}` : `${memberId}.py`,
  client: null,
  address: '127.0.0.1:51036',
  origin: page ? 'page' : 'outside',
  owner: page ? 'moi' : null,
  consumer: page ? `c-${memberId.replace(/\D/g, '') || '0'}` : null,
  instanceId: null,
  sessionTimeoutMs: 10_000,
  assignment: partitions.length === 0 ? [] : [{ topic, partitions }],
});

export const group = (
  name: string,
  phase: GroupView['phase'],
  generation: number,
  members: MemberView[],
): KafkaEvent => ({
  type: 'group.changed',
  group: { group: name, phase, generation, protocol: 'range', members },
  cause: null,
});

export const left = (name: string, memberId: string, cause: LeaveCause = 'clean'): KafkaEvent => ({
  type: 'group.member-left',
  group: name,
  memberId,
  clientId: `${memberId}.py`,
  cause,
});

/** `offsets` by partition, from 0; null skips one. */
export const committed = (name: string, memberId: string, topic: string, offsets: (number | null)[]): KafkaEvent => ({
  type: 'offsets.committed',
  group: name,
  memberId,
  offsets: offsets.flatMap((offset, partition) => (offset === null ? [] : [{ topic, partition, offset }])),
});

/** Where a member began, by partition, from 0; null for one it was not seen to begin. */
export const started = (name: string, memberId: string, topic: string, offsets: (number | null)[]): KafkaEvent[] =>
  offsets.flatMap((offset, partition) =>
    offset === null ? [] : [{ type: 'reading.started', group: name, memberId, topic, partition, offset }],
  );

export const predicted = (choice: string, person = 'moi', experiment = 'repartition'): KafkaEvent => ({
  type: 'prediction.made',
  experiment,
  step: 'predire',
  choice,
  person,
});

/** The whole rebalance: preparing with the old members, then stable with the new ones. */
export const settle = (name: string, generation: number, members: MemberView[]): KafkaEvent[] => [
  group(
    name,
    'PreparingRebalance',
    generation - 1,
    members.map((each) => ({ ...each, assignment: [] })),
  ),
  group(name, 'Stable', generation, members),
];

/** State after `events`, a second apart. */
export const play = (events: readonly KafkaEvent[], from: KafkaState = kafkaLab.initial()): KafkaState =>
  events.reduce((state, event) => kafkaLab.fold(state, event, (state.at ?? 1_700_000_000_000) + 1_000), from);
