// Programs as far as a real cluster tells of them: members of groups that a page started. Outside members stay in their
// group's view: how many programs they are, and how they leave, cannot be seen from here.
import type { ClientView, GroupView, KafkaEvent } from '#contract/kafka-events.ts';
import type { HowLeft } from './diff.ts';

export type Members = {
  /** Names the clients behind the members (in place) and tells who came and went. */
  follow(groups: ReadonlyMap<string, GroupView>, howLeft: HowLeft): KafkaEvent[];
};

export function createMembers(now: () => number): Members {
  const shown = new Map<string, { view: ClientView; consumer: string }>();
  let nextId = 1;
  return {
    follow(groups, howLeft) {
      const events: KafkaEvent[] = [];
      const seen = new Set<string>();
      for (const { members } of groups.values()) {
        for (const member of members) {
          if (member.consumer === null) continue;
          seen.add(member.memberId);
          const known = shown.get(member.memberId);
          const view: ClientView = known?.view ?? {
            id: `m-${nextId++}`,
            clientId: member.clientId,
            library: null,
            libraryVersion: null,
            address: member.address,
            origin: member.origin,
            owner: member.owner,
            roles: ['consumer'],
            connections: 1,
            since: now(),
          };
          member.client = view.id;
          if (known) continue;
          shown.set(member.memberId, { view, consumer: member.consumer });
          events.push({ type: 'client.appeared', client: view });
        }
      }
      for (const [memberId, { view, consumer }] of shown) {
        if (seen.has(memberId)) continue;
        shown.delete(memberId);
        events.push({ type: 'client.left', id: view.id, cause: howLeft(consumer) ?? 'closed' });
      }
      return events;
    },
  };
}
