// What happened between two looks at a cluster. Pure. Says nothing that the looks do not prove: how an outside member left,
// or who committed, cannot be seen from here.
import type { GroupView, KafkaEvent, LeaveCause, RebalanceCause } from '#contract/kafka-events.ts';
import type { Picture } from './picture.ts';

/** How a page consumer ended, as the bridge knows it; null for everybody else. */
export type HowLeft = (consumer: string | null) => LeaveCause | null;

export const emptyPicture: Picture = {
  places: new Map(),
  starts: new Map(),
  ends: new Map(),
  groups: new Map(),
  committed: new Map(),
};

/** Topics and groups; what is in the logs is the tail's business. */
export function diff(before: Picture, after: Picture, howLeft: HowLeft): KafkaEvent[] {
  return [...topicEvents(before, after), ...groupEvents(before, after, howLeft), ...commitEvents(before, after)];
}

function topicEvents(before: Picture, after: Picture): KafkaEvent[] {
  const events: KafkaEvent[] = [];
  for (const topic of before.places.keys()) if (!after.places.has(topic)) events.push({ type: 'topic.deleted', topic });
  for (const [topic, { length }] of after.places) {
    const known = before.places.get(topic)?.length;
    if (known === undefined) events.push({ type: 'topic.created', topic, partitions: length });
    else if (length > known) events.push({ type: 'topic.extended', topic, partitions: length });
  }
  return events;
}

function groupEvents(before: Picture, after: Picture, howLeft: HowLeft): KafkaEvent[] {
  const events: KafkaEvent[] = [];
  for (const [group, was] of before.groups) {
    const is = after.groups.get(group);
    const stayed = new Set(is?.members.map(({ memberId }) => memberId));
    for (const { memberId, clientId, consumer } of was.members) {
      const cause = stayed.has(memberId) ? null : howLeft(consumer);
      if (cause !== null) events.push({ type: 'group.member-left', group, memberId, clientId, cause });
    }
    if (!is) events.push({ type: 'group.deleted', group });
  }
  for (const [group, is] of after.groups) {
    const was = before.groups.get(group);
    if (was && JSON.stringify(was) === JSON.stringify(is)) continue;
    events.push({ type: 'group.changed', group: is, cause: was ? causeOf(was, is, howLeft) : null });
  }
  return events;
}

function causeOf(was: GroupView, is: GroupView, howLeft: HowLeft): RebalanceCause | null {
  const ids = (view: GroupView) => new Set(view.members.map(({ memberId }) => memberId));
  const [old, now] = [ids(was), ids(is)];
  const came = is.members.find(({ memberId }) => !old.has(memberId));
  if (came) return { kind: 'join', memberId: came.memberId, clientId: came.clientId };
  const went = was.members.find(({ memberId }) => !now.has(memberId));
  if (went) {
    const left = howLeft(went.consumer);
    const kind = left === 'clean' ? 'leave' : left === 'silence' ? 'silence' : 'unknown';
    return { kind, memberId: went.memberId, clientId: went.clientId };
  }
  return is.phase === 'PreparingRebalance' ? { kind: 'unknown', memberId: null, clientId: null } : null;
}

function commitEvents(before: Picture, after: Picture): KafkaEvent[] {
  return [...after.committed].flatMap(([group, own]): KafkaEvent[] => {
    const old = before.committed.get(group);
    const offsets = [...own].flatMap(([key, is]) => (old?.get(key)?.offset === is.offset ? [] : [is]));
    return offsets.length === 0 ? [] : [{ type: 'offsets.committed', group, memberId: null, offsets }];
  });
}
