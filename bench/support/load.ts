// Load on any Kafka broker through the raw client, and what came of it. Every frame is made before the clock starts.

import { connect, type Socket } from 'node:net';
import { produce } from '#server/broker/apis/00-produce/messages.ts';
import { fetch } from '#server/broker/apis/01-fetch/messages.ts';
import { listOffsets } from '#server/broker/apis/02-list-offsets/messages.ts';
import { metadata } from '#server/broker/apis/03-metadata/messages.ts';
import { createTopics } from '#server/broker/apis/19-create-topics/messages.ts';
import { frameOf, Wire } from '#server/broker/log/test-wire.ts';
import { decodeResponse } from '#server/broker/protocol/codec.ts';
import { encodeBatch } from '#server/broker/protocol/encode-batch.ts';
import { decodeResponseHeader } from '#server/broker/protocol/headers.ts';
import { decodeBatches } from '#server/broker/protocol/records.ts';

const PRODUCE = 7;
const FETCH = 11;
const MiB = 1024 * 1024;

export const percentile = (sorted: Float64Array | number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Makes a topic and waits until its partitions have leaders. Brokers without CreateTopics make it when they are asked for it. */
export async function makeTopic(port: number, name: string, partitions: number, byAsking: boolean): Promise<void> {
  const wire = await Wire.connect(port);
  try {
    if (!byAsking) {
      const topics = [{ name, numPartitions: partitions, replicationFactor: 1, assignments: [], configs: [] }];
      await wire.ask(createTopics, 4, { topics });
    }
    for (let tries = 0; tries < 200; tries++) {
      const { topics } = await wire.ask(metadata, 2, { topics: [{ name }] });
      const known = topics[0]?.partitions ?? [];
      if (known.length >= partitions && (await takesRecords(wire, name, partitions))) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`${name} has no leaders`);
  } finally {
    wire.close();
  }
}

/** A leader that is named may not be ready yet. */
async function takesRecords(wire: Wire, topic: string, partitions: number): Promise<boolean> {
  for (let partition = 0; partition < partitions; partition++) {
    const reply = await new Promise<Buffer | null>((resolve) => {
      wire.send(produceFrame(topic, partition, 100), resolve);
    });
    if (ackCode(reply, topic) !== 0) return false;
  }
  return true;
}

/** A Produce request of one batch of one record, `bytes` long in all. */
export function produceFrame(topic: string, partition: number, bytes: number): Buffer {
  const records = encodeBatch([
    { key: null, value: new Uint8Array(Math.max(1, bytes - 80)).fill(120), timestamp: Date.now() },
  ]);
  return frameOf(produce, PRODUCE, {
    transactionalId: null,
    acks: -1,
    timeoutMs: 30_000,
    topicData: [{ name: topic, partitionData: [{ index: partition, records }] }],
  });
}

/** The error code of a Produce v7 reply stands behind: correlation id, array, topic name, array, partition. */
const ackCode = (reply: Buffer | null, topic: string): number =>
  reply === null ? -1 : reply.readInt16BE(4 + 4 + 2 + topic.length + 4 + 4);

function checkAck(reply: Buffer | null, topic: string): void {
  const code = ackCode(reply, topic);
  if (code !== 0) throw new Error(`Produce to ${topic} refused: ${code}`);
}

export type Latencies = { p50: number; p99: number; perSecond: number };

/** Closed loop: `connections` × `inFlight` requests under way for `seconds`, one partition a connection. Latencies in ms. */
export async function closedLoop(
  port: number,
  topic: string,
  options: { bytes: number; connections: number; inFlight: number; seconds: number; onePartition?: boolean },
): Promise<Latencies> {
  const wires = await Promise.all(Array.from({ length: options.connections }, () => Wire.connect(port)));
  const times: number[] = [];
  const from = performance.now();
  const until = from + options.seconds * 1000;
  await Promise.all(
    wires.flatMap((wire, nth) => {
      const frame = produceFrame(topic, options.onePartition ? 0 : nth, options.bytes);
      const one = async (): Promise<void> => {
        await new Promise<void>((resolve, reject) => {
          const next = (): void => {
            const sent = performance.now();
            wire.send(frame, (reply) => {
              try {
                checkAck(reply, topic);
              } catch (error) {
                reject(error);
                return;
              }
              const now = performance.now();
              times.push(now - sent);
              if (now < until) next();
              else resolve();
            });
          };
          next();
        });
      };
      return Array.from({ length: options.inFlight }, one);
    }),
  );
  const seconds = (performance.now() - from) / 1000;
  for (const wire of wires) wire.close();
  const sorted = Float64Array.from(times).sort();
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), perSecond: times.length / seconds };
}

