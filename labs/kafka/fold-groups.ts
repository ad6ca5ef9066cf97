// Consumer groups: phase, members with their labels, who owned what before and after each rebalance, what was committed.
import type { GroupView, KafkaEvent, LeaveCause, MemberView, RebalanceCause } from '#contract/kafka-events.ts';
import { bounds } from './bounds.ts';
import { changeFirst, keepBest, lastOf, without } from './list.ts';
import type { Owner } from './owners.ts';
import type { GroupState, MemberState, Rebalance } from './state.ts';

type Groups = readonly GroupState[];
type Committed = Extract<KafkaEvent, { type: 'offsets.committed' }>;

const byName = (name: string) => (group: GroupState) => group.group === name;

const emptyGroup = (group: string, at: number): GroupState => ({
  group,
  phase: 'Empty',
  generation: 0,
  protocol: null,
  members: [],
  former: [],
  nextLabel: 1,
  committed: [],
  settled: [],
  rebalance: null,
  rebalances: 0,
  changedAt: at,
});

function known(groups: Groups, name: string, at: number): Groups {
  if (groups.some(byName(name))) return groups;
  const alive = (group: GroupState) => (group.phase === 'Empty' || group.phase === 'Dead' ? 0 : 1);
  // Room is made before the new one comes, or an empty newcomer would be the first to go.
  return [...keepBest(groups, bounds.groups - 1, alive), emptyGroup(name, at)];
}

const ownerOf = (member: MemberState): Owner => ({
  memberId: member.memberId,
  label: member.label,
  clientId: member.clientId,
  consumer: member.consumer,
  assignment: member.assignment,
});

function labelled(group: GroupState, views: readonly MemberView[], at: number) {
  // An empty group starts again from C1: its former members cannot be mistaken for the new ones on screen.
  let nextLabel = group.members.length === 0 && group.settled.length === 0 ? 1 : group.nextLabel;
  const members = views.slice(0, bounds.members).map((view): MemberState => {
    const before = group.members.find(({ memberId }) => memberId === view.memberId);
    if (before) return { ...view, label: before.label, since: before.since };
    const label = `C${nextLabel}`;
    nextLabel += 1;
    return { ...view, label, since: at };
  });
  return { members, nextLabel };
}

const sameOwners = (a: readonly Owner[], b: readonly Owner[]): boolean =>
  JSON.stringify(a.map(({ memberId, assignment }) => [memberId, assignment])) ===
  JSON.stringify(b.map(({ memberId, assignment }) => [memberId, assignment]));

function rebalanceAfter(
  group: GroupState,
  view: GroupView,
  owners: readonly Owner[],
  cause: RebalanceCause | null,
  at: number,
) {
  const open = group.rebalance !== null && group.rebalance.after === null ? group.rebalance : null;
  const started: Rebalance = open ?? {
    cause,
    startedAt: at,
    settledAt: null,
    generation: view.generation,
    before: group.settled,
    after: null,
  };
  // Several causes may pile up before the group settles: the first one started it, and a known one beats an unknown.
  const told = started.cause === null && cause !== null ? { ...started, cause } : started;
  switch (view.phase) {
    case 'PreparingRebalance':
    case 'CompletingRebalance':
      return { ...told, generation: view.generation };
    case 'Stable':
    case 'Empty': {
      if (!open && view.generation === group.generation && sameOwners(group.settled, owners)) return group.rebalance;
      if (view.phase === 'Empty' && !open && group.settled.length === 0) return group.rebalance;
      return { ...told, generation: view.generation, settledAt: at, after: owners };
    }
    case 'Dead':
      return group.rebalance;
  }
}

export function groupChanged(groups: Groups, view: GroupView, cause: RebalanceCause | null, at: number): Groups {
  return changeFirst(known(groups, view.group, at), byName(view.group), (group) => {
    const { members, nextLabel } = labelled(group, view.members, at);
    const settles = view.phase === 'Stable' || view.phase === 'Empty' || view.phase === 'Dead';
    const owners = view.phase === 'Stable' ? members.map(ownerOf) : [];
    const rebalance = rebalanceAfter(group, view, owners, cause, at);
    const settled = rebalance !== group.rebalance && rebalance?.after != null;
    return {
      ...group,
      phase: view.phase,
      generation: view.generation,
      protocol: view.protocol,
      members,
      nextLabel,
      settled: settles ? owners : group.settled,
      rebalance,
      rebalances: group.rebalances + (settled ? 1 : 0),
      changedAt: at,
    };
  });
}

/** `memberLeft` may come before or after the group.changed without that member. */
export function memberLeft(
  groups: Groups,
  name: string,
  memberId: string,
  clientId: string,
  cause: LeaveCause,
  at: number,
): Groups {
  return changeFirst(groups, byName(name), (group) => {
    const seen = group.members.find((each) => each.memberId === memberId);
    const owned = [...group.settled, ...(group.rebalance?.before ?? [])].find((each) => each.memberId === memberId);
    const former = {
      memberId,
      label: seen?.label ?? owned?.label ?? '',
      clientId,
      consumer: seen?.consumer ?? owned?.consumer ?? null,
      cause,
      at,
    };
    const others = group.former.filter((each) => each.memberId !== memberId);
    return { ...group, former: lastOf([...others, former], bounds.formerMembers) };
  });
}

export const groupDeleted = (groups: Groups, name: string): Groups => without(groups, byName(name));

/** Offsets of a topic that was deleted mean nothing any more. */
export function topicForgotten(groups: Groups, topic: string): Groups {
  const next = groups.map((group) => {
    const committed = without(group.committed, (each) => each.topic === topic);
    return committed === group.committed ? group : { ...group, committed };
  });
  return next.some((group, index) => group !== groups[index]) ? next : groups;
}

/** Only offsets that moved change anything. */
export function offsetsCommitted(groups: Groups, event: Committed, at: number): Groups {
  return changeFirst(known(groups, event.group, at), byName(event.group), (group) => {
    let committed = group.committed;
    for (const { topic, partition, offset } of event.offsets) {
      const is = (each: { topic: string; partition: number }) => each.topic === topic && each.partition === partition;
      const before = committed.find(is);
      if (before?.offset === offset) continue;
      const next = { topic, partition, offset, at };
      committed = before ? changeFirst(committed, is, () => next) : lastOf([...committed, next], bounds.committed);
    }
    return committed === group.committed ? group : { ...group, committed };
  });
}
