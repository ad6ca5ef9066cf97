import { describe, expect, it } from 'vitest';
import type { KafkaEvent, RebalanceCause } from '#contract/kafka-events.ts';
import { client, group, left, member, play, settle } from './testing/events.ts';

const g = 'demo-group';
const one = member('m1', 't', [0, 1, 2]);
const two = [member('m1', 't', [0]), member('m2', 't', [1, 2])];

describe('a group', () => {
  it('gives labels in order of arrival and keeps them through rebalances', () => {
    const state = play([...settle(g, 1, [one]), ...settle(g, 2, two)]);
    expect(state.groups[0]?.members.map(({ label, memberId }) => [label, memberId])).toEqual([
      ['C1', 'm1'],
      ['C2', 'm2'],
    ]);
    const later = play(settle(g, 3, [member('m2', 't', [0]), member('m3', 't', [1, 2])]), state);
    expect(later.groups[0]?.members.map(({ label }) => label)).toEqual(['C2', 'C3']);
  });

  it('never gives a label twice, even once it was empty, or deleted and made again', () => {
    const state = play([...settle(g, 1, two), group(g, 'Empty', 2, []), ...settle(g, 3, [member('m9', 't', [0])])]);
    expect(state.groups[0]?.members[0]?.label).toBe('C3');
    const again = play([group(g, 'Empty', 4, []), { type: 'group.deleted', group: g }, ...settle(g, 1, [one])], state);
    expect(again.groups[0]?.members[0]?.label).toBe('C4');
  });

  it('gives a static member that comes back the label it had', () => {
    const state = play([
      ...settle(g, 1, two),
      left(g, 'm1', 'silence'),
      ...settle(g, 2, [member('m2', 't', [0, 1, 2])]),
      ...settle(g, 3, two),
    ]);
    expect(state.groups[0]?.members.map(({ label }) => label)).toEqual(['C1', 'C2']);
  });

  it('knows at once that the program of a member was cut, until it is gone or shows itself', () => {
    const own = { ...one, client: 'k-1' };
    const cut = play([
      { type: 'client.appeared', client: client('k-1') },
      ...settle(g, 1, [own]),
      { type: 'client.left', id: 'k-1', cause: 'closed' },
    ]);
    expect(cut.groups[0]?.members[0]).toMatchObject({ label: 'C1', cutAt: cut.at });
    const told = play([group(g, 'Stable', 1, [{ ...own, client: null }])], cut);
    expect(told.groups[0]?.members[0]?.cutAt).toBe(cut.at);
    const commit = { topic: 't', partition: 0, offset: 1 };
    const back = play([{ type: 'offsets.committed', group: g, memberId: 'm1', offsets: [commit] }], told);
    expect(back.groups[0]?.members[0]?.cutAt).toBeNull();
    const clean = play([...settle(g, 1, [own]), { type: 'client.left', id: 'k-1', cause: 'clean' }]);
    expect(clean.groups[0]?.members[0]?.cutAt).toBeNull();
  });

  it('remembers which topics a member read when it left', () => {
    const state = play([...settle(g, 1, two), left(g, 'm1', 'silence')]);
    expect(state.groups[0]?.former[0]?.topics).toEqual([{ topic: 't' }]);
  });

  it('tells who owned what before and after a rebalance', () => {
    const state = play([...settle(g, 1, [one]), ...settle(g, 2, two)]);
    const rebalance = state.groups[0]?.rebalance;
    expect(rebalance?.before.map(({ label, assignment }) => [label, assignment[0]?.partitions])).toEqual([
      ['C1', [0, 1, 2]],
    ]);
    expect(rebalance?.after?.map(({ label, assignment }) => [label, assignment[0]?.partitions])).toEqual([
      ['C1', [0]],
      ['C2', [1, 2]],
    ]);
    expect(state.totals.rebalances).toBe(2);
  });

  it('keeps the first cause of a rebalance, and takes the same one told more precisely', () => {
    const cause = (kind: RebalanceCause['kind'], memberId = 'm1'): RebalanceCause => ({
      kind,
      memberId,
      clientId: 'c',
    });
    const rebalanced = (...causes: RebalanceCause[]) => {
      const moving = (each: RebalanceCause) =>
        ({ ...group(g, 'PreparingRebalance', 1, [one]), cause: each }) as KafkaEvent;
      const steps = causes.map(moving);
      return play([...settle(g, 1, [one]), ...steps]).groups[0]?.rebalance?.cause?.kind;
    };
    expect(rebalanced(cause('join'), cause('leave'))).toBe('join');
    expect(rebalanced(cause('rejoin'), cause('new-topic'))).toBe('new-topic');
    expect(rebalanced(cause('rejoin'), cause('join', 'm2'))).toBe('rejoin');
    expect(rebalanced(cause('partitions'), cause('rejoin'))).toBe('partitions');
  });

  it('sees a rebalance too when its source tells only stable states', () => {
    const state = play([group(g, 'Stable', 1, [one]), group(g, 'Stable', 2, two), group(g, 'Stable', 2, two)]);
    expect(state.groups[0]?.rebalances).toBe(2);
    expect(state.groups[0]?.rebalance?.before).toHaveLength(1);
  });

  it('remembers how a member left, told before or after the change of the group', () => {
    const before = play([
      ...settle(g, 1, two),
      left(g, 'm1', 'silence'),
      ...settle(g, 2, [member('m2', 't', [0, 1, 2])]),
    ]);
    const after = play([
      ...settle(g, 1, two),
      ...settle(g, 2, [member('m2', 't', [0, 1, 2])]),
      left(g, 'm1', 'silence'),
    ]);
    for (const state of [before, after]) {
      expect(state.groups[0]?.former).toMatchObject([{ label: 'C1', cause: 'silence' }]);
    }
  });

  it('keeps its committed offsets when everybody has left', () => {
    const state = play([
      ...settle(g, 1, [one]),
      { type: 'offsets.committed', group: g, memberId: 'm1', offsets: [{ topic: 't', partition: 0, offset: 7 }] },
      group(g, 'Empty', 2, []),
    ]);
    expect(state.groups[0]).toMatchObject({ phase: 'Empty', committed: [{ topic: 't', partition: 0, offset: 7 }] });
  });
});

describe('the event line', () => {
  it('tells a rebalance when it starts and when it is settled', () => {
    const state = play([...settle(g, 1, [one]), ...settle(g, 2, two)]);
    expect(state.lines.map(({ fact }) => fact.kind)).toEqual([
      'rebalance-started',
      'rebalance-settled',
      'rebalance-started',
      'rebalance-settled',
    ]);
  });

  it('says nothing of a commit that moved nothing', () => {
    const commit = {
      type: 'offsets.committed' as const,
      group: g,
      memberId: 'm1',
      offsets: [{ topic: 't', partition: 0, offset: 7 }],
    };
    const state = play([...settle(g, 1, [one]), commit, commit]);
    expect(state.lines.filter(({ fact }) => fact.kind === 'committed')).toHaveLength(1);
  });
});
