// What one plain connection is owed: frames in order, one write a turn, bytes counted. A reader that does not read is held back,
// then cut with a code that tells it to come back and resume.
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';

export const outboxDefaults = {
  /** Bytes in the transport above which nothing more is handed to it. */
  softBytes: 256_000,
  /** With what waits, above this the reader is cut at once. */
  hardBytes: 1_000_000,
  /** Held back for longer than this: cut, ms. */
  patienceMs: 15_000,
} as const;
export type OutboxLimits = { [Key in keyof typeof outboxDefaults]: number };

export type Outbox = {
  /** Bytes owed, in the transport or not. */
  owed(): number;
  push(frame: Buffer): void;
  /** Hands over what waits, in one write, or waits for the transport. */
  flush(): void;
  close(): void;
};

export function createOutbox(options: {
  socket: Duplex;
  clock: Clock;
  limits: OutboxLimits;
  onWrite: (bytes: number) => void;
  onTooSlow: () => void;
}): Outbox {
  const { socket, clock, limits } = options;
  let frames: Buffer[] = [];
  let bytes = 0;
  let closed = false;
  let cancelPatience: (() => void) | null = null;

  function close(): void {
    closed = true;
    frames = [];
    bytes = 0;
    cancelPatience?.();
    socket.off('drain', drained);
  }
  function tooSlow(): void {
    close();
    options.onTooSlow();
  }
  function drained(): void {
    cancelPatience?.();
    cancelPatience = null;
    flush();
  }
  function flush(): void {
    if (closed || frames.length === 0) return;
    if (socket.writableLength > limits.softBytes) {
      if (cancelPatience !== null) return;
      cancelPatience = clock.after(limits.patienceMs, tooSlow);
      socket.once('drain', drained);
      return;
    }
    const [first] = frames;
    const whole = frames.length === 1 && first !== undefined ? first : Buffer.concat(frames);
    frames = [];
    bytes = 0;
    options.onWrite(whole.length);
    socket.write(whole);
  }
  return {
    owed: () => bytes + socket.writableLength,
    push(frame) {
      if (closed) return;
      frames.push(frame);
      bytes += frame.length;
      if (bytes + socket.writableLength > limits.hardBytes) tooSlow();
    },
    flush,
    close,
  };
}
