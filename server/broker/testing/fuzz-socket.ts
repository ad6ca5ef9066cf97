// A socket without a network: the connections of the broker cannot tell, and a million of them cost seconds.

import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { FrameSplitter } from '../net/frame-splitter.ts';

export class TestSocket extends EventEmitter {
  readonly remoteAddress = '127.0.0.1';
  readonly remotePort = 1;
  readonly writableNeedDrain = false;
  destroyed = false;
  /** Whole reply frames received. */
  replies: Buffer[] = [];
  #splitter = new FrameSplitter(1 << 30);

  /** What the broker takes it for. */
  get asSocket(): Socket {
    return this as unknown as Socket;
  }

  /** Bytes from the client. */
  receive(bytes: Buffer): void {
    if (!this.destroyed) this.emit('data', bytes);
  }

  write(bytes: Uint8Array): boolean {
    this.#splitter.push(Buffer.from(bytes));
    for (let split = this.#splitter.next(); split.kind === 'frame'; split = this.#splitter.next())
      this.replies.push(split.frame);
    return true;
  }

  destroy(): void {
    this.destroyed = true;
  }

  pause(): void {}
  resume(): void {}
  cork(): void {}
  uncork(): void {}
}
