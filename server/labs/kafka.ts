// The lab `kafka` at work: what happens on the cluster goes into the journal, what pages ask goes to the bridge.
// Knows the view and the bridge, and nothing of sockets.
import type { Ack } from '#contract/errors.ts';
import { type KafkaCommand, kafkaCommand } from '#contract/kafka-commands.ts';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import { experiments } from '#labs/kafka/experiments/index.ts';
import { kafkaLab } from '#labs/kafka/lab.ts';
import { createJournal, type Journal, type JournalReader } from '#server/journal/index.ts';
import type { Bridge, ClusterBatch, ClusterView } from '#server/kafka/types.ts';
import { type LabRunner, type Person, refuse } from '#server/realtime/index.ts';
import { kafkaRules } from './kafka-rules.ts';
import { burstRecords, demoRecords } from './kafka-series.ts';

/** 20 pushes a second are more than an eye tells apart. */
const paceMs = 50;
/** Key, value and headers of one record; the schema counts characters, the broker counts bytes. */
const maxRecordBytes = 100_000;
const maxMadeBy = 1_000;

export type KafkaLabOptions = {
  view: ClusterView;
  bridge: Bridge;
  epoch: string;
  /** ms since 1970 */
  now: () => number;
  onError: (error: unknown, message: string) => void;
};

export type KafkaLab = LabRunner<KafkaCommand> & {
  readonly journal: JournalReader;
  /** Fills the journal with what is there, then with what happens. Rejects when the cluster cannot be reached. */
  open(): Promise<void>;
  /** Tells the journal nothing more. The view and the bridge belong to who made them. */
  close(): void;
};

