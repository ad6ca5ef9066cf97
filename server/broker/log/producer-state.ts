// Idempotence (KIP-98): per producer id, its epoch and its last five batches, so that a batch sent again is answered
// with its first offset instead of being stored twice. Bounded; rebuilt from the log on start.
import type { BatchHeader } from './batch-header.ts';
import { ErrorCode } from './error-code.ts';

/** Clients keep at most five requests in flight, hence the window (max.in.flight.requests.per.connection). */
const WINDOW = 5;
const MAX_PRODUCERS = 10_000;
/** producer.id.expiration.ms of Kafka. */
const EXPIRES_MS = 86_400_000;

type Sent = { firstSequence: number; lastSequence: number; baseOffset: number };
/** Sequences that damage took out of the log: [first, last]. Their producer may still send them again. */
type Missing = { first: number; last: number };
type Producer = { epoch: number; seenAt: number; sent: Sent[]; missing: Missing[] };

export type ProducerSnapshot = {
  id: number;
  epoch: number;
  seenAt: number;
  sent: [firstSequence: number, lastSequence: number, baseOffset: number][];
  missing: [first: number, last: number][];
}[];
export type SequenceVerdict =
  | { kind: 'new' }
  | { kind: 'duplicate'; baseOffset: number; count: number }
  | { kind: 'refused'; code: number; message: string };

const NEW: SequenceVerdict = { kind: 'new' };

/** Sequences are int32 and go from 2^31 - 1 back to 0. */
const after = (sequence: number, steps: number): number => (sequence + steps) % 0x8000_0000;

const holds = (missing: Missing, first: number, last: number): boolean =>
  missing.first <= first && first <= last && last <= missing.last;

export type ProducerState = ReturnType<typeof createProducerState>;

export function createProducerState() {
  // A Map keeps insertion order: the producer that has been silent longest comes first and is forgotten first.
  const producers = new Map<number, Producer>();

  function trim(now: number): void {
    for (const [id, producer] of producers) {
      if (producers.size <= MAX_PRODUCERS && now - producer.seenAt < EXPIRES_MS) break;
      producers.delete(id);
    }
  }

  return {
    get size(): number {
      return producers.size;
    },

    /** Is this batch new, a repeat, or out of turn? Batches without a producer id are always new. */
    check(batch: BatchHeader): SequenceVerdict {
      if (batch.producerId < 0) return NEW;
      const producer = producers.get(batch.producerId);
      if (producer === undefined) return NEW;
      const { producerEpoch, baseSequence, count } = batch;
      const who = `producer ${batch.producerId}`;
      if (producerEpoch < producer.epoch) {
        const message = `${who}: epoch ${producerEpoch} is older than ${producer.epoch}`;
        return { kind: 'refused', code: ErrorCode.INVALID_PRODUCER_EPOCH, message };
      }
      const newEpoch = producerEpoch > producer.epoch;
      const last = newEpoch ? undefined : producer.sent.at(-1);
      const lastSequence = after(baseSequence, count - 1);
      if (!newEpoch)
        for (const sent of producer.sent)
          if (sent.firstSequence === baseSequence && sent.lastSequence === lastSequence)
            return { kind: 'duplicate', baseOffset: sent.baseOffset, count };
      const expected = last === undefined ? 0 : after(last.lastSequence, 1);
      if (baseSequence === expected) return NEW;
      if (!newEpoch && producer.missing.some((one) => holds(one, baseSequence, lastSequence))) return NEW;
      const message = `${who}: sequence ${baseSequence}, expected ${expected}`;
      return { kind: 'refused', code: ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, message };
    },

    /**
     * Remembers a batch stored at `baseOffset`. `now` in ms, for expiry. A gap in the sequences, which only a damaged
     * log shows, stays open for its producer: in a power cut a later write may survive an earlier one.
     */
    record(batch: BatchHeader, baseOffset: number, now: number): void {
      if (batch.producerId < 0) return;
      let producer = producers.get(batch.producerId);
      if (producer === undefined || producer.epoch !== batch.producerEpoch)
        producer = { epoch: batch.producerEpoch, seenAt: now, sent: [], missing: [] };
      producer.seenAt = now;
      remember(producer, {
        firstSequence: batch.baseSequence,
        lastSequence: after(batch.baseSequence, batch.lastOffsetDelta),
        baseOffset,
      });
      producers.delete(batch.producerId);
      producers.set(batch.producerId, producer);
      trim(now);
    },

    /** Is the batch stored at `baseOffset` one that its producer may still send again? */
    remembers(producerId: number, baseOffset: number): boolean {
      return producers.get(producerId)?.sent.some((sent) => sent.baseOffset === baseOffset) ?? false;
    },

    /** Forgets batches that were given `offset` or later but never reached the file. */
    forgetFrom(offset: number): void {
      for (const [id, producer] of producers) {
        producer.sent = producer.sent.filter((sent) => sent.baseOffset < offset);
        if (producer.sent.length === 0) producers.delete(id);
      }
    },

    /** What is known of batches below `end`: those above may still fail to be written. */
    snapshot(end: number): ProducerSnapshot {
      return Array.from(producers, ([id, { epoch, seenAt, sent, missing }]) => ({
        id,
        epoch,
        seenAt,
        sent: sent.flatMap((one) => (one.baseOffset < end ? [tupleOf(one)] : [])),
        missing: missing.map(({ first, last }): [number, number] => [first, last]),
      })).filter((producer) => producer.sent.length > 0);
    },

    restore(snapshot: ProducerSnapshot): void {
      producers.clear();
      for (const { id, epoch, seenAt, sent, missing } of snapshot)
        producers.set(id, {
          epoch,
          seenAt,
          sent: sent.map(([firstSequence, lastSequence, baseOffset]) => ({ firstSequence, lastSequence, baseOffset })),
          missing: missing.map(([first, last]) => ({ first, last })),
        });
    },
  };
}

const tupleOf = ({ firstSequence, lastSequence, baseOffset }: Sent): [number, number, number] => [
  firstSequence,
  lastSequence,
  baseOffset,
];

function remember(producer: Producer, batch: Sent): void {
  const { sent, missing } = producer;
  const gap = missing.findIndex((one) => holds(one, batch.firstSequence, batch.lastSequence));
  const found = missing[gap];
  if (found !== undefined) {
    // Sent again after later ones: it takes its place among them, and the latest stays the latest.
    const before = { first: found.first, last: batch.firstSequence - 1 };
    const behind = { first: batch.lastSequence + 1, last: found.last };
    missing.splice(gap, 1, ...[before, behind].filter((one) => one.first <= one.last));
    const at = sent.findIndex((one) => one.firstSequence > batch.firstSequence);
    sent.splice(at < 0 ? sent.length : at, 0, batch);
  } else {
    const last = sent.at(-1);
    const expected = last === undefined ? batch.firstSequence : after(last.lastSequence, 1);
    if (expected < batch.firstSequence) missing.push({ first: expected, last: batch.firstSequence - 1 });
    if (missing.length > WINDOW) missing.shift();
    sent.push(batch);
  }
  if (sent.length > WINDOW) sent.shift();
}
