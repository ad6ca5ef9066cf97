// From the state of the lab to what each part of the panel draws. Pure; no French, no DOM.

import { partitionsOf } from '#labs/kafka/owners.ts';
import { positionKey } from '#labs/kafka/position.ts';
import type {
  ClientState,
  GroupState,
  KafkaState,
  MemberState,
  PartitionState,
  TopicState,
} from '#labs/kafka/state.ts';
import { type GroupStyle, groupStyle } from './keys.ts';

export type GroupCursor = {
  group: string;
  style: GroupStyle;
  /** The next offset the group would read after a restart; null when nothing was committed. */
  committed: number | null;
  /** The next offset its reader will ask for; null when it is not known. */
  position: number | null;
};

/** Groups that have to do with a topic, in order of appearance, each with its colour and shape. */
export function groupsOf(state: KafkaState, topic: string): { group: GroupState; style: GroupStyle }[] {
  return state.groups
    .map((group, index) => ({ group, style: groupStyle(index) }))
    .filter(({ group }) => concerns(state, group, topic));
}

/** A departure stays on the card this long, ms. */
const farewellMs = 60_000;

/** The last departures from a group, by the time of the last event: what is recent is not judged by this machine's clock. */
export const farewells = (group: GroupState, now: number): GroupState['former'] =>
  group.former.filter(({ at }) => now - at < farewellMs);

function concerns(state: KafkaState, group: GroupState, topic: string): boolean {
  if (farewells(group, state.at ?? 0).some(({ topics }) => topics.some((each) => each.topic === topic))) return true;
  if (group.committed.some((each) => each.topic === topic)) return true;
  if (state.consumers.some((each) => each.group === group.group && each.topic === topic)) return true;
  const owned = [...group.members, ...group.settled].flatMap(({ assignment }) => assignment.map((each) => each.topic));
  return owned.includes(topic) || (owned.length === 0 && group.members.length > 0);
}

/** The cursors to draw under one partition. */
export function cursorsOf(
  groups: readonly { group: GroupState; style: GroupStyle }[],
  topic: string,
  { partition, end }: PartitionState,
  volatile: ReadonlyMap<string, unknown>,
): GroupCursor[] {
  return groups.flatMap(({ group, style }) => {
    const committed =
      group.committed.find((each) => each.topic === topic && each.partition === partition)?.offset ?? null;
    // Positions travel faster than records: a reader is never shown beyond the end one sees.
    const told = positionOf(volatile.get(positionKey(group.group, topic, partition)));
    const position = told === null ? null : Math.min(told, end);
    if (committed === null && position === null) return [];
    return [{ group: group.group, style, committed, position }];
  });
}

function positionOf(value: unknown): number | null {
  if (typeof value !== 'object' || value === null || !('position' in value)) return null;
  return typeof value.position === 'number' ? value.position : null;
}

export type MemberStatus = 'owner' | 'idle' | 'elsewhere' | 'rebalancing';

/** Why a member has, or has not, partitions of this topic. */
export function memberStatus(group: GroupState, member: MemberState, topic: TopicState): MemberStatus {
  if (partitionsOf(member, topic.topic).length > 0) return 'owner';
  if (group.phase !== 'Stable') return 'rebalancing';
  if (member.assignment.some(({ partitions }) => partitions.length > 0)) return 'elsewhere';
  return 'idle';
}

/** Members in their order; those that read another topic come last. */
export function readersFirst(group: GroupState, topic: TopicState): readonly MemberState[] {
  const isElsewhere = (member: MemberState) => memberStatus(group, member, topic) === 'elsewhere';
  if (!group.members.some(isElsewhere)) return group.members;
  return [...group.members.filter((member) => !isElsewhere(member)), ...group.members.filter(isElsewhere)];
}

/** Producers of a topic: outside programs one by one, present first; pages are summed up by person. */
export function producersOf(state: KafkaState, topic: string, me: string | null) {
  const sent = (client: ClientState) => client.produced.find((each) => each.topic === topic)?.count ?? 0;
  const isProducer = (client: ClientState) => sent(client) > 0 || client.view.roles.includes('producer');
  const producers = state.clients.filter(isProducer);
  const outside = producers.filter(({ view }) => view.origin === 'outside');
  const pages = producers.filter(({ view }) => view.origin === 'page');
  const mine = pages.filter(({ view }) => view.owner !== null && view.owner === me);
  const others = pages.filter((client) => !mine.includes(client) && sent(client) > 0);
  const sum = (clients: readonly ClientState[]) => clients.reduce((total, client) => total + sent(client), 0);
  return {
    outside: [
      ...outside.filter(({ left }) => left === null),
      ...outside.filter(({ left }) => left !== null).sort((a, b) => (b.left?.at ?? 0) - (a.left?.at ?? 0)),
    ].map((client) => ({ client, sent: sent(client) })),
    mine: { sent: sum(mine), acks: mine.at(-1)?.acks ?? null },
    others: { owners: [...new Set(others.map(({ view }) => view.owner))], sent: sum(others) },
  };
}

/** The topic to show: the one asked for, the lesson's, the most alive, or none. */
export function chooseTopic(state: KafkaState, asked: string | null, preferred: string): TopicState | null {
  const named = (name: string | null) => state.topics.find(({ topic }) => topic === name);
  return named(asked) ?? named(preferred) ?? state.topics.at(-1) ?? null;
}
