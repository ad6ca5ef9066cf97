// What the home page reads in the state of the lab `kafka`: programs from outside the browser, and how much is kept.
import { type ClientState, clientName, type KafkaState } from '#labs/kafka/state.ts';

const outside = (client: ClientState) => client.view.origin === 'outside';

/** Programs connected now, the newest first. */
export const present = (state: KafkaState): ClientState[] =>
  state.clients.filter((client) => outside(client) && client.left === null).reverse();

export const programName = clientName;

/** When an outside program last came, wrote or left, ms since 1970; null when none was ever seen. */
export function lastHeard(state: KafkaState): number | null {
  const times = state.clients
    .filter(outside)
    .flatMap((client) => [client.view.since, client.lastAt ?? 0, client.left?.at ?? 0]);
  return times.length > 0 ? Math.max(...times) : null;
}

/** Records that can still be read, over every topic. */
export const records = (state: KafkaState): number =>
  state.topics
    .flatMap((topic) => topic.partitions)
    .reduce((total, partition) => total + partition.end - partition.logStart, 0);
