// Random schedules of a handful of members that join, sync, beat, commit, leave, vanish and come back.
// Whatever the order: no partition has two owners, generations only grow, every request is answered, and once
// everybody behaves again the group becomes Stable.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, type Parked, type Story, settled, startStory } from './story-kit.ts';
import type { JoinResult, SyncResult } from './types.ts';

const PARTITIONS = 6;

/** One well-meaning client: it follows the protocol, but steps and failures come in any order. */
class Client {
  readonly story: Story;
  readonly name: string;
  readonly instanceId: string | null;
  readonly requireMemberId: boolean;
  connection: number;
  memberId = '';
  seat: JoinResult | null = null;
  joining: Parked<JoinResult> | null = null;
  syncing: Parked<SyncResult> | null = null;
  synced = false;
  topics = 1;

  constructor(story: Story, n: number) {
    this.story = story;
    this.name = `client${n}`;
    this.instanceId = n % 3 === 0 ? `static${n}` : null;
    this.requireMemberId = n % 2 === 0;
    this.connection = n;
  }

  get identity() {
    return { memberId: this.memberId, generation: this.seat?.generation ?? -1, instanceId: this.instanceId };
  }

  /** Takes in whatever has been answered. */
  collect(): void {
    const joined = this.joining?.result;
    if (joined) {
      this.joining = null;
      this.seat = joined.code === 0 ? joined : null;
      this.synced = false;
      if (joined.code === 0 || joined.code === 79) this.memberId = joined.memberId;
      else if (joined.code === 25 || joined.code === 82) this.memberId = '';
    }
    const synced = this.syncing?.result;
    if (synced) {
      this.syncing = null;
      this.synced = synced.code === 0;
      if (synced.code !== 0) this.lose(synced.code);
    }
  }

  lose(code: number): void {
    this.seat = null;
    this.synced = false;
    if (code === 25 || code === 82) this.memberId = '';
  }

  join(): Parked<JoinResult> {
    this.joining = this.story.join(this.memberId, {
      clientId: this.name,
      instanceId: this.instanceId,
      connection: this.connection,
      requireMemberId: this.requireMemberId,
      protocols: [{ name: 'range', metadata: bytes(['t', this.topics]) }],
    });
    return this.joining;
  }

  sync(): Parked<SyncResult> | null {
    const { seat } = this;
    if (!seat || this.joining) return null;
    const shares: Record<string, { topic: string; partitions: number[] }[]> = {};
    seat.members.forEach(({ memberId }, index) => {
      const partitions = Array.from({ length: PARTITIONS }, (_, p) => p).filter(
        (p) => p % seat.members.length === index,
      );
      shares[memberId] = [{ topic: 't', partitions }];
    });
    this.syncing = this.story.sync({ ...this.identity, connection: this.connection }, shares);
    return this.syncing;
  }

  beat(): void {
    if (!this.seat || this.joining || this.syncing) return;
    const code = this.story.beat({ ...this.identity, connection: this.connection });
    if (code !== 0) this.lose(code);
  }

  /** The process dies: its connection closes, it forgets its member id, it starts again on another connection. */
  restart(): void {
    this.story.groups.connectionClosed(this.connection);
    this.connection += 100;
    this.memberId = '';
    this.seat = null;
    this.joining = null;
    this.syncing = null;
    this.synced = false;
  }

  /** One step of good behaviour. */
  behave(): void {
    this.collect();
    this.beat();
    if (this.joining || this.syncing) return;
    if (!this.seat) this.join();
    else if (!this.synced) this.sync();
  }
}

const step = fc.record({
  who: fc.nat(4),
  what: fc.constantFrom('behave', 'behave', 'join', 'sync', 'beat', 'leave', 'restart', 'subscribe', 'commit', 'wait'),
  ms: fc.constantFrom(0, 1, 1000, 4000, 9999, 10_000, 30_000, 60_000),
});

function perform(client: Client, what: string, ms: number, promises: Promise<unknown>[]): void {
  const { story } = client;
  client.collect();
  if (what === 'behave') client.behave();
  else if (what === 'join') client.join();
  else if (what === 'sync') client.sync();
  else if (what === 'beat') client.beat();
  else if (what === 'restart') client.restart();
  else if (what === 'subscribe') client.topics += 1;
  else if (what === 'commit') promises.push(story.commit(client.identity, 1));
  else if (what === 'leave') {
    story.leave(client.memberId, client.instanceId);
    client.lose(25);
  } else story.clock.advance(ms);
  for (const parked of [client.joining, client.syncing]) if (parked) promises.push(parked.promise);
}

function checkTellings(story: Story): void {
  let generation = 0;
  for (const event of story.events) {
    if (event.type !== 'group-changed') continue;
    expect(event.group.generation).toBeGreaterThanOrEqual(generation);
    generation = event.group.generation;
    const owned = event.group.members.flatMap(({ assignment }) => assignment.flatMap(({ partitions }) => partitions));
    expect(new Set(owned).size).toBe(owned.length);
    if (event.group.phase === 'Empty') expect(event.group.members).toEqual([]);
  }
}

async function becomeStable(story: Story, clients: Client[]): Promise<void> {
  for (let round = 0; round < 60; round += 1) {
    for (const client of clients) client.behave();
    await settled();
    story.clock.advance(3000);
    await settled();
  }
  const { phase, members } = story.groups.snapshot().groups[0] ?? { phase: 'Dead', members: [] };
  expect(phase).toBe('Stable');
  expect(members.map(({ clientId }) => clientId).sort()).toEqual(clients.map(({ name }) => name).sort());
  const owned = members.flatMap(({ assignment }) => assignment.flatMap(({ partitions }) => partitions));
  expect(owned.sort()).toEqual(Array.from({ length: PARTITIONS }, (_, p) => p));
}

describe('any schedule', () => {
  it('keeps owners apart, answers everybody, and ends Stable once all behave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), async (steps) => {
        const story = await startStory();
        const clients = Array.from({ length: 5 }, (_, n) => new Client(story, n));
        const promises: Promise<unknown>[] = [];
        for (const { who, what, ms } of steps) {
          const client = clients[who];
          if (client) perform(client, what, ms, promises);
          await settled();
        }
        await becomeStable(story, clients);
        checkTellings(story);
        story.groups.close();
        await Promise.all(promises);
        expect(story.clock.waiting()).toBe(0);
      }),
      { numRuns: 60, seed: 20_240, endOnFailure: false },
    );
  });
});
