// Who wrote what, as far as a cluster lets it be known: what pages have sent, by the confirmations they got. A cluster keeps
// no name with a record; every other writer stays unknown.
import type { ClientView, KafkaEvent } from '#contract/kafka-events.ts';
import type { Written } from '../../bridge/writings.ts';
import { placeKey } from './wire.ts';

export type Writer = { client: string; acks: number };

export type Writers = {
  /** Remembers what a page has written; tells of a producer that was not there. */
  wrote(written: readonly Written[]): KafkaEvent[];
  /** The producer of this owner has closed. */
  closed(owner: string): KafkaEvent[];
  /** Who wrote this record; null when it cannot be known. */
  of(topic: string, partition: number, offset: number): Writer | null;
};

type Range = { from: number; to: number; writer: Writer };

/** Confirmed writes remembered per partition: the tail reads them within a second, or jumps over them. */
const rangesKept = 200;
const maxPlaces = 2_000;
const maxProducers = 500;

export function createWriters(now: () => number): Writers {
  const ranges = new Map<string, Range[]>();
  const producers = new Map<string, { view: ClientView; here: boolean }>();
  let nextId = 1;

  function producerOf(owner: string, clientId: string): { id: string; told: KafkaEvent[] } {
    const known = producers.get(owner);
    if (known?.here) return { id: known.view.id, told: [] };
    const view: ClientView = {
      id: known?.view.id ?? `p-${nextId++}`,
      clientId,
      library: null,
      libraryVersion: null,
      // Only the cluster sees from where, and does not tell.
      address: '',
      origin: 'page',
      owner,
      roles: ['producer'],
      connections: 1,
      since: now(),
    };
    renew(producers, owner, { view, here: true }, maxProducers);
    return { id: view.id, told: [{ type: 'client.appeared', client: view }] };
  }

  return {
    wrote: (written) =>
      written.flatMap(({ owner, clientId, topic, partition, offset, count, acks }) => {
        const { id, told } = producerOf(owner, clientId);
        const key = placeKey(topic, partition);
        const own = ranges.get(key) ?? [];
        renew(ranges, key, own, maxPlaces);
        own.push({ from: offset, to: offset + count, writer: { client: id, acks } });
        if (own.length > rangesKept) own.shift();
        return told;
      }),
    closed(owner) {
      const known = producers.get(owner);
      if (!known?.here) return [];
      known.here = false;
      return [{ type: 'client.left', id: known.view.id, cause: 'closed' }];
    },
    // The latest first: a topic made again begins at offset 0 again.
    of: (topic, partition, offset) =>
      ranges.get(placeKey(topic, partition))?.findLast(({ from, to }) => from <= offset && offset < to)?.writer ?? null,
  };
}

/** Set and now the newest; beyond `max` the oldest is forgotten. */
function renew<K, V>(map: Map<K, V>, key: K, value: V, max: number): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > max && !oldest.done) map.delete(oldest.value);
}
