// A work queue beside a topic, on the same broker: the messages of a scene as tasks, and workers that share them. Real consumers,
// told as it happens; the queue goes when it is closed.
import type { Ack } from '#contract/errors.ts';
import { type FileEvent, type FileTask, fileBounds } from '#contract/file.ts';
import { kafkaPlace } from '#server/pubsub/index.ts';
import type { QueueBroker, WorkQueue } from '#server/queue/types.ts';
import { type Clock, refuse } from '#server/realtime/index.ts';
import { type Crew, createCrew } from './file-crew.ts';
import { bodyOf, sequenceIn } from './pubsub-scene.ts';

/** A queue on somebody else's broker goes by itself, should this server never come back. */
const forgetAfterMs = 30 * 60_000;
const answerMs = 10_000;

export type SharedQueue = {
  readonly crew: Crew;
  /** Told before it is sent; resolves once the broker has promised to keep it. */
  send(sequence: number): Promise<Ack<unknown>>;
  /** Everybody leaves, and the queue goes. Nothing is told any more. Never rejects. */
  close(): Promise<void>;
};

export async function openSharedQueue(options: {
  broker: QueueBroker;
  /** In its name, and in every message. */
  series: string;
  maxLength: number;
  clock: Clock;
  tell(event: FileEvent): void;
  onError(error: unknown): void;
}): Promise<Ack<SharedQueue>> {
  const { broker, series, maxLength, clock, onError } = options;
  let isClosed = false;
  const tell = (event: FileEvent): void => {
    if (!isClosed) options.tell(event);
  };
  const opening = broker.open(nameOf(series), { maxDeliveries: fileBounds.deliveries, maxLength, forgetAfterMs });
  const queue = await inTime(opening, clock).catch(() => null);
  if (!queue) {
    // It came after we gave up: nobody holds it.
    opening.then(gone).catch(() => {});
    return refuse('unavailable', 'La file d’attente de ce broker ne répond pas. Réessayez dans un instant.');
  }
  tell({ type: 'opened', broker: { name: broker.name, capabilities: broker.capabilities }, others: [], waiting: 0 });
  const read = (task: string, body: string): FileTask => ({
    task,
    number: sequenceIn(body, series) ?? 0,
    poison: false,
  });
  const crew = createCrew(queue, { clock, tell, read });
  return {
    ok: true,
    result: {
      crew,
      async send(sequence) {
        const task = `${series}-${sequence}`;
        tell({ type: 'sent', task, number: sequence, poison: false });
        const sent = await queue.send({ id: task, body: bodyOf(series, sequence) });
        if (sent === 'kept') return { ok: true, result: {} };
        tell({ type: 'unsent', task });
        return refuse('unavailable', `La file n’a pas pris le message ${sequence}. Réessayez dans un instant.`);
      },
      async close() {
        isClosed = true;
        await crew
          .dismiss()
          .then(() => gone(queue))
          .catch(onError);
      },
    },
  };
}

/** In Kafka, under the prefix of publish/subscribe: the class's panel does not show it. */
const nameOf = (series: string): string => `${kafkaPlace}.${series}.file`;

async function gone(queue: WorkQueue): Promise<void> {
  await queue.close();
  await queue.delete();
}

function inTime<T>(answer: Promise<T>, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(answerMs, () => reject(new Error('no answer in time')));
    void answer.then(resolve, reject).finally(cancel);
  });
}
