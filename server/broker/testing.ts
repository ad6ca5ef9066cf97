// For tests of the broker: a broker on a free port, a raw client that speaks any table, conditions instead of sleeps.

import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Broker, type BrokerEvent, type BrokerOptions, startBroker } from './index.ts';
import type { Api, RequestDraft, ResponseOf } from './protocol/api.ts';
import { decodeResponse } from './protocol/codec.ts';
import { decodeResponseHeader, requestFrame } from './protocol/headers.ts';

export type TestBroker = Broker & { events: BrokerEvent[]; bootstrap: string };

/** Everything the broker tells, kept in `events`. */
export function listening(broker: Broker): TestBroker {
  const events: BrokerEvent[] = [];
  broker.subscribe((batch) => void events.push(...batch));
  return Object.assign(broker, { events, bootstrap: `127.0.0.1:${broker.address.port}` });
}

/** In memory and on a free port unless told otherwise; closed when the test ends. */
export async function testBroker(options: BrokerOptions = {}): Promise<TestBroker> {
  const broker = listening(await startBroker({ port: 0, advertisedHost: '127.0.0.1', flushMs: 1, ...options }));
  onTestFinished(() => broker.close());
  return broker;
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'relais-broker-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Waits until `look` gives something true; fails with `what` after `ms`. */
export async function until<T>(what: string, look: () => T | Promise<T>, ms = 20_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The reason a program of the list cannot be used, or null. */
export function missing(command: string, ...args: string[]): string | null {
  const { status, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) return `${command} is not installed`;
  return status === 0 ? null : `${command} ${args.join(' ')} failed`;
}

export type RawClient = {
  socket: Socket;
  /** Sends a request, gives the decoded response. Rejects when the broker hangs up first. */
  ask<A extends Api>(api: A, version: number, message: RequestDraft<A>): Promise<ResponseOf<A>>;
  /** Sends bytes as they are. */
  send(...chunks: Uint8Array[]): void;
  /** Whole response frames without their size, in order. */
  frames: Buffer[];
  closed: Promise<void>;
};

/** A client without opinions. */
export async function rawClient(
  broker: Pick<Broker, 'address'>,
  clientId = 'raw',
  host = '127.0.0.1',
  port = broker.address.port,
): Promise<RawClient> {
  const socket = connect({ host, port });
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let received = Buffer.alloc(0);
  let correlationId = 0;
  const frames: Buffer[] = [];
  const waiting: { resolve: (frame: Buffer) => void; reject: (error: Error) => void }[] = [];
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
      const end = 4 + received.readInt32BE(0);
      const frame = received.subarray(4, end);
      received = received.subarray(end);
      frames.push(frame);
      waiting.shift()?.resolve(frame);
    }
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  void closed.then(() => {
    for (const { reject } of waiting.splice(0)) reject(new Error('connection closed'));
  });
  return {
    socket,
    frames,
    closed,
    send: (...chunks) => void socket.write(Buffer.concat(chunks)),
    async ask(api, version, message) {
      correlationId += 1;
      const mine = correlationId;
      const reply = new Promise<Buffer>((resolve, reject) => waiting.push({ resolve, reject }));
      socket.write(Buffer.concat(requestFrame(api, version, { correlationId: mine, clientId }, message)));
      const frame = await reply;
      const header = decodeResponseHeader(frame, api, version);
      if (header.correlationId !== mine) throw new Error(`reply ${header.correlationId} to request ${mine}`);
      return decodeResponse(api, version, frame, header.bodyStart);
    },
  };
}
