// From the broker's events to the contract's: the same facts, in the words of people. Keeps only what the words need.
import type { GroupView, KafkaEvent, MemberView, PositionValue } from '#contract/kafka-events.ts';
import { positionKey } from '#labs/kafka/position.ts';
import type { BrokerEvent, BrokerSnapshot, GroupInfo, MemberInfo } from '#server/broker/index.ts';
import type { PositionNow } from '../../bridge/consumer-run.ts';
import type { Bridge } from '../../types.ts';
import { createCauses } from './causes.ts';
import type { Clients } from './clients.ts';
import { closeCause, leaveCause } from './wording.ts';

type Of<T extends BrokerEvent['type']> = Extract<BrokerEvent, { type: T }>;
type Position = PositionValue & { group: string; topic: string; partition: number };

export type Translator = {
  snapshot(snapshot: BrokerSnapshot): KafkaEvent[];
  translate(event: BrokerEvent): KafkaEvent[];
  /** A page consumer says itself where it is: exact, where a fetch only shows what was asked for. */
  position(now: PositionNow): KafkaEvent[];
  /** Readings that began on a connection whose member was not known yet, and is now. */
  lateStarts(): KafkaEvent[];
};

const maxPositions = 10_000;
const maxEarly = 1_000;

export function createTranslator(options: {
  clients: Clients;
  ownerOfClientId: Bridge['ownerOfClientId'];
  /** Volatile positions; null removes. */
  set(key: string, value: PositionValue | null): void;
  now(): number;
}): Translator {
  const { clients, ownerOfClientId, set, now } = options;
  const positions = new Map<string, Position>();
  /** Who was told to have begun, by position key. */
  const begun = new Map<string, string>();
  /** First fetches of connections that belong to no member yet. */
  const early = new Map<number, Map<string, { topic: string; partition: number; first: number }>>();
  const exact = new Map<string, string>();
  const causes = createCauses(now);

  function memberView(member: MemberInfo): MemberView {
    const behind = ownerOfClientId(member.clientId);
    return {
      memberId: member.memberId,
      clientId: member.clientId,
      client: clients.idOfMember(member.memberId),
      address: (member.connection === null ? null : clients.addressOf(member.connection)) ?? member.clientHost,
      origin: behind ? 'page' : 'outside',
      owner: behind?.owner ?? null,
      consumer: behind?.consumer ?? null,
      instanceId: member.instanceId,
      sessionTimeoutMs: member.sessionTimeoutMs,
      assignment: member.assignment,
    };
  }

  const groupView = ({ group, phase, generation, protocol, members }: GroupInfo): GroupView => ({
    group,
    phase,
    generation,
    protocol,
    members: members.map(memberView),
  });

  function movePosition(at: Position): void {
    const key = positionKey(at.group, at.topic, at.partition);
    if (positions.size >= maxPositions && !positions.has(key)) return;
    positions.set(key, at);
    set(key, { position: at.position, memberId: at.memberId });
  }

  function dropPositions(gone: (at: Position) => boolean): void {
    for (const [key, at] of positions) {
      if (!gone(at)) continue;
      positions.delete(key);
      exact.delete(key);
      begun.delete(key);
      set(key, null);
    }
  }

  function began(at: Position, offset: number): KafkaEvent[] {
    const { group, topic, partition, memberId } = at;
    const key = positionKey(group, topic, partition);
    if (memberId === null || begun.get(key) === memberId) return [];
    if (begun.size >= maxPositions && !begun.has(key)) return [];
    begun.set(key, memberId);
    return [{ type: 'reading.started', group, memberId, topic, partition, offset }];
  }

  function fetched({ connection, topic, partition, offset, first = offset }: Of<'fetched'>): KafkaEvent[] {
    const found = readers(connection, topic, partition);
    const place = `${topic} ${partition}`;
    const own = early.get(connection) ?? new Map();
    const from = own.get(place)?.first ?? first;
    if (found.length === 0) {
      if (early.size < maxEarly || early.has(connection)) early.set(connection, own);
      if (own.size < maxEarly && !own.has(place)) own.set(place, { topic, partition, first });
    } else own.delete(place);
    return found.flatMap(({ memberId, clientId, group }) => {
      const at = { group, topic, partition, position: offset, memberId };
      // A page consumer counts its records itself, and is ahead of what it asks for.
      const isExact =
        exact.get(positionKey(group, topic, partition)) === memberId && ownerOfClientId(clientId) !== null;
      if (!isExact) movePosition(at);
      return began(at, from);
    });
  }

  function lateStarts(): KafkaEvent[] {
    const told: KafkaEvent[] = [];
    for (const [connection, own] of early) {
      for (const [place, { topic, partition, first }] of own) {
        const found = readers(connection, topic, partition);
        if (found.length === 0) continue;
        own.delete(place);
        for (const { memberId, group } of found) {
          const at = { group, topic, partition, position: first, memberId };
          if (!positions.has(positionKey(group, topic, partition))) movePosition(at);
          told.push(...began(at, first));
        }
      }
      if (own.size === 0) early.delete(connection);
    }
    return told;
  }

  const groupOfMember = new Map<string, string>();
  function readers(connection: number, topic: string, partition: number) {
    return clients.reads(connection, topic, partition).flatMap(({ memberId, clientId, assignment }) => {
      const group = groupOfMember.get(memberId);
      const owned = assignment.some((each) => each.topic === topic && each.partitions.includes(partition));
      return group !== undefined && owned ? [{ memberId, clientId, group }] : [];
    });
  }

  const membersOf = new Map<string, string[]>();
  function follow({ group, phase, members }: GroupInfo): void {
    for (const id of membersOf.get(group) ?? []) groupOfMember.delete(id);
    membersOf.set(
      group,
      members.map(({ memberId }) => memberId),
    );
    for (const { memberId } of members) groupOfMember.set(memberId, group);
    if (phase !== 'Stable' && phase !== 'Empty' && phase !== 'Dead') return;
    const owner = new Map<string, string>();
    for (const { memberId, assignment } of members) {
      for (const { topic, partitions } of assignment) {
        for (const each of partitions) owner.set(positionKey(group, topic, each), memberId);
      }
    }
    dropPositions(
      (at) => at.group === group && owner.get(positionKey(at.group, at.topic, at.partition)) !== at.memberId,
    );
  }

  function groupChanged(event: Of<'group-changed'>): KafkaEvent[] {
    clients.group(event.group);
    follow(event.group);
    const told = clients.settle('midway');
    return [...told, { type: 'group.changed', group: groupView(event.group), cause: causes.of(event) }];
  }

  function appended(event: Of<'appended'>): KafkaEvent[] {
    const { topic, partition, baseOffset, count, bytes, connection, acks, records } = event;
    const told = clients.settle('midway');
    const client = clients.idOfConnection(connection);
    const range = { topic, partition, baseOffset, count, bytes, client, acks };
    return [...told, { type: 'records.appended', ...range, kept: records }];
  }

  function translate(event: BrokerEvent): KafkaEvent[] {
    switch (event.type) {
      case 'connection-opened':
      case 'connection-changed':
        clients.connection(event.connection);
        return [];
      case 'connection-closed': {
        // A program that came and went within one flush is told before it is gone.
        const told = clients.settle('midway');
        clients.closed(event.connection, closeCause[event.reason]);
        early.delete(event.connection);
        return told;
      }
      case 'topic-created':
        causes.topicCreated(event.topic);
        return [{ type: 'topic.created', topic: event.topic, partitions: event.partitions }];
      case 'partitions-added':
        causes.topicExtended(event.topic);
        return [{ type: 'topic.extended', topic: event.topic, partitions: event.partitions }];
      case 'topic-deleted':
        causes.topicDeleted(event.topic);
        dropPositions(({ topic }) => topic === event.topic);
        return [{ type: 'topic.deleted', topic: event.topic }];
      case 'appended':
        return appended(event);
      case 'log-start-moved':
        return [{ ...event, type: 'log.start-moved' }];
      case 'fetched':
        return fetched(event);
      case 'group-changed':
        return groupChanged(event);
      case 'member-left': {
        const { group, memberId, clientId } = event;
        const cause = leaveCause[event.reason];
        const told = clients.settle('midway');
        clients.memberLeft(memberId, cause);
        return [...told, { type: 'group.member-left', group, memberId, clientId, cause }];
      }
      case 'group-deleted':
        clients.groupDeleted(event.group);
        causes.groupDeleted(event.group);
        for (const id of membersOf.get(event.group) ?? []) groupOfMember.delete(id);
        membersOf.delete(event.group);
        dropPositions(({ group }) => group === event.group);
        return [{ type: 'group.deleted', group: event.group }];
      case 'committed':
        return [{ type: 'offsets.committed', group: event.group, memberId: event.memberId, offsets: event.offsets }];
      case 'node-stopped':
      case 'node-started':
      case 'leader-changed':
      case 'isr-changed':
      case 'frames':
      case 'witnessed':
      case 'fault-hit':
      case 'notice':
        return [];
    }
  }

  return {
    translate,

    snapshot({ topics, connections, groups, committed, recent }) {
      const told: KafkaEvent[] = [];
      for (const { topic, partitions } of topics) {
        told.push({ type: 'topic.created', topic, partitions: partitions.length });
        for (const { partition, logStart, end } of partitions) {
          const kept = recent.find((each) => each.topic === topic && each.partition === partition)?.records ?? [];
          const range = { topic, partition, baseOffset: logStart, count: end - logStart, bytes: 0 };
          if (end > logStart) told.push({ type: 'records.appended', ...range, client: null, acks: null, kept });
          if (logStart > 0) told.push({ type: 'log.start-moved', topic, partition, logStart });
        }
      }
      for (const info of connections) clients.connection(info);
      for (const group of groups) {
        clients.group(group);
        follow(group);
      }
      told.push(...clients.settle('end'));
      for (const group of groups) told.push({ type: 'group.changed', group: groupView(group), cause: null });
      for (const { group, offsets } of committed) {
        told.push({ type: 'offsets.committed', group, memberId: null, offsets });
      }
      return told;
    },

    position({ group, topic, partition, position, memberId }) {
      const at = { group, topic, partition, position, memberId };
      exact.set(positionKey(group, topic, partition), memberId);
      movePosition(at);
      // Ahead of the broker's own account, in which the member arrives first: its first fetch will be told there.
      return groupOfMember.get(memberId) === group ? began(at, position) : [];
    },

    lateStarts,
  };
}
