import { describe, expect, it } from 'vitest';
import type { GroupView, MemberView } from '#contract/kafka-events.ts';
import { diff, emptyPicture } from './diff.ts';
import type { Picture } from './picture.ts';

const member = (memberId: string, consumer: string | null = null): MemberView => ({
  memberId,
  clientId: memberId,
  client: null,
  address: '10.0.0.7',
  origin: consumer === null ? 'outside' : 'page',
  owner: consumer === null ? null : 'anna',
  consumer,
  instanceId: null,
  sessionTimeoutMs: 0,
  assignment: [],
});
const group = (...members: MemberView[]): GroupView => ({
  group: 'g',
  phase: members.length > 0 ? 'Stable' : 'Empty',
  generation: -1,
  protocol: 'range',
  members,
});
const withGroup = (view: GroupView): Picture => ({ ...emptyPicture, groups: new Map([['g', view]]) });
const nobody = () => null;

describe('what two looks at a cluster prove', () => {
  it('a new member joined', () => {
    const after = withGroup(group(member('a'), member('b')));
    expect(diff(withGroup(group(member('a'))), after, nobody)).toEqual([
      { type: 'group.changed', group: after.groups.get('g'), cause: { kind: 'join', memberId: 'b', clientId: 'b' } },
    ]);
  });

  it('an outside member is gone, but not how it left', () => {
    const events = diff(withGroup(group(member('a'))), withGroup(group()), nobody);
    expect(events).toMatchObject([{ type: 'group.changed', cause: { kind: 'unknown', memberId: 'a' } }]);
  });

  it('a page consumer left as the bridge says', () => {
    const before = withGroup(group(member('a', 'c-1')));
    expect(diff(before, withGroup(group()), () => 'silence')).toMatchObject([
      { type: 'group.member-left', memberId: 'a', cause: 'silence' },
      { type: 'group.changed', cause: { kind: 'silence' } },
    ]);
    expect(diff(before, emptyPicture, () => 'clean')).toMatchObject([
      { type: 'group.member-left', cause: 'clean' },
      { type: 'group.deleted', group: 'g' },
    ]);
  });

  it('nothing happened when nothing changed', () => {
    const same = () => withGroup(group(member('a')));
    expect(diff(same(), same(), nobody)).toEqual([]);
  });

  it('only offsets that moved were committed', () => {
    const committed = (...offsets: number[]): Picture => ({
      ...emptyPicture,
      committed: new Map([
        ['g', new Map(offsets.map((offset, partition) => [`t ${partition}`, { topic: 't', partition, offset }]))],
      ]),
    });
    expect(diff(committed(1, 5), committed(2, 5), nobody)).toEqual([
      { type: 'offsets.committed', group: 'g', memberId: null, offsets: [{ topic: 't', partition: 0, offset: 2 }] },
    ]);
  });
});
