// SIGKILL, again and again: producers of two kinds load a broker that is killed at seeded moments and started again on
// the same folder. What clients were told is written in a journal, and what is read later is held against it.

import { produce } from '../apis/00-produce/messages.ts';
import { fetch } from '../apis/01-fetch/messages.ts';
import { offsetCommit } from '../apis/08-offset-commit/messages.ts';
import { offsetFetch } from '../apis/09-offset-fetch/messages.ts';
import { createTopics } from '../apis/19-create-topics/messages.ts';
import { initProducerId } from '../apis/22-init-producer-id/messages.ts';
import { decodeResponse } from '../protocol/codec.ts';
import { encodeBatch } from '../protocol/encode-batch.ts';
import { decodeResponseHeader } from '../protocol/headers.ts';
import { decodeBatches } from '../protocol/records.ts';
import { type Random, seeded } from './test-fs.ts';
import { frameOf, Wire } from './test-wire.ts';

/** A broker that was just started; `kill` is SIGKILL, and resolves when the process is gone. */
export type Victim = { port: number; startMs: number; kill(): Promise<void> };
/** Starts a broker on the same folder each time. `ready` false: do not wait, it is to be killed at once; the port is then 0. */
export type StartVictim = (ready: boolean) => Promise<Victim>;

export type KillFigures = {
  kills: number;
  acknowledged: number;
  stored: number;
  lost: number;
  duplicated: number;
  reused: number;
  /** Committed offsets that went back, or beyond the end of the log. */
  committedWrong: number;
  slowestStartMs: number;
};

const PRODUCE = 7;
const FETCH = 11;
const IN_FLIGHT = 5;
const PARTITIONS = [0, 1];
const GROUP = 'killed';

type Topic = 'plain' | 'once';
/** What was told and seen of one partition, by offset. */
type Journal = { topic: Topic; partition: number; told: (string | undefined)[]; seen: (string | undefined)[] };

function produceFrame(topic: Topic, partition: number, records: Uint8Array): Buffer {
  return frameOf(produce, PRODUCE, {
    transactionalId: null,
    acks: -1,
    timeoutMs: 30_000,
    topicData: [{ name: topic, partitionData: [{ index: partition, records }] }],
  });
}

/** The base offset of an acknowledged batch; null when it was not. */
function baseOffsetIn(reply: Buffer | null): number | null {
  if (reply === null) return null;
  const { bodyStart } = decodeResponseHeader(reply, produce, PRODUCE);
  const partition = decodeResponse(produce, PRODUCE, reply, bodyStart).responses[0]?.partitionResponses[0];
  return partition?.errorCode === 0 ? Number(partition.baseOffset) : null;
}

/** Sends what `next` gives, five in flight, until the connection ends. */
async function load(
  port: number,
  journal: Journal,
  next: () => { frame: Buffer; values: string[]; acknowledged?: () => void },
): Promise<void> {
  const wire = await Wire.connect(port);
  await new Promise<void>((resolve) => {
    const one = (): void => {
      const { frame, values, acknowledged } = next();
      wire.send(frame, (reply) => {
        if (reply === null) {
          resolve();
          return;
        }
        const base = baseOffsetIn(reply);
        if (base === null) throw new Error(`${journal.topic}-${journal.partition}: refused`);
        for (const [at, value] of values.entries()) journal.told[base + at] = value;
        acknowledged?.();
        one();
      });
    };
    for (let flying = 0; flying < IN_FLIGHT; flying++) one();
  });
}

/** Producers without an id: what was not acknowledged is not sent again. */
function plainLoad(journal: Journal, counter: { value: number }, random: Random) {
  return () => {
    const values = Array.from(
      { length: 1 + Math.floor(random() * 3) },
      () => `p${journal.partition}.${counter.value++}`,
    );
    const pad = 'x'.repeat(Math.floor(random() * 200));
    const records = encodeBatch(values.map((value) => ({ key: pad, value })));
    return { frame: produceFrame(journal.topic, journal.partition, records), values };
  };
}

type Idempotent = { id: number; epoch: number; acknowledged: number };

/** An idempotent producer sends everything from its first unacknowledged record again, with the same sequences. */
function onceLoad(journal: Journal, producer: Idempotent) {
  let sequence = producer.acknowledged;
  return () => {
    const mine = sequence++;
    const value = `s${mine}`;
    const ids = { producerId: producer.id, producerEpoch: producer.epoch, baseSequence: mine };
    const records = encodeBatch([{ key: 'k', value }], ids);
    const acknowledged = (): void => {
      producer.acknowledged = mine + 1;
    };
    return { frame: produceFrame(journal.topic, journal.partition, records), values: [value], acknowledged };
  };
}