/** Open loop: `rate` requests a second over `connections`, each measured from when it was due. Latencies in ms. */
export async function openLoop(
  port: number,
  topic: string,
  options: { bytes: number; connections: number; rate: number; seconds: number },
): Promise<Latencies & { generatorBusy: number }> {
  const wires = await Promise.all(Array.from({ length: options.connections }, () => Wire.connect(port)));
  const frames = wires.map((_, nth) => produceFrame(topic, nth, options.bytes));
  const total = Math.round(options.rate * options.seconds);
  const times = new Float64Array(total);
  let answered = 0;
  const cpu = process.cpuUsage();
  const from = performance.now() + 10;
  await new Promise<void>((resolve, reject) => {
    let sent = 0;
    const tick = (): void => {
      const now = performance.now();
      while (sent < total) {
        const due = from + (sent / options.rate) * 1000;
        if (due > now) break;
        const at = sent % wires.length;
        wires[at]?.send(frames[at] as Buffer, (reply) => {
          try {
            checkAck(reply, topic);
          } catch (error) {
            reject(error);
          }
          times[answered] = performance.now() - due;
          answered += 1;
          if (answered === total) resolve();
        });
        sent += 1;
      }
      // A timer is a millisecond late: the loop turns instead, which the figure of its own load shows.
      if (sent < total) setImmediate(tick);
    };
    tick();
  });
  const seconds = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  for (const wire of wires) wire.close();
  times.sort();
  const generatorBusy = (user + system) / 1e6 / seconds;
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), perSecond: total / seconds, generatorBusy };
}

type Fetched = { records: Uint8Array | null };

function fetchFrame(topic: string, offset: number, maxBytes: number, maxWaitMs: number): Buffer {
  const partitions = [{ partition: 0, fetchOffset: offset, partitionMaxBytes: maxBytes }];
  return frameOf(fetch, FETCH, { maxWaitMs, minBytes: 1, maxBytes, topics: [{ topic, partitions }] });
}

function fetchedIn(reply: Buffer | null, topic: string): Fetched {
  if (reply === null) throw new Error(`Fetch of ${topic}: the connection ended`);
  const { bodyStart } = decodeResponseHeader(reply, fetch, FETCH);
  const partition = decodeResponse(fetch, FETCH, reply, bodyStart).responses[0]?.partitions[0];
  if (partition?.errorCode !== 0) throw new Error(`Fetch of ${topic} refused: ${partition?.errorCode}`);
  return { records: partition.records };
}

const ask = (wire: Wire, frame: Buffer, topic: string): Promise<Fetched> =>
  new Promise((resolve, reject) => {
    wire.send(frame, (reply) => {
      try {
        resolve(fetchedIn(reply, topic));
      } catch (error) {
        reject(error);
      }
    });
  });

/**
 * Reads partition 0 of a topic filled with batches of `batchBytes` (one record each) again and again, 1 MiB a request, one
 * at a time. MB (10⁶) a second. The load client looks at the head of each reply only: it is not to be the limit.
 */
