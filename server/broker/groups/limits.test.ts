// Hostile or clumsy input: everything is refused with a code, nothing grows without end, nothing is left behind.

import { describe, expect, it } from 'vitest';
import { bytes, settled, startStory } from './story-kit.ts';

describe('a join is refused', () => {
  it('for a bad group name (24)', async () => {
    const { join } = await startStory();
    for (const group of ['', 'x'.repeat(250), 'a\u0000b', 'a\nb']) {
      expect((await join('', { group }).promise).code).toBe(24);
    }
    expect((await join('', { group: 'groupe de la classe é' }).promise).code).toBe(0);
  });

  it('for a session timeout out of bounds (26)', async () => {
    const { join } = await startStory();
    for (const sessionTimeoutMs of [999, 1_800_001, -1, Number.NaN]) {
      expect((await join('', { sessionTimeoutMs }).promise).code).toBe(26);
    }
  });

  it('for a bad instance id (40), for too many or too large protocols (42)', async () => {
    const { join } = await startStory({ limits: { maxMemberBytes: 100 } });
    for (const instanceId of ['', '.', 'a b', 'x'.repeat(250)])
      expect((await join('', { instanceId }).promise).code).toBe(40);
    const large = [{ name: 'range', metadata: new Uint8Array(101) }];
    expect((await join('', { protocols: large }).promise).code).toBe(42);
    const many = Array.from({ length: 33 }, (_, n) => ({ name: `p${n}`, metadata: bytes([]) }));
    expect((await join('', { protocols: many }).promise).code).toBe(42);
  });

  it('when the group has no room for its subscription (81)', async () => {
    const { join } = await startStory({ limits: { maxGroupBytes: 100 } });
    const weighing = (n: number) => ({ protocols: [{ name: 'range', metadata: new Uint8Array(n) }] });
    const first = await join('', weighing(60)).promise;
    expect((await join('', weighing(60)).promise).code).toBe(81);
    expect((await join(first.memberId, weighing(90)).promise).code).toBe(0);
    expect((await join(first.memberId, weighing(99)).promise).code).toBe(81);
  });

  it('when the group is full, members with an unused id included (81)', async () => {
    const { join } = await startStory({ limits: { maxGroupSize: 2 } });
    join('', {});
    expect((await join('', { requireMemberId: true }).promise).code).toBe(79);
    expect((await join('', {}).promise).code).toBe(81);
  });
});

describe('what a client may pile up', () => {
  it('is bounded in groups, and vacant groups make room', async () => {
    const { join, commit, groups } = await startStory({ limits: { maxGroups: 10 } });
    for (let n = 0; n < 1000; n += 1) await join('', { group: `v${n}`, requireMemberId: true, connection: n }).promise;
    expect(groups.list()).toHaveLength(10);
    for (let n = 0; n < 1000; n += 1) groups.connectionClosed(n);
    for (let n = 0; n < 10; n += 1) expect((await commit(null, 1, { group: `c${n}` }))[0]?.code).toBe(0);
    expect((await commit(null, 1, { group: 'one-more' }))[0]?.code).toBe(81);
    expect((await join('', { group: 'one-more' }).promise).code).toBe(81);
    expect(groups.list()).toHaveLength(10);
  });

  it('does not include long client ids or hosts', async () => {
    const { join, groups } = await startStory();
    const { memberId } = await join('', { clientId: 'x'.repeat(30_000), clientHost: 'y'.repeat(30_000) }).promise;
    expect(memberId.length).toBeLessThan(300);
    expect(groups.snapshot().groups[0]?.members[0]?.clientId).toHaveLength(249);
  });

  it('does not keep the buffers a request came in', async () => {
    const { join, sync, groups } = await startStory();
    const metadata = bytes(['t']);
    const seat = await join('', { protocols: [{ name: 'range', metadata }] }).promise;
    await sync(seat, { [seat.memberId]: [{ topic: 't', partitions: [0] }] }).promise;
    metadata.fill(0);
    expect(groups.describe('g').members[0]?.metadata).toEqual(bytes(['t']));
  });

  it('is shown as nothing when its assignment cannot be read', async () => {
    const { join, groups } = await startStory();
    const seat = await join('').promise;
    const assignments = [{ memberId: seat.memberId, assignment: new Uint8Array([1, 2, 3]) }];
    const request = {
      group: 'g',
      instanceId: null,
      connection: 1,
      memberId: seat.memberId,
      generation: 1,
      assignments,
    };
    expect((await groups.sync(request)).code).toBe(0);
    expect(groups.snapshot().groups[0]?.members[0]?.assignment).toEqual([]);
  });

  it('refuses assignments larger than a member may have (42)', async () => {
    const { join, groups } = await startStory({ limits: { maxMemberBytes: 100 } });
    const seat = await join('').promise;
    const assignments = [{ memberId: seat.memberId, assignment: new Uint8Array(101) }];
    const request = {
      group: 'g',
      instanceId: null,
      connection: 1,
      memberId: seat.memberId,
      generation: 1,
      assignments,
    };
    expect((await groups.sync(request)).code).toBe(42);
  });
});

describe('administrators', () => {
  it('list by state without minding case (KIP-518), and describe what is unknown as Dead', async () => {
    const { stable, commit, groups } = await startStory();
    await stable(1);
    await commit(null, 1, { group: 'simple' });
    const names = (states?: string[] | null) => groups.list(states).map(({ group }) => group);
    expect(names()).toEqual(['g', 'simple']);
    expect(names([])).toEqual(['g', 'simple']);
    expect(names(['stable'])).toEqual(['g']);
    expect(names(['Empty', 'Dead'])).toEqual(['simple']);
    expect(names(['nothing'])).toEqual([]);
    expect(groups.describe('unknown')).toMatchObject({ code: 0, phase: 'Dead', members: [] });
    expect(groups.describe('').code).toBe(24);
    expect(groups.describe('g')).toMatchObject({ phase: 'Stable', protocol: 'range' });
  });
});

describe('closing', () => {
  it('answers everything that was parked, leaves no timer, and refuses what comes after (15)', async () => {
    const { stable, join, sync, beat, commit, groups, clock, leave } = await startStory();
    const [one] = await stable(2);
    const parked = join('', { connection: 3 });
    join('', { group: 'h' });
    await join('', { requireMemberId: true, group: 'i' }).promise;
    groups.close();
    expect((await parked.promise).code).toBe(15);
    expect(clock.waiting()).toBe(0);
    const seat = one ?? { memberId: '', generation: 0 };
    expect((await join('').promise).code).toBe(15);
    expect((await sync(seat).promise).code).toBe(15);
    expect(beat(seat)).toBe(15);
    expect((await commit(seat, 1)).map(({ code }) => code)).toEqual([15]);
    expect(groups.fetch({ group: 'g', topics: null, requireStable: false }).code).toBe(15);
    expect(await groups.deleteGroup('g')).toBe(15);
    expect((await groups.deleteOffsets('g', [])).code).toBe(15);
    expect(leave('x')).toBeUndefined();
    groups.connectionClosed(3);
    groups.close();
    await settled();
    expect(clock.waiting()).toBe(0);
  });
});
