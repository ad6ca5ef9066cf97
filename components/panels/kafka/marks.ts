// What deserves a mark on the timeline: what one wants to find again when looking back.
import type { CommitView, KafkaEvent } from '#contract/kafka-events.ts';
import type { MarkName } from '../../realtime/marks.ts';
import { offsetTexts } from './words.ts';

/** A burst worth a mark, in records told at once. */
const bigBurst = 500;
/** One mark in so many events. */
const every = { commits: 20, bursts: 200 } as const;
/** Partitions named in the mark of a commit. */
const named = 3;

/** Names the events worth a mark; null for the others. */
export function markOf(event: KafkaEvent): MarkName | null {
  switch (event.type) {
    case 'group.changed':
      return event.group.phase === 'PreparingRebalance' && event.cause !== null
        ? `rééquilibrage de ${event.group.group}`
        : null;
    case 'group.member-left':
      return memberLeft(event.group, event.clientId, event.cause === 'clean');
    case 'offsets.committed':
      return event.offsets.length === 0
        ? null
        : {
            label: `${event.group} valide ${offsetsText(event.offsets)}`,
            series: `commits ${event.group}`,
            every: every.commits,
            small: true,
          };
    case 'consumer.changed':
      return event.consumer.state === 'killed' ? `consommateur de ${event.consumer.group} tué` : null;
    case 'prediction.made':
      return 'prédiction';
    case 'cluster.lost':
      return 'cluster injoignable';
    case 'topic.created':
      return `topic ${event.topic} créé`;
    case 'topic.extended':
      return `topic ${event.topic} étendu`;
    case 'topic.deleted':
      return `topic ${event.topic} supprimé`;
    case 'records.appended':
      // A burst comes in pieces, partition by partition: no piece tells its size.
      return event.count >= bigBurst
        ? { label: `rafale dans ${event.topic}`, series: `burst ${event.topic}`, every: every.bursts, small: false }
        : null;
    default:
      return null;
  }
}

/** A consumer of a page has a name for the wire only. */
const fromPage = /^page-.+-c-\d+$/;

const memberLeft = (group: string, clientId: string, isClean: boolean): string =>
  `${fromPage.test(clientId) ? `consommateur de ${group}` : clientId} ${isClean ? 'parti' : 'perdu'}`;

function offsetsText(offsets: readonly CommitView[]): string {
  const texts = offsetTexts(offsets, ' → ');
  return `${texts.slice(0, named).join(', ')}${texts.length > named ? '…' : ''}`;
}
