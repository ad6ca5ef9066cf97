// Commands of the lab `kafka`: what a page may ask, validated at the edge. Replies are listed in KafkaReplies.
import { z } from 'zod';
import type { RecordView } from './kafka-events.ts';

/** Kafka's own rule for names (Topic.validate): 1 to 249 of [a-zA-Z0-9._-], neither "." nor "..". */
export const topicName = z
  .string()
  .regex(/^[a-zA-Z0-9._-]{1,249}$/)
  .refine((name) => name !== '.' && name !== '..');
export const groupName = z
  .string()
  .min(1)
  .max(249)
  .regex(/^[^\p{Cc}]+$/u);

/** Limits of what one command may carry; bytes are UTF-16 units of the typed text, checked again in bytes by the server. */
export const limits = {
  key: 1_000,
  value: 32_000,
  headers: 20,
  headerName: 200,
  headerValue: 2_000,
  burst: 10_000,
} as const;

export const acks = z.union([z.literal(0), z.literal(1), z.literal(-1)]);

const record = {
  topic: topicName,
  /** null is a record without key; '' is an empty key: not the same thing. */
  key: z.string().max(limits.key).nullable(),
  /** null is a tombstone. */
  value: z.string().max(limits.value).nullable(),
  headers: z
    .array(z.tuple([z.string().min(1).max(limits.headerName), z.string().max(limits.headerValue)]))
    .max(limits.headers)
    .default([]),
  acks,
};

export const consumerId = z.string().regex(/^c-[0-9]{1,9}$/);

export const kafkaCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('publish'), ...record, partition: z.int().min(0).max(9_999).optional() }),
  /** Ten demonstration messages with several keys, one every `intervalMs`. */
  z.strictObject({
    type: z.literal('publish-demo'),
    topic: topicName,
    acks,
    intervalMs: z.int().min(0).max(2_000).default(200),
  }),
  z.strictObject({
    type: z.literal('burst'),
    topic: topicName,
    count: z.int().min(1).max(limits.burst),
    keys: z.int().min(0).max(1_000).default(7),
    acks,
  }),
  z.strictObject({
    type: z.literal('add-consumer'),
    topic: topicName,
    group: groupName,
    fromBeginning: z.boolean().default(true),
    autoCommit: z.boolean().default(true),
    delayMs: z.int().min(0).max(10_000).default(0),
  }),
  z.strictObject({ type: z.literal('pause-consumer'), consumer: consumerId }),
  z.strictObject({ type: z.literal('resume-consumer'), consumer: consumerId }),
  z.strictObject({ type: z.literal('slow-consumer'), consumer: consumerId, delayMs: z.int().min(0).max(10_000) }),
  /** Commits what it has read so far; only for a consumer that does not commit by itself. */
  z.strictObject({ type: z.literal('commit-consumer'), consumer: consumerId }),
  /** LeaveGroup, then close. */
  z.strictObject({ type: z.literal('stop-consumer'), consumer: consumerId }),
  /** Cut its connections without a word, as `kill -9` does. */
  z.strictObject({ type: z.literal('kill-consumer'), consumer: consumerId }),
  z.strictObject({ type: z.literal('create-topic'), topic: topicName, partitions: z.int().min(1).max(24) }),
  z.strictObject({
    type: z.literal('read-record'),
    topic: topicName,
    partition: z.int().min(0).max(9_999),
    offset: z.int().min(0),
  }),
  z.strictObject({
    type: z.literal('reset-experiment'),
    experiment: z.string().regex(/^[a-z-]{1,40}$/),
    /** The topic one looks at: the marks of its sandbox are kept before others. */
    topic: topicName.optional(),
  }),
  z.strictObject({
    type: z.literal('predict'),
    experiment: z.string().regex(/^[a-z-]{1,40}$/),
    step: z.string().regex(/^[a-z0-9-]{1,40}$/),
    choice: z.string().regex(/^[a-z0-9-]{1,40}$/),
    /** The topic one looks at: what happens elsewhere (another sandbox) does not mark the prediction. */
    topic: topicName.optional(),
  }),
]);
export type KafkaCommand = z.infer<typeof kafkaCommand>;
/** As typed by a page, before defaults are filled in. */
export type KafkaCommandInput = z.input<typeof kafkaCommand>;

/** `ms`: from send to acknowledgement, measured by the server. Offset is null with acks=0: nobody confirmed anything. */
export type Published = { partition: number; offset: number | null; ms: number };
export type KafkaReplies = {
  publish: Published;
  'publish-demo': { accepted: number };
  burst: { accepted: number };
  'add-consumer': { consumer: string };
  'pause-consumer': null;
  'resume-consumer': null;
  'slow-consumer': null;
  'commit-consumer': { partitions: number };
  'stop-consumer': null;
  'kill-consumer': null;
  'create-topic': null;
  'read-record': RecordView;
  'reset-experiment': null;
  predict: null;
};
