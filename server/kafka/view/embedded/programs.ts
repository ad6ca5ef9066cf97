// Which connections make one program. The broker sees connections; people see programs. Pure: connections and members in,
// programs out. Where the wire does not say to whom a connection belongs, it is left out rather than guessed.
import type { ClientRole } from '#contract/kafka-events.ts';
import type { MemberInfo } from '#server/broker/index.ts';
import { accompany } from './companions.ts';
import type { Program, Seed, Seen } from './program-types.ts';

export type Attribution = {
  programs: Program[];
  /** When to look again (ms since 1970): a young connection may still find its program. Null when nothing is open. */
  lookAgainAt: number | null;
};

/** A connection without a role waits this long for its program to show itself, ms. */
export const graceMs = 1_000;

const adminApis = new Set([
  'CreateTopics',
  'DeleteTopics',
  'CreatePartitions',
  'AlterConfigs',
  'IncrementalAlterConfigs',
  'DeleteRecords',
  'DeleteGroups',
  'OffsetDelete',
  'DescribeConfigs',
  'DescribeGroups',
  'ListGroups',
]);

const uses = (seen: Seen, api: string) => seen.info.apis.includes(api);
export const placeKey = (topic: string, partition: number): string => `${topic} ${partition}`;

const owns = (member: MemberInfo, reads: ReadonlySet<string>) => {
  const owned = new Set(
    member.assignment.flatMap(({ topic, partitions }) => partitions.map((each) => placeKey(topic, each))),
  );
  return [...reads].every((key) => owned.has(key));
};

/** One reading connection per broker is all a member needs: a second one is somebody else's. */
const mayRead = (program: { connections: Seen[]; members: MemberInfo[] }, { info, reads }: Seen) =>
  program.members.some((member) => owns(member, reads)) &&
  !program.connections.some((each) => uses(each, 'Fetch') && each.info.nodeId === info.nodeId);

function rolesOf(connections: Seen[], members: MemberInfo[]): ClientRole[] {
  const roles: ClientRole[] = [];
  if (connections.some((seen) => uses(seen, 'Produce'))) roles.push('producer');
  if (members.length > 0 || connections.some((seen) => uses(seen, 'Fetch'))) roles.push('consumer');
  if (connections.some(({ info }) => info.apis.some((api) => adminApis.has(api)))) roles.push('admin');
  return roles;
}

/**
 * All connections and group members that share one client id and one host.
 * `oneProgram`: the client id belongs to one program by construction, so everything is its own.
 */
export function attribute(connections: Seen[], members: MemberInfo[], now: number, oneProgram: boolean): Attribution {
  const spoken = connections.filter(({ info }) => info.apis.length > 0);
  if (oneProgram) return whole(spoken, members, now);

  const seeds: Seed[] = [];
  const taken = new Set<Seen>();
  const seed = (own: Seen[], of: MemberInfo[]) => {
    for (const each of own) taken.add(each);
    seeds.push({ core: [...own], connections: [...own], members: of });
  };

  // 1. Each member of a group is a program: the connection that joined is its own.
  for (const member of members) {
    const joined = spoken.find((seen) => seen.info.connection === member.connection && !taken.has(seen));
    if (joined) seed([joined], [member]);
  }

  // 2. A producer has one producing connection per broker; two to the same broker are two producers.
  const producing = spoken.filter((seen) => !taken.has(seen) && uses(seen, 'Produce'));
  const brokers = new Set(producing.map(({ info }) => info.nodeId));
  if (producing.length > 0 && brokers.size === producing.length) seed(producing, []);
  else for (const each of producing) seed([each], []);

  // 3. A reading connection belongs to the only member that owns all it reads, if any; else it reads without a group.
  const young = new Set<Seen>();
  const unclear = new Set<Seen>();
  const reading = spoken.filter((seen) => !taken.has(seen) && uses(seen, 'Fetch'));
  for (const each of reading.filter(({ serves }) => serves !== null)) {
    const reader = seeds.find((one) => one.members.some(({ memberId }) => memberId === each.serves));
    if (!reader) continue;
    reader.core.push(each);
    reader.connections.push(each);
    taken.add(each);
  }
  const without = members.filter((member) => !seeds.some((each) => each.members.includes(member)));
  for (const each of reading) {
    if (taken.has(each)) continue;
    const readers = seeds.filter((one) => mayRead(one, each));
    const strays = without.filter((member) => owns(member, each.reads));
    if (each.reads.size > 0 && readers.length === 1) {
      readers[0]?.core.push(each);
      readers[0]?.connections.push(each);
      taken.add(each);
    } else if (each.reads.size > 0 && readers.length === 0 && strays.length === 1) {
      // Its joining connection is gone (a restart, a new coordinator), the reading one shows that it lives.
      seed([each], strays);
    } else if (now < each.quietUntil) {
      young.add(each);
    } else if (readers.length > 1 || strays.length > 1) {
      unclear.add(each);
    } else {
      // A member that has left keeps its connections together as long as they are open.
      seed(
        each.serves === null ? [each] : spoken.filter((seen) => !taken.has(seen) && seen.serves === each.serves),
        [],
      );
    }
  }

  // 4. The rest (bootstrap, metadata, coordinator) accompanies a program, or is one without a role.
  const rest = spoken.filter((seen) => !taken.has(seen) && !young.has(seen) && !unclear.has(seen));
  for (const each of accompany(seeds, rest, now)) young.add(each);

  return {
    programs: seeds.map((each) => ({ ...each, roles: rolesOf(each.connections, each.members) })),
    lookAgainAt: lookAgain(young),
  };
}

function whole(spoken: Seen[], members: MemberInfo[], now: number): Attribution {
  if (spoken.length === 0) return { programs: [], lookAgainAt: null };
  const roles = rolesOf(spoken, members);
  // An errand (creating a topic) that is over in a moment is not a program worth showing.
  const isErrand = !roles.includes('producer') && !roles.includes('consumer');
  const isYoung = spoken.every(({ shown, quietUntil }) => shown === null && now < quietUntil);
  if (isErrand && isYoung) return { programs: [], lookAgainAt: lookAgain(new Set(spoken)) };
  return { programs: [{ core: spoken, connections: spoken, members, roles }], lookAgainAt: null };
}

const lookAgain = (young: ReadonlySet<Seen>): number | null =>
  young.size === 0 ? null : Math.min(...[...young].map(({ quietUntil }) => quietUntil));
