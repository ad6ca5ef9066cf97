// A bare connection that speaks the message tables, to any broker: for what clients hide (batch attributes, error codes).

import { connect } from 'node:net';
import { fetch } from '../apis/01-fetch/messages.ts';
import { FrameSplitter } from '../net/frame-splitter.ts';
import type { Api, RequestDraft, ResponseOf } from '../protocol/api.ts';
import { decodeResponse } from '../protocol/codec.ts';
import { decodeResponseHeader, requestFrame } from '../protocol/headers.ts';

export type Wire = {
  /** Rejects when the broker hangs up instead of answering, or does not answer in 10 s. */
  ask<A extends Api>(api: A, version: number, message: RequestDraft<A>): Promise<ResponseOf<A>>;
  close(): void;
};

const patience = 10_000;

/** `brokers` as clients take it; the first one is used. */
export async function openWire(brokers: string): Promise<Wire> {
  const [, host = '127.0.0.1', port = '9092'] = /^(.*?):(\d+)/.exec(brokers) ?? [];
  const socket = connect({ host, port: Number(port) });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const waiting: { resolve: (frame: Buffer) => void; reject: (error: Error) => void }[] = [];
  const splitter = new FrameSplitter(1 << 28);
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    splitter.push(chunk);
    for (let split = splitter.next(); split.kind === 'frame'; split = splitter.next())
      waiting.shift()?.resolve(split.frame);
  });
  socket.on('close', () => {
    for (const { reject } of waiting.splice(0)) reject(new Error('hung up'));
  });
  let correlationId = 0;
  return {
    close: () => void socket.destroy(),
    async ask(api, version, message) {
      correlationId += 1;
      const reply = new Promise<Buffer>((resolve, reject) => {
        if (socket.destroyed) reject(new Error('hung up'));
        waiting.push({ resolve, reject });
        const timer = setTimeout(() => reject(new Error('no answer')), patience);
        timer.unref();
      });
      socket.write(Buffer.concat(requestFrame(api, version, { correlationId, clientId: 'wire' }, message)));
      const frame = await reply;
      return decodeResponse(api, version, frame, decodeResponseHeader(frame, api, version).bodyStart);
    },
  };
}

/** Everything stored in partition 0, as bytes of batches. */
export async function storedBytes(wire: Wire, topic: string): Promise<Uint8Array> {
  const { responses } = await wire.ask(fetch, 11, {
    maxWaitMs: 0,
    minBytes: 1,
    topics: [{ topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 24 }] }],
  });
  return responses[0]?.partitions[0]?.records ?? new Uint8Array();
}
