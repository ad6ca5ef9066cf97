// Why a group rebalances, as precisely as the broker's events prove it. The coordinator only knows that a member asked for
// a new share with nothing new to say; what happened to the group's topics since its last share tells why clients do so.
import type { RebalanceCause } from '#contract/kafka-events.ts';
import type { BrokerEvent, GroupInfo } from '#server/broker/index.ts';
import { rebalanceKind } from './wording.ts';

type GroupChanged = Extract<BrokerEvent, { type: 'group-changed' }>;
type News = { kind: 'new-topic' | 'partitions'; at: number };

export type Causes = {
  topicCreated(topic: string): void;
  topicExtended(topic: string): void;
  topicDeleted(topic: string): void;
  groupDeleted(group: string): void;
  of(event: GroupChanged): RebalanceCause | null;
};

/** A client may share partitions out by a list of topics that is this old, ms: it asked for it just before it joined. */
const staleMs = 10_000;

export function createCauses(now: () => number): Causes {
  /** The last change of each topic that changed here; no longer than the list of topics. */
  const news = new Map<string, News>();
  /** When each group last shared its partitions out. */
  const sharedAt = new Map<string, number>();

  const topicsOf = ({ members }: GroupInfo) =>
    new Set(members.flatMap(({ assignment }) => assignment.map(({ topic }) => topic)));

  function newsFor(group: GroupInfo): News['kind'] | null {
    const shared = sharedAt.get(group.group) ?? Number.NEGATIVE_INFINITY;
    const fresh = [...topicsOf(group)]
      .flatMap((topic) => news.get(topic) ?? [])
      .filter(({ at }) => shared <= at + staleMs);
    return fresh.find(({ kind }) => kind === 'partitions')?.kind ?? fresh[0]?.kind ?? null;
  }

  function causeOf({ group, reason, memberId, clientId }: GroupChanged): RebalanceCause | null {
    if (reason === null) return null;
    const kind = reason === 'metadata' ? (newsFor(group) ?? rebalanceKind[reason]) : rebalanceKind[reason];
    return { kind, memberId, clientId };
  }

  return {
    topicCreated: (topic) => void news.set(topic, { kind: 'new-topic', at: now() }),
    topicExtended: (topic) => void news.set(topic, { kind: 'partitions', at: now() }),
    topicDeleted: (topic) => void news.delete(topic),
    groupDeleted: (group) => void sharedAt.delete(group),
    of(event) {
      const cause = causeOf(event);
      if (event.group.phase === 'Stable') sharedAt.set(event.group.group, now());
      return cause;
    },
  };
}
