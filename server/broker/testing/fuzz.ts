// The fuzzer: conversations of bad frames with a whole broker in this process. It looks for four things: an exception, an
// internal error, a frame that is never finished with, memory that grows. Beside them, a healthy client must be served.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { produce } from '../apis/00-produce/messages.ts';
import { apiVersions } from '../apis/18-api-versions/messages.ts';
import { tableOf } from '../apis/tables.ts';
import { decodeRequest } from '../protocol/codec.ts';
import { encodeBatch } from '../protocol/encode-batch.ts';
import { decodeRequestHeader, requestFrame } from '../protocol/headers.ts';
import { DecodeError } from '../protocol/reader.ts';
import { type FuzzBroker, openFuzzBroker, type Talk, turn } from './fuzz-broker.ts';
import { FrameMaker, framed, recordedFrames, truncations } from './fuzz-frames.ts';

export type FuzzReport = {
  frames: number;
  /** Cut frames among them. */
  truncated: number;
  replies: number;
  silent: number;
  closed: number;
  /** Every one is a bug; empty is the aim. */
  findings: string[];
  /** Longest time a healthy client waited for its reply, ms of real time. */
  slowestHealthyMs: number;
  /** MiB after garbage collection, once the bounds were reached and at the end. */
  heapBefore: number;
  heapAfter: number;
  seconds: number;
};
export type FuzzOptions = { frames: number; seed: number; progress?: (line: string) => void };

const MiB = 1024 * 1024;
const round = 1_000;
const manyFindings = 20;
/** Longer than any waiting time or session that a frame can ask for is not needed: connections are closed first. */
const hour = 3_600_000;

function heap(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MiB;
}

/** Reads a frame as dispatch does. @returns what was thrown that is not a DecodeError, or null. */
export function decodeProblem(frame: Buffer): string | null {
  try {
    const header = decodeRequestHeader(frame, (key) => tableOf(key)?.flexibleFrom ?? null);
    const table = tableOf(header.apiKey);
    if (table) decodeRequest(table, header.apiVersion, frame, header.bodyStart);
    return null;
  } catch (error) {
    return error instanceof DecodeError ? null : `decoding threw ${String(error)}`;
  }
}

export async function fuzz({ frames, seed, progress = () => {} }: FuzzOptions): Promise<FuzzReport> {
  const started = Date.now();
  const recorded = recordedFrames();
  const maker = new FrameMaker(seed, recorded);
  const cuts = truncations(recorded);
  const broker = await openFuzzBroker();
  const findings: string[] = [];
  const find = (what: string): void => {
    if (findings.length < manyFindings) findings.push(what);
  };
  const uncaught = (error: unknown): void => find(`uncaught: ${error instanceof Error ? error.stack : String(error)}`);
  process.on('uncaughtException', uncaught);
  process.on('unhandledRejection', uncaught);
  let heapBefore = 0;
  let truncated = 0;
  let sent = 0;
  let slowestHealthyMs = 0;
  try {
    while (sent < frames && findings.length < manyFindings) {
      const stop = Math.min(frames, sent + round);
      while (sent < stop) {
        // Every truncation once, one in five frames, until there are no more; mutants otherwise.
        const batch = Array.from({ length: Math.min(stop - sent, 1 + maker.below(6)) }, () => {
          const cut = maker.below(5) === 0 ? cuts.next() : null;
          if (cut && !cut.done) truncated += 1;
          return cut && !cut.done ? cut.value : maker.next();
        });
        sent += batch.length;
        await converse(broker, maker, batch, find);
      }
      slowestHealthyMs = Math.max(slowestHealthyMs, await healthy(broker, find));
      await settle(broker, find);
      if (heapBefore === 0 && sent >= frames / 4) heapBefore = heap();
      if (sent % (round * 50) === 0) progress(`${sent} frames, ${Math.round((Date.now() - started) / 1000)} s`);
    }
    const heapAfter = heap();
    return {
      frames: sent,
      truncated,
      ...broker.counts,
      findings,
      slowestHealthyMs,
      heapBefore,
      heapAfter,
      seconds: (Date.now() - started) / 1000,
    };
  } finally {
    await broker.close();
    process.off('uncaughtException', uncaught);
    process.off('unhandledRejection', uncaught);
  }
}

/** A few frames, mostly one after the other; a connection that the broker closed is opened again. */
async function converse(broker: FuzzBroker, maker: FrameMaker, batch: Buffer[], find: (what: string) => void) {
  const hex = (): string =>
    batch
      .map((frame) => frame.toString('hex'))
      .join(' ')
      .slice(0, 4_000);
  for (const frame of batch) {
    const problem = decodeProblem(frame);
    if (problem) find(`${problem}: ${frame.toString('hex')}`);
  }
  let talk = broker.talk();
  try {
    const atOnce = maker.below(4) === 0;
    for (const bytes of atOnce ? [Buffer.concat(batch.map(framed))] : batch.map(framed)) {
      if (talk.ended) talk = broker.talk();
      if (maker.below(100) === 0) bytes.writeInt32BE(maker.below(2 ** 32) | 0, 0);
      send(talk, bytes, maker);
      for (let wait = 0; wait < 6 && !talk.ended && talk.unanswered > 0; wait += 1) await turn();
      // One that waits (a long poll, a join) would hold the next one back.
      if (talk.unanswered > 0 && !atOnce) talk.hangUp();
    }
  } catch (error) {
    find(`thrown: ${error instanceof Error ? error.stack : String(error)}: ${hex()}`);
  }
  talk.hangUp();
  for (const message of broker.errors.splice(0)) find(`${message}: near ${hex()}`);
}

/** In pieces, as TCP might deliver them. */
function send(talk: Talk, bytes: Buffer, maker: FrameMaker): void {
  for (let rest = bytes; rest.length > 0; ) {
    const size = maker.below(4) === 0 ? 1 + maker.below(rest.length) : rest.length;
    talk.socket.receive(rest.subarray(0, size));
    rest = rest.subarray(size);
  }
}

/** After every connection is gone and time has passed, nothing may still be at work. */
async function settle(broker: FuzzBroker, find: (what: string) => void): Promise<void> {
  for (let step = 0; step < 24 && (broker.working.size > 0 || step < 2); step += 1) {
    broker.clock.advance(hour / 12);
    await turn();
    await turn();
  }
  if (broker.working.size > 0) find(`${broker.working.size} frames are still at work after two hours`);
  if (broker.bufferedBytes() !== 0) find(`${broker.bufferedBytes()} bytes are still counted as waiting`);
  broker.working.clear();
  await broker.core.hub.flush();
}

/** A client that does everything right, in between. @returns how long it waited, ms. */
async function healthy(broker: FuzzBroker, find: (what: string) => void): Promise<number> {
  const from = performance.now();
  const talk = broker.talk();
  const header = { correlationId: 77, clientId: 'healthy' };
  const records = encodeBatch([{ value: 'still here' }]);
  talk.socket.receive(Buffer.concat(requestFrame(apiVersions, 0, header, {})));
  talk.socket.receive(
    Buffer.concat(
      requestFrame(produce, 7, header, {
        acks: -1,
        timeoutMs: 1_000,
        topicData: [{ name: 'healthy', partitionData: [{ index: 0, records }] }],
      }),
    ),
  );
  for (let wait = 0; wait < 2_000 && talk.socket.replies.length < 2 && !talk.ended; wait += 1) await turn();
  const waited = performance.now() - from;
  if (talk.socket.replies.length < 2) find('a healthy client got no answer');
  talk.hangUp();
  return waited;
}