export async function fetchRate(port: number, topic: string, batchBytes: number, seconds: number): Promise<number> {
  const wire = await Wire.connect(port);
  // A broker that forgot the beginning says so, and from where it still knows.
  let first = await firstOffset(wire, topic);
  const gulp = await Gulp.connect(port);
  const head = FETCH_HEAD + topic.length;
  let bytes = 0;
  let offset = first;
  const from = performance.now();
  while (performance.now() - from < seconds * 1000) {
    const reply = await gulp.ask(fetchFrame(topic, offset, MiB, 100), head);
    const code = reply.readInt16BE(head - 38);
    if (code !== 0) {
      first = await firstOffset(wire, topic);
      offset = first;
      continue;
    }
    const records = reply.readInt32BE(head - 4);
    bytes += records;
    offset += Math.floor(records / batchBytes);
    if (records < batchBytes || offset >= Number(reply.readBigInt64BE(head - 36))) offset = first;
  }
  const took = (performance.now() - from) / 1000;
  wire.close();
  gulp.close();
  return bytes / 1e6 / took;
}

/** Bytes of a Fetch v11 reply for one partition before its records, size included, without the topic's name. */
const FETCH_HEAD = 4 + 4 + 4 + 2 + 4 + 4 + 2 + 4 + 4 + 38;

/** Swallows replies without putting them together. */
class Gulp {
  readonly #socket: Socket;
  #head = Buffer.alloc(0);
  #wanted = 0;
  #left = -1;
  #done: ((head: Buffer) => void) | null = null;
  #failed: ((error: Error) => void) | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('close', () => this.#failed?.(new Error('the connection ended')));
    socket.on('error', () => undefined);
  }

  static connect(port: number): Promise<Gulp> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('error', reject);
      socket.once('connect', () => resolve(new Gulp(socket)));
    });
  }

  /** The first `head` bytes of the reply, once all of it came. */
  ask(frame: Uint8Array, head: number): Promise<Buffer> {
    this.#head = Buffer.alloc(0);
    this.#wanted = head;
    this.#left = -1;
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#failed = reject;
      this.#socket.write(frame);
    });
  }

  close(): void {
    this.#failed = null;
    this.#socket.destroy();
  }

  #received(chunk: Buffer): void {
    if (this.#head.length < this.#wanted) this.#head = Buffer.concat([this.#head, chunk]);
    if (this.#left < 0) {
      if (this.#head.length < 4) return;
      this.#left = 4 + this.#head.readInt32BE(0) - this.#head.length + chunk.length;
    }
    this.#left -= chunk.length;
    if (this.#left === 0) this.#done?.(this.#head);
  }
}

async function firstOffset(wire: Wire, topic: string): Promise<number> {
  const partitions = [{ partitionIndex: 0, timestamp: -2 }];
  const { topics } = await wire.ask(listOffsets, 1, { replicaId: -1, topics: [{ name: topic, partitions }] });
  return Number(topics[0]?.partitions[0]?.offset ?? 0);
}

/** One record every `everyMs` through a producer and a waiting consumer: from the send until the consumer has it, ms. */
export async function endToEnd(port: number, topic: string, everyMs: number, seconds: number): Promise<Latencies> {
  const [producer, consumer] = [await Wire.connect(port), await Wire.connect(port)];
  const frame = produceFrame(topic, 0, 200);
  const total = Math.round((seconds * 1000) / everyMs);
  const sentAt: number[] = [];
  const times: number[] = [];
  let failed: unknown = null;
  const from = performance.now();
  // The record that showed the topic to be ready comes first.
  const before = 1;
  const reading = (async () => {
    let offset = before;
    while (times.length < total) {
      const { records } = await ask(consumer, fetchFrame(topic, offset, MiB, 500), topic);
      const now = performance.now();
      for (const batch of decodeBatches(records ?? new Uint8Array(0))) {
        for (let at = Math.max(offset, batch.baseOffset); at <= batch.lastOffset; at++)
          times.push(now - (sentAt[at - before] ?? now));
        offset = batch.lastOffset + 1;
      }
    }
  })();
  for (let at = 0; at < total && failed === null; at++) {
    const due = from + at * everyMs;
    while (performance.now() < due) await new Promise((resolve) => setImmediate(resolve));
    sentAt.push(performance.now());
    producer.send(frame, (reply) => {
      try {
        checkAck(reply, topic);
      } catch (error) {
        failed = error;
        consumer.close();
      }
    });
  }
  await reading;
  producer.close();
  consumer.close();
  const sorted = Float64Array.from(times).sort();
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), perSecond: 1000 / everyMs };
}
