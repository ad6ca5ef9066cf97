// A raw Kafka client for load: frames are made once and sent as often as wanted, replies come back in order. It does as
// little as it can, so that what is measured, or killed, is the broker.
import { connect, type Socket } from 'node:net';
import { FrameSplitter } from '../net/frame-splitter.ts';
import type { Api, RequestDraft, ResponseOf } from '../protocol/api.ts';
import { decodeResponse } from '../protocol/codec.ts';
import { decodeResponseHeader, requestFrame } from '../protocol/headers.ts';

const LARGEST_REPLY = 256 * 1024 * 1024;

/** `null` when the connection ended before the reply came. */
export type OnReply = (frame: Buffer | null) => void;

export class Wire {
  readonly #socket: Socket;
  readonly #splitter = new FrameSplitter(LARGEST_REPLY);
  #waiting: OnReply[] = [];
  #first = 0;
  #ended = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#end());
  }

  static connect(port: number, host = '127.0.0.1'): Promise<Wire> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Wire(socket));
      });
    });
  }

  /** Sends a whole frame, size included. Frames sent while replies are being handled leave together. */
  send(frame: Uint8Array, onReply: OnReply): void {
    if (this.#ended) onReply(null);
    else {
      this.#waiting.push(onReply);
      this.#socket.write(frame);
    }
  }

  /** One request, its reply decoded. Rejects when the connection ends first. */
  ask<A extends Api>(api: A, version: number, message: RequestDraft<A>): Promise<ResponseOf<A>> {
    return new Promise((resolve, reject) => {
      this.send(frameOf(api, version, message), (reply) => {
        if (reply === null) reject(new Error(`${api.name}: the connection ended`));
        else resolve(decodeResponse(api, version, reply, decodeResponseHeader(reply, api, version).bodyStart));
      });
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #received(chunk: Buffer): void {
    this.#splitter.push(chunk);
    this.#socket.cork();
    for (let split = this.#splitter.next(); split.kind !== 'incomplete'; split = this.#splitter.next()) {
      if (split.kind === 'bad') {
        this.#socket.destroy();
        break;
      }
      const onReply = this.#waiting[this.#first];
      this.#first += 1;
      if (this.#first > 1024) this.#waiting = this.#waiting.slice(this.#first);
      if (this.#first > 1024) this.#first = 0;
      onReply?.(split.frame);
    }
    this.#socket.uncork();
  }

  #end(): void {
    this.#ended = true;
    for (const onReply of this.#waiting.splice(0).slice(this.#first)) onReply(null);
  }
}

/** A request frame in one piece. The correlation id may stay the same: replies come in order. */
export function frameOf<A extends Api>(api: A, version: number, message: RequestDraft<A>): Buffer {
  return Buffer.concat(requestFrame(api, version, { correlationId: 1, clientId: 'load' }, message));
}
