// One look at a real cluster: topics, logs' starts and ends, groups and their offsets. Bounded work per look.
import { AssignerProtocol, type GroupDescription } from 'kafkajs';
import type { GroupPhase, GroupView, MemberView } from '#contract/kafka-events.ts';
import type { Bridge } from '../../types.ts';
import { placeKey, type TopicPlaces, type Wire } from './wire.ts';

export type Picture = {
  places: TopicPlaces;
  starts: Map<string, number>;
  ends: Map<string, number>;
  groups: Map<string, GroupView>;
  /** Groups whose offsets were asked for in this look; the others keep theirs. */
  committed: Map<string, Map<string, { topic: string; partition: number; offset: number }>>;
};

const lookLimits = { topics: 200, partitions: 2_000, groups: 200, offsetsPerLook: 25 } as const;

/** Kafka's own topics (`__consumer_offsets`, `__transaction_state`) are not the students' business. */
const isInternal = (topic: string) => topic.startsWith('__');

function bounded(all: TopicPlaces): TopicPlaces {
  const kept: TopicPlaces = new Map();
  let partitions = 0;
  for (const [topic, list] of [...all].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (isInternal(topic) || kept.size >= lookLimits.topics) continue;
    if (partitions + list.length > lookLimits.partitions) continue;
    partitions += list.length;
    kept.set(topic, list);
  }
  return kept;
}

/** Partitions without a leader cannot be asked anything. */
const ledOnly = (places: TopicPlaces): TopicPlaces =>
  new Map([...places].map(([topic, list]) => [topic, list.filter(({ leader }) => leader >= 0)]));

const phases = new Set<string>(['Empty', 'PreparingRebalance', 'CompletingRebalance', 'Stable', 'Dead']);
const isPhase = (state: string): state is GroupPhase => phases.has(state);

/** `/10.0.0.7` is how brokers write it. */
const hostOf = (clientHost: string) => clientHost.replace(/^\//, '');

function assignmentOf(bytes: Buffer): MemberView['assignment'] {
  if (bytes.length === 0) return [];
  try {
    const decoded = AssignerProtocol.MemberAssignment.decode(bytes);
    return Object.entries(decoded?.assignment ?? {}).map(([topic, partitions]) => ({
      topic,
      partitions: [...partitions].sort((a, b) => a - b),
    }));
  } catch {
    // Not the consumer protocol: what it owns cannot be read.
    return [];
  }
}

function groupView(group: GroupDescription, ownerOf: Bridge['ownerOfClientId']): GroupView {
  return {
    group: group.groupId,
    phase: isPhase(group.state) ? group.state : 'Dead',
    // DescribeGroups does not tell it.
    generation: -1,
    protocol: group.protocol === '' ? null : group.protocol,
    members: group.members.map(({ memberId, clientId, clientHost, memberAssignment }) => {
      const behind = ownerOf(clientId);
      return {
        memberId,
        clientId,
        client: null,
        address: hostOf(clientHost),
        origin: behind ? 'page' : 'outside',
        owner: behind?.owner ?? null,
        consumer: behind?.consumer ?? null,
        instanceId: null,
        sessionTimeoutMs: 0,
        assignment: assignmentOf(memberAssignment),
      };
    }),
  };
}

/** `turn` counts looks: when there are many groups, their offsets are asked for in turns. */
export async function look(wire: Wire, turn: number, ownerOf: Bridge['ownerOfClientId']): Promise<Picture> {
  const places = bounded(await wire.topics());
  const led = ledOnly(places);
  const [starts, ends] = await Promise.all([wire.offsets(led, 'starts'), wire.offsets(led, 'ends')]);

  const listed = (await wire.admin.listGroups()).groups
    .filter(({ protocolType }) => protocolType === 'consumer' || protocolType === '')
    .map(({ groupId }) => groupId)
    .sort()
    .slice(0, lookLimits.groups);
  const described = listed.length === 0 ? [] : (await wire.admin.describeGroups(listed)).groups;
  const groups = new Map(described.map((group) => [group.groupId, groupView(group, ownerOf)]));

  const committed: Picture['committed'] = new Map();
  const rounds = Math.max(1, Math.ceil(listed.length / lookLimits.offsetsPerLook));
  for (const groupId of listed.filter((_, index) => index % rounds === turn % rounds)) {
    const own = new Map<string, { topic: string; partition: number; offset: number }>();
    for (const { topic, partitions } of await wire.admin.fetchOffsets({ groupId })) {
      if (!places.has(topic)) continue;
      for (const { partition, offset } of partitions) {
        // -1: nothing committed there.
        if (Number(offset) >= 0) own.set(placeKey(topic, partition), { topic, partition, offset: Number(offset) });
      }
    }
    committed.set(groupId, own);
  }
  return { places, starts, ends, groups, committed };
}
