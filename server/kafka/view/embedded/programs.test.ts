import { describe, expect, it } from 'vitest';
import type { MemberInfo } from '#server/broker/index.ts';
import type { Seen } from './program-types.ts';
import { attribute, graceMs, placeKey } from './programs.ts';

const now = 1_000_000;
const long = 60_000;

function seen(connection: number, apis: string[], more: Partial<Seen> & { age?: number; nodeId?: number } = {}): Seen {
  const { age = long, nodeId = 1, ...rest } = more;
  return {
    info: {
      connection,
      address: `127.0.0.1:${50_000 + connection}`,
      nodeId,
      openedAt: now - age,
      clientId: 'rdkafka',
      softwareName: null,
      softwareVersion: null,
      apis,
    },
    reads: new Set(),
    serves: null,
    with: null,
    shown: null,
    quietUntil: now - age + graceMs,
    ...rest,
  };
}
const member = (memberId: string, connection: number | null, ...partitions: number[]): MemberInfo => ({
  memberId,
  instanceId: null,
  clientId: 'rdkafka',
  clientHost: '127.0.0.1',
  connection,
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 10_000,
  assignment: [{ topic: 't', partitions }],
});
const reads = (...partitions: number[]) => new Set(partitions.map((each) => placeKey('t', each)));
const shape = (connections: Seen[], members: MemberInfo[] = [], oneProgram = false) =>
  attribute(connections, members, now, oneProgram).programs.map((program) => ({
    connections: program.connections.map(({ info }) => info.connection).sort((a, b) => a - b),
    members: program.members.map(({ memberId }) => memberId),
    roles: program.roles,
  }));

describe('which connections make one program', () => {
  it('a bootstrap connection belongs to the only producer', () => {
    const connections = [seen(1, ['ApiVersions', 'Metadata']), seen(2, ['ApiVersions', 'Produce'])];
    expect(shape(connections)).toEqual([{ connections: [1, 2], members: [], roles: ['producer'] }]);
  });

  it('two producing connections to one broker are two producers, and their bootstraps belong to nobody', () => {
    const connections = [seen(1, ['Metadata']), seen(2, ['Produce']), seen(3, ['Metadata']), seen(4, ['Produce'])];
    expect(shape(connections).map((program) => program.connections)).toEqual([[2], [4]]);
  });

  it('producing connections to different brokers are one producer', () => {
    const connections = [seen(1, ['Produce'], { nodeId: 1 }), seen(2, ['Produce'], { nodeId: 2 })];
    expect(shape(connections)).toHaveLength(1);
  });

  it('a member has its coordinator connection, its bootstrap, and the connection that reads what it owns', () => {
    const connections = [seen(1, ['Metadata']), seen(2, ['Fetch'], { reads: reads(0, 1) }), seen(3, ['JoinGroup'])];
    expect(shape(connections, [member('m', 3, 0, 1)])).toEqual([
      { connections: [1, 2, 3], members: ['m'], roles: ['consumer'] },
    ]);
  });

  it('members with the same name are told apart by what they read', () => {
    const connections = [
      seen(1, ['JoinGroup']),
      seen(2, ['JoinGroup']),
      seen(3, ['Fetch'], { reads: reads(0) }),
      seen(4, ['Fetch'], { reads: reads(1) }),
    ];
    const programs = shape(connections, [member('m1', 1, 0), member('m2', 2, 1)]);
    expect(programs.map((program) => program.connections)).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  it('a reading connection that two members could own is left out', () => {
    const connections = [seen(1, ['JoinGroup']), seen(2, ['JoinGroup']), seen(3, ['Fetch'], { reads: reads(0) })];
    const programs = shape(connections, [member('m1', 1, 0), member('m2', 2, 0)]);
    expect(programs.map((program) => program.connections)).toEqual([[1], [2]]);
  });

  it('a reading connection keeps its member while nobody owns anything', () => {
    const connections = [seen(1, ['JoinGroup']), seen(2, ['Fetch'], { reads: reads(0), serves: 'm' })];
    expect(shape(connections, [member('m', 1)])).toEqual([
      { connections: [1, 2], members: ['m'], roles: ['consumer'] },
    ]);
  });

  it('a member that has left stays one program until its connections close', () => {
    const connections = [
      seen(1, ['JoinGroup', 'LeaveGroup'], { serves: 'm' }),
      seen(2, ['Fetch'], { reads: reads(0), serves: 'm' }),
      seen(3, ['Metadata'], { with: 1 }),
      seen(4, ['JoinGroup', 'LeaveGroup'], { serves: 'other' }),
      seen(5, ['Fetch'], { reads: reads(1), serves: 'other' }),
    ];
    expect(shape(connections)).toEqual([
      { connections: [1, 2, 3], members: [], roles: ['consumer'] },
      { connections: [4, 5], members: [], roles: ['consumer'] },
    ]);
  });

  it('a connection that reads what no member owns is a consumer without a group', () => {
    const connections = [seen(1, ['Metadata']), seen(2, ['Fetch'], { reads: reads(2) })];
    expect(shape(connections)).toEqual([{ connections: [1, 2], members: [], roles: ['consumer'] }]);
  });

  it('a young connection without a role waits; an old one is a program without a role', () => {
    const young = attribute([seen(1, ['Metadata'], { age: 10 })], [], now, false);
    expect(young).toEqual({ programs: [], lookAgainAt: now - 10 + graceMs });
    expect(shape([seen(1, ['Metadata'])])).toEqual([{ connections: [1], members: [], roles: [] }]);
  });

  it('a TCP connection that never spoke is nobody', () => {
    expect(shape([seen(1, [])])).toEqual([]);
  });

  it('an old bootstrap stays with the old program when a second one starts', () => {
    const connections = [seen(1, ['Metadata']), seen(2, ['Produce']), seen(3, ['Produce'], { age: 100 })];
    expect(shape(connections).map((program) => program.connections)).toEqual([[1, 2], [3]]);
  });

  it('a connection opened long after a program is not its own: it is a program that has not begun', () => {
    const connections = [seen(1, ['Metadata', 'Fetch'], { reads: reads(0) }), seen(2, ['Metadata'], { age: 30_000 })];
    expect(shape(connections)).toEqual([
      { connections: [1], members: [], roles: ['consumer'] },
      { connections: [2], members: [], roles: [] },
    ]);
  });

  it('a program that waited is the one that begins', () => {
    const connections = [seen(1, ['Metadata'], { shown: 'alone' }), seen(2, ['Produce'], { age: 10 })];
    expect(shape(connections)).toEqual([{ connections: [1, 2], members: [], roles: ['producer'] }]);
  });

  it('a companion keeps its program when another of the same name comes, and a new coordinator connection finds its member', () => {
    const connections = [
      seen(1, ['JoinGroup'], { shown: 'working' }),
      seen(2, ['Metadata'], { with: 1, age: 50_000 }),
      seen(3, ['Heartbeat'], { age: 10 }),
      seen(4, ['Produce'], { age: 49_000 }),
    ];
    expect(shape(connections, [member('m', 1)]).map((program) => program.connections)).toEqual([[1, 2, 3], [4]]);
  });

  it('everything under a page client id is one program, and an errand is not worth showing', () => {
    const errand = seen(1, ['Metadata', 'CreateTopics'], { age: 20 });
    expect(shape([errand], [], true)).toEqual([]);
    expect(shape([errand, seen(2, ['Produce'])], [], true)).toEqual([
      { connections: [1, 2], members: [], roles: ['producer', 'admin'] },
    ]);
  });
});
