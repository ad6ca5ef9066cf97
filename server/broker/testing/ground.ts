// What the scenarios stand on: topics made and looked at over a bare connection, conditions instead of sleeps, cells.

import { metadata } from '../apis/03-metadata/messages.ts';
import { offsetFetch } from '../apis/09-offset-fetch/messages.ts';
import { createTopics } from '../apis/19-create-topics/messages.ts';
import { type DecodedBatch, decodeBatches } from '../protocol/records.ts';
import type { Client } from './clients.ts';
import type { Driver } from './driver.ts';
import type { Cell, CellName } from './operations.ts';
import type { Codec, Received } from './types.ts';
import { openWire, storedBytes, type Wire } from './wire.ts';

export type Ground = {
  /** Begins every name of this run, so that runs against one cluster never meet. */
  prefix: string;
  createTopic(name: string, partitions: number): Promise<void>;
  batches(topic: string): Promise<DecodedBatch[]>;
  /** Committed offset by partition; partitions without one are left out. */
  committed(group: string, topic: string, partitions: number): Promise<Map<number, number>>;
  close(): void;
};

/** One connection per caller at a time is enough: questions queue. */
export async function openGround(brokers: string): Promise<Ground> {
  const wire = await openWire(brokers);
  return {
    prefix: `contract-${Date.now().toString(36)}`,
    createTopic: (name, partitions) => createTopic(wire, name, partitions),
    batches: async (topic) => decodeBatches(await storedBytes(wire, topic)),
    async committed(group, topic, partitions) {
      const partitionIndexes = Array.from({ length: partitions }, (_, index) => index);
      const { topics } = await wire.ask(offsetFetch, 5, {
        groupId: group,
        topics: [{ name: topic, partitionIndexes }],
      });
      const found = topics[0]?.partitions.filter(({ committedOffset }) => committedOffset >= 0) ?? [];
      return new Map(found.map(({ partitionIndex, committedOffset }) => [partitionIndex, committedOffset]));
    },
    close: () => wire.close(),
  };
}

async function createTopic(wire: Wire, name: string, partitions: number): Promise<void> {
  const { topics } = await wire.ask(createTopics, 4, {
    topics: [{ name, numPartitions: partitions, replicationFactor: 1, assignments: [], configs: [] }],
    timeoutMs: 10_000,
  });
  const [{ errorCode, errorMessage } = { errorCode: -1, errorMessage: 'no reply' }] = topics;
  if (errorCode !== 0) throw new Error(`topic ${name}: error ${errorCode} ${errorMessage}`);
  // Apache answers before every partition has its leader.
  await until(`leaders of ${name}`, async () => {
    const reply = await wire.ask(metadata, 4, { topics: [{ name }], allowAutoTopicCreation: false });
    const [topic] = reply.topics;
    return topic?.errorCode === 0 && topic.partitions.filter(({ leaderId }) => leaderId >= 0).length === partitions;
  });
}

/** Waits until `look` gives something true; what it last threw is told when it never does. */
export async function until<T>(what: string, look: () => T | Promise<T>, ms = 20_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + ms;
  let trouble = '';
  for (;;) {
    try {
      const found = await look();
      if (found) return found;
    } catch (error) {
      trouble = `: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms in vain for ${what}${trouble}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The records of batches, in the words of the drivers. */
export function recordsOf(batches: readonly DecodedBatch[]): Received[] {
  const text = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString());
  return batches.flatMap(({ records, problem }) => {
    if (problem !== null) throw new Error(problem);
    return records.map(({ offset, timestamp, key, value, headers }) => ({
      offset,
      timestamp,
      partition: 0,
      key: text(key),
      value: text(value),
      headers: Object.fromEntries(headers.map(([name, one]) => [name, text(one) ?? ''])),
    }));
  });
}

/** What two sides must agree on. @throws Error naming the first record that differs. */
export function mustEqual(what: string, got: readonly Received[], wanted: readonly Partial<Received>[]): void {
  if (got.length !== wanted.length) throw new Error(`${what}: ${got.length} records instead of ${wanted.length}`);
  for (const [index, expected] of wanted.entries()) {
    for (const [field, value] of Object.entries(expected)) {
      const seen = got[index]?.[field as keyof Received];
      if (JSON.stringify(seen) === JSON.stringify(value)) continue;
      throw new Error(`${what}: record ${index} has ${field} ${JSON.stringify(seen)}, not ${JSON.stringify(value)}`);
    }
  }
}

export function must(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

/** One client at work: its drivers, and the cells it has filled. */
export type Work = {
  client: Client;
  driver: Driver;
  /** A second process of the same client, for rebalances. */
  another(): Promise<Driver>;
  ground: Ground;
  name(what: string): string;
  cells: Map<CellName, Cell>;
  /** Runs a cell, unless this client has no means for it. What it throws is the reason of a failure. */
  cell(name: CellName, run: () => Promise<void>): Promise<void>;
};

export const writes = ({ driver }: Work, codec: Codec): boolean => driver.hello.writes.includes(codec);
export const reads = ({ driver }: Work, codec: Codec): boolean => driver.hello.reads.includes(codec);
