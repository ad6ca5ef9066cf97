// What deserves a mark on the timeline: what one wants to find again when looking back.
import type { KafkaEvent } from '#contract/kafka-events.ts';
import { counted } from '../../lab/format.ts';

/** A burst worth a mark, in records told at once. */
const bigBurst = 500;

/** Names the events worth a mark; null for the others. */
export function markOf(event: KafkaEvent): string | null {
  switch (event.type) {
    case 'group.changed':
      return event.group.phase === 'PreparingRebalance' && event.cause !== null
        ? `rééquilibrage de ${event.group.group}`
        : null;
    case 'group.member-left':
      return `${event.clientId} ${event.cause === 'clean' ? 'parti' : 'perdu'}`;
    case 'consumer.changed':
      return event.consumer.state === 'killed' ? `consommateur de ${event.consumer.group} tué` : null;
    case 'prediction.made':
      return 'prédiction';
    case 'cluster.lost':
      return 'cluster injoignable';
    case 'topic.created':
      return `topic ${event.topic}`;
    case 'records.appended':
      return event.count >= bigBurst ? `rafale de ${counted(event.count, 'message')}` : null;
    default:
      return null;
  }
}
