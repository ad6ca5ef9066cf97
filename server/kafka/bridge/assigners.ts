// Partition assignors for page consumers, by the names that other clients use, so that all can share one group.
// Java, librdkafka and kafka-python offer `range` then `roundrobin`; kafkajs alone says `RoundRobinAssigner`.
import { AssignerProtocol, type PartitionAssigner, PartitionAssigners } from 'kafkajs';

type Member = { memberId: string; topics: string[] };
type Given = Map<string, { [topic: string]: number[] }>;
/** Partition ids of a topic, ascending. */
type PartitionsOf = (topic: string) => number[];
type Assign = (members: Member[], partitionsOf: PartitionsOf) => Given;

const { MemberAssignment, MemberMetadata } = AssignerProtocol;
const version = 0;

function give(given: Given, memberId: string, topic: string, partitions: number[]): void {
  const own = given.get(memberId);
  if (!own || partitions.length === 0) return;
  own[topic] = [...(own[topic] ?? []), ...partitions];
}

const noneYet = (members: Member[]): Given => new Map(members.map(({ memberId }) => [memberId, {}]));
const byId = (a: Member, b: Member) => (a.memberId < b.memberId ? -1 : 1);
const topicsOf = (members: Member[]) => [...new Set(members.flatMap(({ topics }) => topics))].sort();

/** Per topic, contiguous ranges in order of member id; the first members get one more. Java's RangeAssignor. */
export const assignRange: Assign = (members, partitionsOf) => {
  const given = noneYet(members);
  for (const topic of topicsOf(members)) {
    const takers = members.filter(({ topics }) => topics.includes(topic)).sort(byId);
    const partitions = partitionsOf(topic);
    const each = Math.floor(partitions.length / takers.length);
    const extra = partitions.length % takers.length;
    takers.forEach(({ memberId }, index) => {
      const from = each * index + Math.min(index, extra);
      give(given, memberId, topic, partitions.slice(from, from + each + (index < extra ? 1 : 0)));
    });
  }
  return given;
};

/** All partitions one by one to members in order of id, skipping who did not ask for the topic. Java's RoundRobinAssignor. */
export const assignRoundRobin: Assign = (members, partitionsOf) => {
  const given = noneYet(members);
  const circle = [...members].sort(byId);
  let next = 0;
  for (const topic of topicsOf(members)) {
    for (const partition of partitionsOf(topic)) {
      while (!circle[next % circle.length]?.topics.includes(topic)) next += 1;
      const taker = circle[next % circle.length];
      if (taker) give(given, taker.memberId, topic, [partition]);
      next += 1;
    }
  }
  return given;
};

const assigner =
  (name: string, assign: Assign): PartitionAssigner =>
  ({ cluster }) => ({
    name,
    version,
    async assign({ members }) {
      const known = members.map(({ memberId, memberMetadata }) => ({
        memberId,
        topics: MemberMetadata.decode(memberMetadata)?.topics ?? [],
      }));
      // As leader we may have to place topics that only others subscribed to.
      await cluster.addMultipleTargetTopics(topicsOf(known));
      const partitionsOf: PartitionsOf = (topic) =>
        cluster
          .findTopicPartitionMetadata(topic)
          .map(({ partitionId }) => partitionId)
          .sort((a, b) => a - b);
      return [...assign(known, partitionsOf)].map(([memberId, assignment]) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({ version, assignment, userData: Buffer.alloc(0) }),
      }));
    },
    protocol: ({ topics }) => ({
      name,
      metadata: MemberMetadata.encode({ version, topics, userData: Buffer.alloc(0) }),
    }),
  });

/** In order of preference: `range` first, as the defaults of the other clients have it. */
export const pageAssigners: PartitionAssigner[] = [
  assigner('range', assignRange),
  assigner('roundrobin', assignRoundRobin),
  PartitionAssigners.roundRobin,
];
