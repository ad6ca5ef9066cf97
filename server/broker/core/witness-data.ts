// What the witness reads in requests about records: who writes what, who reads from where, and what became of it.

import type { produce } from '../apis/00-produce/messages.ts';
import type { fetch } from '../apis/01-fetch/messages.ts';
import type { listOffsets } from '../apis/02-list-offsets/messages.ts';
import type { metadata } from '../apis/03-metadata/messages.ts';
import type { WitnessedBatch } from '../deeds.ts';
import { HEADER_BYTES, readHeader, viewOf } from '../log/batch-header.ts';
import type { Connection } from '../net/connection.ts';
import type { Api, RequestOf, ResponseDraft } from '../protocol/api.ts';
import type { Written } from './event-queue.ts';
import type { Seen, Witness } from './witness.ts';

type Answer<A extends Api> = ResponseDraft<A> | null;

/** Topics, partitions and batches of one request that are told; a request with more is told in part. */
export const maxParts = 64;
const wantedOf = new Map([
  [-2, 'earliest'],
  [-1, 'latest'],
] as const);

type Batch = Omit<WitnessedBatch, 'partition' | 'error' | 'records'>;

/** Headers of the batches in these bytes; whole batches only. */
function batchesIn(bytes: Uint8Array | null): Batch[] {
  if (!bytes) return [];
  const view = viewOf(bytes);
  const found: Batch[] = [];
  for (let at = 0; at + HEADER_BYTES <= bytes.length && found.length < maxParts; ) {
    const {
      bytes: size,
      magic,
      baseOffset,
      producerId,
      producerEpoch,
      baseSequence,
      lastOffsetDelta,
    } = readHeader(view, at);
    if (magic !== 2 || size < HEADER_BYTES) break;
    found.push({ baseOffset, count: lastOffsetDelta + 1, producerId, producerEpoch, baseSequence });
    at += size;
  }
  return found;
}

export function produced(witness: Witness, request: RequestOf<typeof produce>, connection: Connection): Seen | null {
  const watched = request.topicData.filter(({ name }) => witness.isWatched(name)).slice(0, maxParts);
  if (watched.length === 0) return null;
  const seen = watched.map(({ name, partitionData }) => ({
    name,
    parts: partitionData
      .slice(0, maxParts)
      .map(({ index, records }) => ({ index, bytes: records, batches: batchesIn(records) })),
  }));
  const producers = seen.flatMap(({ parts }) => parts.flatMap(({ batches }) => batches.map((one) => one.producerId)));
  const idempotent = [...new Set(producers.filter((producer) => producer >= 0))];
  const doers = seen.map(() => witness.doer(connection));
  const first = doers[0];
  if (!first) return null;
  const inFlight = witness.unanswered(connection, idempotent);
  const finished = witness.producing(first.id, connection, idempotent);
  return {
    end(response, answered) {
      finished();
      if (response === undefined) return;
      const replies = (response as Answer<typeof produce>)?.responses ?? null;
      seen.forEach(({ name, parts }, place) => {
        const doer = doers[place] ?? first;
        const written: Written[] = [];
        const batches = parts.flatMap(({ index, bytes, batches }) => {
          const reply = replies
            ?.find((one) => one.name === name)
            ?.partitionResponses.find((one) => one.index === index);
          const error = reply?.errorCode ?? 0;
          // Without a reply (acks=0) the log has written each base offset into the very bytes of the request.
          let next = replies === null ? (batchesIn(bytes)[0]?.baseOffset ?? -1) : Number(reply?.baseOffset ?? -1);
          return batches.map((batch): WitnessedBatch => {
            const told = { ...batch, partition: index, baseOffset: error === 0 ? next : -1, error, records: [] };
            next += batch.count;
            const partition = witness.options.partition(name, index);
            if (partition && told.baseOffset >= 0) written.push({ batch: told, partition });
            return told;
          });
        });
        const answeredAt = answered && replies !== null ? witness.options.now() : null;
        const { acks } = request;
        witness.tell({ ...doer, kind: 'produced', topic: name, answeredAt, acks, inFlight, batches }, written);
      });
    },
  };
}

export function fetched(witness: Witness, request: RequestOf<typeof fetch>, connection: Connection): Seen | null {
  const nameOf = (topic: string, id: string): string => topic || (witness.options.topicById(id)?.name ?? '');
  const named = request.topics.map((one) => ({ ...one, name: nameOf(one.topic, one.topicId) }));
  const watched = named.filter(({ name }) => witness.isWatched(name)).slice(0, maxParts);
  if (watched.length === 0) return null;
  const doer = witness.doer(connection);
  return {
    end(response) {
      const replies = (response as Answer<typeof fetch>)?.responses ?? [];
      for (const { topic, topicId, name, partitions } of watched) {
        const reply = replies.find((one) => (topic ? one.topic === topic : one.topicId === topicId));
        for (const { partition, fetchOffset } of partitions.slice(0, maxParts)) {
          const part = reply?.partitions.find((one) => one.partitionIndex === partition);
          if (!part || part.errorCode) continue;
          const offset = Number(fetchOffset);
          const upTo = batchesOf(part.records).reduce(
            (end, batch) => Math.max(end, batch.baseOffset + batch.count),
            offset,
          );
          const stands = `at ${name} ${partition} ${offset}`;
          if (upTo === offset && !witness.isNew(connection.id, stands)) continue;
          witness.tell({
            ...doer,
            kind: 'fetched',
            topic: name,
            partition,
            offset,
            count: upTo - offset,
            end: Number(part.highWatermark),
            answeredAt: witness.options.now(),
          });
          witness.noted(connection.id, stands);
        }
      }
    },
  };
}

const batchesOf = (records: unknown): Batch[] =>
  (Array.isArray(records) ? (records as Uint8Array[]) : records ? [records as Uint8Array] : []).flatMap(batchesIn);

export function askedOffsets(
  witness: Witness,
  request: RequestOf<typeof listOffsets>,
  connection: Connection,
): Seen | null {
  const watched = request.topics.filter(({ name }) => witness.isWatched(name)).slice(0, maxParts);
  if (watched.length === 0) return null;
  const doer = witness.doer(connection);
  return {
    end(response) {
      const replies = (response as Answer<typeof listOffsets>)?.topics ?? [];
      for (const { name, partitions } of watched) {
        const reply = replies.find((one) => one.name === name);
        for (const { partitionIndex: partition, timestamp } of partitions.slice(0, maxParts)) {
          const part = reply?.partitions.find((one) => one.partitionIndex === partition);
          if (!part || part.errorCode) continue;
          const wanted = wantedOf.get(Number(timestamp) as -1) ?? 'other';
          witness.tell({
            ...doer,
            kind: 'asked-offset',
            topic: name,
            partition,
            wanted,
            offset: Number(part.offset ?? -1),
          });
        }
      }
    },
  };
}

export function askedMetadata(
  witness: Witness,
  request: RequestOf<typeof metadata>,
  connection: Connection,
): Seen | null {
  const names = (request.topics ?? []).map(
    ({ name, topicId }) => name || (witness.options.topicById(topicId)?.name ?? ''),
  );
  const watched = names.filter((name) => witness.isWatched(name)).slice(0, maxParts);
  if (watched.length === 0) return null;
  return {
    end() {
      for (const topic of watched) {
        if (!witness.isNew(connection.id, `metadata ${topic}`)) continue;
        witness.tell({ ...witness.doer(connection), kind: 'asked-metadata', topic });
        witness.noted(connection.id, `metadata ${topic}`);
      }
    },
  };
}