/** Reads a partition from `from` to its end, in `see`. Returns the end. */
async function readFrom(
  wire: Wire,
  { topic, partition }: Journal,
  from: number,
  see: (offset: number, value: string) => void,
): Promise<number> {
  for (let offset = from; ; ) {
    const wanted = { partition, fetchOffset: offset, partitionMaxBytes: 4 << 20 };
    const { responses } = await wire.ask(fetch, FETCH, {
      maxWaitMs: 0,
      minBytes: 0,
      topics: [{ topic, partitions: [wanted] }],
    });
    const reply = responses[0]?.partitions[0];
    if (reply?.errorCode !== 0) throw new Error(`${topic}-${partition}: Fetch error ${reply?.errorCode}`);
    const batches = decodeBatches(reply.records ?? new Uint8Array(0));
    for (const batch of batches) {
      if (batch.problem !== null) throw new Error(`${topic}-${partition}: ${batch.problem}`);
      for (const { offset: at, value } of batch.records) if (at >= offset) see(at, Buffer.from(value ?? []).toString());
    }
    const last = batches.at(-1);
    if (last === undefined) return Number(reply.highWatermark);
    offset = last.lastOffset + 1;
  }
}

/** Kills a broker `count` times under load. Figures, and not an exception, say what was broken. */
export async function killAgainAndAgain(
  start: StartVictim,
  { count, seed, tell = () => undefined }: { count: number; seed: number; tell?: (done: number) => void },
): Promise<KillFigures> {
  const random = seeded(seed);
  const journals: Journal[] = (['plain', 'once'] as const).flatMap((topic) =>
    PARTITIONS.map((partition) => ({ topic, partition, told: [], seen: [] })),
  );
  const producers = new Map<Journal, Idempotent>();
  const counter = { value: 0 };
  const figures = { kills: 0, acknowledged: 0, stored: 0, lost: 0, duplicated: 0, reused: 0, committedWrong: 0 };
  let slowestStartMs = 0;
  let committed = -1;

  async function look(victim: Victim, whole: boolean): Promise<void> {
    const wire = await Wire.connect(victim.port);
    for (const journal of journals) {
      await readFrom(wire, journal, whole ? 0 : journal.seen.length, (offset, value) => {
        const before = journal.seen[offset];
        if (before !== undefined && before !== value) figures.reused += 1;
        journal.seen[offset] = value;
        if (journal.topic === 'once' && value !== `s${offset}`) figures.duplicated += 1;
      });
      if (!whole) continue;
      for (const [offset, value] of journal.told.entries())
        if (value !== undefined && journal.seen[offset] !== value) figures.lost += 1;
      figures.acknowledged += journal.told.filter((value) => value !== undefined).length;
      figures.stored += journal.seen.length;
      if (journal.topic === 'plain') figures.duplicated += journal.seen.length - new Set(journal.seen).size;
    }
    const [plain] = journals;
    const asked = { groupId: GROUP, topics: [{ name: 'plain', partitionIndexes: [0] }] };
    const { topics } = await wire.ask(offsetFetch, 5, asked);
    const kept = Number(topics?.[0]?.partitions[0]?.committedOffset ?? -1);
    if (kept < committed || kept > (plain?.seen.length ?? 0)) figures.committedWrong += 1;
    wire.close();
  }

  async function commit(wire: Wire): Promise<void> {
    const offset = journals[0]?.told.length ?? 0;
    const partitions = [{ partitionIndex: 0, committedOffset: offset, committedMetadata: '' }];
    const { topics } = await wire.ask(offsetCommit, 7, {
      groupId: GROUP,
      memberId: '',
      topics: [{ name: 'plain', partitions }],
    });
    if (topics[0]?.partitions[0]?.errorCode === 0) committed = offset;
  }

  for (; figures.kills < count; figures.kills++) {
    tell(figures.kills);
    if (random() < 0.1) {
      // Killed while it starts.
      const victim = await start(false);
      await new Promise((resolve) => setTimeout(resolve, random() * 120));
      await victim.kill();
      continue;
    }
    const victim = await start(true);
    slowestStartMs = Math.max(slowestStartMs, victim.startMs);
    const admin = await Wire.connect(victim.port);
    if (producers.size === 0) {
      const configs = [{ name: 'segment.bytes', value: '65536' }];
      const shape = { numPartitions: PARTITIONS.length, replicationFactor: 1, assignments: [], configs };
      const topics = [
        { name: 'plain', ...shape },
        { name: 'once', ...shape },
      ];
      await admin.ask(createTopics, 4, { topics });
      for (const journal of journals) {
        if (journal.topic !== 'once') continue;
        const { producerId, producerEpoch } = await admin.ask(initProducerId, 1, {
          transactionalId: null,
          transactionTimeoutMs: 60_000,
        });
        producers.set(journal, { id: Number(producerId), epoch: producerEpoch, acknowledged: 0 });
      }
    }
    await look(victim, false);
    const loads = journals.map((journal) => {
      const producer = producers.get(journal);
      return load(victim.port, journal, producer ? onceLoad(journal, producer) : plainLoad(journal, counter, random));
    });
    await new Promise((resolve) => setTimeout(resolve, 3 + random() * 60));
    const committing = commit(admin).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, random() * 20));
    await victim.kill();
    await Promise.all([...loads, committing]);
    admin.close();
  }
  const last = await start(true);
  slowestStartMs = Math.max(slowestStartMs, last.startMs);
  await look(last, true);
  await last.kill();
  return { ...figures, slowestStartMs: Math.round(slowestStartMs) };
}