export function createKafkaLab(options: KafkaLabOptions): KafkaLab {
  const { view, bridge, now, onError } = options;
  const journal: Journal<KafkaEvent> = createJournal(kafkaLab, {
    epoch: options.epoch,
    createdAt: now(),
    onFoldError: (error, offset) => onError(error, `fold of event ${offset} failed`),
  });
  /** Topics that a page made, by whom, until they are deleted: a source that is only looked at tells of them later. */
  const madeBy = new Map<string, string>();
  let stopConsumers = (): void => {};
  let closed = false;
  // Batches that come before the first description wait, so that the journal tells things in order.
  let early: ClusterBatch[] | null = [];

  const append = (event: KafkaEvent): void => void journal.append(event, now());

  function withMaker(event: KafkaEvent): KafkaEvent {
    if (event.type === 'topic.deleted') madeBy.delete(event.topic);
    if (event.type !== 'topic.created') return event;
    const by = madeBy.get(event.topic);
    return by === undefined ? event : { ...event, by };
  }

  async function createTopic(owner: string, topic: string, partitions: number): Promise<Ack<unknown>> {
    if (madeBy.has(topic) || madeBy.size >= maxMadeBy) return bridge.createTopic({ owner }, topic, partitions);
    // Known before it is asked for: the broker's own event comes before its answer.
    madeBy.set(topic, owner);
    const made = await bridge.createTopic({ owner }, topic, partitions);
    if (!made.ok) madeBy.delete(topic);
    return made;
  }

  function take(batch: ClusterBatch): void {
    if (closed) return;
    if (early) {
      early.push(batch);
      return;
    }
    for (const event of batch.events) append(withMaker(event));
    journal.setVolatile(batch.volatile);
  }

  async function open(): Promise<void> {
    for (const event of await view.open(take)) append(event);
    const waiting = early ?? [];
    early = null;
    for (const batch of waiting) take(batch);
    for (const consumer of bridge.consumers()) append({ type: 'consumer.changed', consumer });
    stopConsumers = bridge.onConsumer((change) => {
      if (closed) return;
      if ('removed' in change) append({ type: 'consumer.removed', consumer: change.removed });
      else append({ type: 'consumer.changed', ...change });
    });
  }

  async function publish(owner: string, command: Extract<KafkaCommand, { type: 'publish' }>): Promise<Ack<unknown>> {
    const { topic, key, value, headers, acks, partition } = command;
    const texts = [key ?? '', value ?? '', ...headers.flat()];
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    if (bytes > maxRecordBytes)
      return refuse(
        'too-large',
        `Message trop volumineux\u00a0: ${maxRecordBytes / 1_000}\u00a0ko au plus, en-têtes compris.`,
        'value',
      );
    return bridge.publish({ owner }, { topic, key, value, headers, acks, partition });
  }

  async function readRecord(topic: string, partition: number, offset: number): Promise<Ack<unknown>> {
    const record = await view.readRecord(topic, partition, offset);
    if (record) return { ok: true, result: record };
    return refuse('not-found', `Il n’y a pas (ou plus) de message à l’offset ${offset} de ${topic}-${partition}.`);
  }

  function reset(
    person: string,
    { experiment, topic }: Extract<KafkaCommand, { type: 'reset-experiment' }>,
  ): Ack<null> {
    if (!experiments.some(({ id }) => id === experiment)) return refuse('not-found', kafkaRules.experiment);
    append({ type: 'experiment.reset', experiment, person, ...(topic === undefined ? {} : { topic }) });
    return { ok: true, result: null };
  }

  function predict(person: string, command: Extract<KafkaCommand, { type: 'predict' }>): Ack<null> {
    const { experiment: id, step: stepId, choice } = command;
    const step = experiments.find((experiment) => experiment.id === id)?.steps.find((one) => one.id === stepId);
    if (!step) return refuse('not-found', kafkaRules.step, 'step');
    if (!step.choices?.includes(choice)) return refuse('not-found', kafkaRules.choice, 'choice');
    const { topic } = command;
    append({
      type: 'prediction.made',
      experiment: id,
      step: stepId,
      choice,
      person,
      ...(topic === undefined ? {} : { topic }),
    });
    return { ok: true, result: null };
  }

  async function run({ id: owner }: Person, command: KafkaCommand): Promise<Ack<unknown>> {
    const who = { owner };
    switch (command.type) {
      case 'publish':
        return publish(owner, command);
      case 'publish-demo':
        return bridge.publishMany(who, {
          topic: command.topic,
          acks: command.acks,
          records: demoRecords(),
          intervalMs: command.intervalMs,
        });
      case 'burst':
        return bridge.publishMany(who, {
          topic: command.topic,
          acks: command.acks,
          records: burstRecords(command.count, command.keys),
          intervalMs: 0,
        });
      case 'add-consumer': {
        const { type: _, ...input } = command;
        return bridge.addConsumer(who, input);
      }
      case 'pause-consumer':
        return bridge.pauseConsumer(who, command.consumer);
      case 'resume-consumer':
        return bridge.resumeConsumer(who, command.consumer);
      case 'slow-consumer':
        return bridge.slowConsumer(who, command.consumer, command.delayMs);
      case 'commit-consumer':
        return bridge.commitConsumer(who, command.consumer);
      case 'stop-consumer':
        return bridge.stopConsumer(who, command.consumer);
      case 'kill-consumer':
        return bridge.killConsumer(who, command.consumer);
      case 'create-topic':
        return createTopic(owner, command.topic, command.partitions);
      case 'read-record':
        return readRecord(command.topic, command.partition, command.offset);
      case 'reset-experiment':
        return reset(owner, command);
      case 'predict':
        return predict(owner, command);
      default:
        return command satisfies never;
    }
  }

  return {
    name: kafkaLab.name,
    journal,
    paceMs,
    command: kafkaCommand,
    rules: kafkaRules,
    run,
    personGone({ id }) {
      bridge.closeOwner(id).catch((error: unknown) => onError(error, 'clients of a person who has gone'));
    },
    open,
    close() {
      closed = true;
      stopConsumers();
    },
  };
}
