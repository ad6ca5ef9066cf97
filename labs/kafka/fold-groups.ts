// Consumer groups: phase, members with their labels, who owned what before and after each rebalance, what was committed.
import type { GroupView, KafkaEvent, LeaveCause, MemberView, RebalanceCause } from '#contract/kafka-events.ts';
import { bounds } from './bounds.ts';
import { changeFirst, keepBest, lastOf, without } from './list.ts';
import type { Owner } from './owners.ts';
import type { GroupState, KafkaState, MemberState, Rebalance } from './state.ts';

type Groups = readonly GroupState[];
/** Groups and the labels of those that were forgotten: the part of the state this file folds. */
type Held = Pick<KafkaState, 'groups' | 'labels'>;
type Committed = Extract<KafkaEvent, { type: 'offsets.committed' }>;

const byName = (name: string) => (group: GroupState) => group.group === name;

const emptyGroup = (group: string, at: number, nextLabel: number): GroupState => ({
  group,
  phase: 'Empty',
  generation: 0,
  protocol: null,
  members: [],
  former: [],
  nextLabel,
  committed: [],
  settled: [],
  rebalance: null,
  rebalances: 0,
  changedAt: at,
});

function known(held: Held, name: string, at: number): Held {
  const { groups } = held;
  if (groups.some(byName(name))) return held;
  const alive = (group: GroupState) => (group.phase === 'Empty' || group.phase === 'Dead' ? 0 : 1);
  // Room is made before the new one comes, or an empty newcomer would be the first to go.
  const kept = keepBest(groups, bounds.groups - 1, alive);
  const still = new Set(kept);
  const labels = groups.filter((group) => !still.has(group)).reduce(labelsAfter, held.labels);
  const next = labels.find((each) => each.group === name)?.next ?? 1;
  return { groups: [...kept, emptyGroup(name, at, next)], labels };
}

function labelsAfter(labels: Held['labels'], { group, nextLabel }: GroupState): Held['labels'] {
  if (nextLabel === 1) return labels;
  const others = without(labels, (each) => each.group === group);
  return lastOf([...others, { group, next: nextLabel }], bounds.forgottenGroups);
}

function changeKnown(held: Held, name: string, at: number, change: (group: GroupState) => GroupState): Held {
  const { groups, labels } = known(held, name, at);
  return { groups: changeFirst(groups, byName(name), change), labels };
}

const ownerOf = (member: MemberState): Owner => ({
  memberId: member.memberId,
  label: member.label,
  clientId: member.clientId,
  consumer: member.consumer,
  assignment: member.assignment,
});

function labelled(group: GroupState, views: readonly MemberView[], at: number) {
  // Labels are never given twice, even once the group has been empty: « C1 est parti » must not name the newcomer.
  let { nextLabel } = group;
  const members = views.slice(0, bounds.members).map((view): MemberState => {
    const before = group.members.find(({ memberId }) => memberId === view.memberId);
    if (before) return { ...view, label: before.label, since: before.since, cutAt: before.cutAt };
    // A static member (KIP-345) comes back under the id it had.
    const again = group.former.find(({ memberId }) => memberId === view.memberId)?.label;
    if (again !== undefined && again !== '') return { ...view, label: again, since: at, cutAt: null };
    const label = `C${nextLabel}`;
    nextLabel += 1;
    return { ...view, label, since: at, cutAt: null };
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
  // Several causes may pile up before the group settles: the first one started it, unless the same is told more precisely.
  const told = isMorePrecise(started.cause, cause) ? { ...started, cause } : started;
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

const vague = (cause: RebalanceCause): boolean => cause.kind === 'unknown' || cause.kind === 'rejoin';

function isMorePrecise(told: RebalanceCause | null, next: RebalanceCause | null): boolean {
  if (next === null) return false;
  return told === null || (vague(told) && !vague(next) && told.memberId === next.memberId);
}

export function groupChanged(held: Held, view: GroupView, cause: RebalanceCause | null, at: number): Held {
  return changeKnown(held, view.group, at, (group) => {
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
      topics: [...new Set([...(owned?.assignment ?? []), ...(seen?.assignment ?? [])].map(({ topic }) => topic))].map(
        (topic) => ({ topic }),
      ),
      cause,
      at,
    };
    const others = group.former.filter((each) => each.memberId !== memberId);
    return { ...group, former: lastOf([...others, former], bounds.formerMembers) };
  });
}

export function groupDeleted({ groups, labels }: Held, name: string): Held {
  return {
    groups: without(groups, byName(name)),
    labels: groups.filter(byName(name)).reduce(labelsAfter, labels),
  };
}

const changeMembers = (group: GroupState, change: (member: MemberState) => MemberState): GroupState => {
  const members = group.members.map(change);
  return members.some((member, index) => member !== group.members[index]) ? { ...group, members } : group;
};

/** The connections of a program closed: its members stay until the group has waited long enough for them. */
export function programCut(groups: Groups, client: string, at: number): Groups {
  const next = groups.map((group) =>
    changeMembers(group, (member) =>
      member.client === client && member.cutAt === null ? { ...member, cutAt: at } : member,
    ),
  );
  return next.some((group, index) => group !== groups[index]) ? next : groups;
}

/** A member that commits is there, whatever became of an earlier connection. */
const alive = (group: GroupState, memberId: string | null): GroupState =>
  changeMembers(group, (member) =>
    member.memberId === memberId && member.cutAt !== null ? { ...member, cutAt: null } : member,
  );

/** Offsets of a topic that was deleted mean nothing any more. */
export function topicForgotten(groups: Groups, topic: string): Groups {
  const next = groups.map((group) => {
    const committed = without(group.committed, (each) => each.topic === topic);
    return committed === group.committed ? group : { ...group, committed };
  });
  return next.some((group, index) => group !== groups[index]) ? next : groups;
}

/** Only offsets that moved change anything. */
export function offsetsCommitted(held: Held, event: Committed, at: number): Held {
  return changeKnown(held, event.group, at, (before) => {
    const group = alive(before, event.memberId);
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
